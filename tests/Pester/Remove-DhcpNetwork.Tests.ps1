BeforeAll {
    . $PSScriptRoot/Common.ps1
    Start-World | Out-Null
}

AfterAll { Stop-World }

Describe 'Remove-DhcpNetwork' {
    BeforeEach {
        1..3 | ForEach-Object { New-DhcpNetwork "lab-$_" "10.41.$_.0/24" } | Out-Null
        New-DhcpReservation lab-1 fa:16:3e:41:01:02 | Out-Null
    }

    It 'removes a network with its subnets and reservations' {
        Remove-DhcpNetwork lab-1 -Force

        (Get-DhcpNetwork).Name | Should -Be 'lab-2', 'lab-3'
        (Get-DhcpSubnet).Count | Should -Be 2
        Get-DhcpReservation | Should -BeNullOrEmpty
    }

    It 'does not take a network away from under its service, until that is disabled' {
        Enable-NetworkDhcp lab-1 | Out-Null

        { Remove-DhcpNetwork lab-1 -Force } | Should -Throw '*Disable-NetworkDhcp*' -ErrorId 'NetworkEnabled,*'
        Get-ServingProcess | Should -HaveCount 1
        Disable-NetworkDhcp lab-1 -Force | Remove-DhcpNetwork -Force

        Get-DhcpNetwork lab-1* | Should -BeNullOrEmpty
    }

    It 'removes what is piped in, by object, by name, or by property' {
        Get-DhcpNetwork lab-1 | Remove-DhcpNetwork -Force
        'lab-2' | Remove-DhcpNetwork -Force
        [pscustomobject] @{ Network = 'lab-3' } | Remove-DhcpNetwork -Force

        Get-DhcpNetwork | Should -BeNullOrEmpty
    }

    It 'refuses a pattern, which might remove more than was meant' {
        { Remove-DhcpNetwork lab-* -Force } | Should -Throw '*Get-DhcpNetwork*' -ErrorId 'WildcardNotAllowed,*'
        Get-DhcpNetwork | Should -HaveCount 3
    }

    It 'removes nothing with -WhatIf' {
        Get-DhcpNetwork | Remove-DhcpNetwork -Force -WhatIf

        Get-DhcpNetwork | Should -HaveCount 3
    }
}
