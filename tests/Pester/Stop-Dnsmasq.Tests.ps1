BeforeAll {
    . $PSScriptRoot/Common.ps1
    Start-World | Out-Null
    1..3 | ForEach-Object { New-DhcpNetwork "lab-$_" "10.41.$_.0/24" } | Enable-NetworkDhcp | Out-Null
}

AfterAll { Stop-World }

Describe 'Stop-Dnsmasq' {
    It 'ends the process and keeps its files, leases among them' {
        $stopped = Stop-Dnsmasq lab-1

        "$($stopped.Running) $($stopped.Change)" | Should -Be 'False Removed'
        Get-ServingProcess | Should -HaveCount 2
        "$($stopped.Path)/leases" | Should -Exist
        "$($stopped.Path)/pid" | Should -Not -Exist
    }

    It 'stops nothing where nothing runs, and that is no error' {
        (Stop-Dnsmasq lab-1).Change | Should -Be 'None'
    }

    It 'stops nothing with -WhatIf' {
        Stop-Dnsmasq lab-2 -WhatIf

        Get-ServingProcess | Should -HaveCount 2
    }

    It 'takes networks from the pipeline' {
        Get-Dnsmasq | Where-Object Running | Stop-Dnsmasq | Where-Object Change -EQ Removed | Should -HaveCount 2

        Get-ServingProcess | Should -BeNullOrEmpty
    }

    It 'tells that a network does not exist' {
        { Stop-Dnsmasq nowhere } | Should -Throw '*nowhere*' -ErrorId 'NetworkNotFound,*'
    }
}
