BeforeAll {
    . $PSScriptRoot/Common.ps1
    Start-World -NoSwitch | Out-Null
    1..4 | ForEach-Object { New-DhcpNetwork "lab-$_" "10.41.$_.0/24" } | New-DhcpPort | Out-Null
}

AfterAll { Stop-World }

Describe 'Remove-DhcpPort' {
    It 'releases the port, whose address is free again' {
        Remove-DhcpPort lab-1 -Force

        Get-DhcpPort lab-1 | Should -BeNullOrEmpty
        "$((New-DhcpReservation lab-1 fa:16:3e:41:01:02 10.41.1.2).FixedIps)" | Should -Be '10.41.1.2'
    }

    It 'takes networks and ports from the pipeline' {
        Get-DhcpNetwork lab-2 | Remove-DhcpPort -Force
        Get-DhcpPort lab-3 | Remove-DhcpPort -Force

        (Get-DhcpPort).NetworkName | Should -Be 'lab-4'
    }

    It 'passes over a network that has none, and tells that one does not exist' {
        Remove-DhcpPort lab-2 -Force
        { Remove-DhcpPort nowhere -Force } | Should -Throw '*nowhere*' -ErrorId 'NetworkNotFound,*'
    }

    It 'releases nothing with -WhatIf' {
        Remove-DhcpPort lab-4 -Force -WhatIf

        Get-DhcpPort lab-4 | Should -HaveCount 1
    }
}
