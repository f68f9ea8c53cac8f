BeforeAll {
    . $PSScriptRoot/Common.ps1
    Start-World | Out-Null
    New-DhcpNetwork blue 10.20.0.0/24 | Out-Null
    New-DhcpReservation blue fa:16:3e:20:00:10 10.20.0.50 | Out-Null
    New-DhcpNetwork green 10.30.0.0/24 | Out-Null
    Enable-NetworkDhcp blue, green | Out-Null
    New-DhcpNetwork idle 10.40.0.0/24 | Out-Null
    $client = New-Client vm1 fa:16:3e:20:00:10
    Get-ClientLease $client | Out-Null
}

AfterAll { Stop-World }

Describe 'Restart-NetworkDhcp' {
    It 'ends dnsmasq and starts it again' {
        $before = (Get-Dnsmasq blue).ProcessId

        $restarted = Restart-NetworkDhcp blue

        $restarted.State | Should -Be 'Enabled'
        $restarted.ProcessId | Should -Not -Be $before
        Get-ServingProcess | Should -Not -Contain $before
    }

    It 'keeps the leases, and goes on serving' {
        $before = (Get-DhcpLease blue).ExpiresAt

        Restart-NetworkDhcp blue | Out-Null

        (Get-DhcpLease blue).ExpiresAt | Should -Be $before
        (Get-ClientLease $client).Address | Should -Be '10.20.0.50/24'
    }

    It 'takes what is served here from the pipeline' {
        $before = Get-ServingProcess

        Get-NetworkDhcp | Where-Object State -NE Disabled | Restart-NetworkDhcp | Out-Null

        Get-ServingProcess | Should -HaveCount 2
        Get-ServingProcess | Where-Object { $_ -in $before } | Should -BeNullOrEmpty
    }

    It 'tells that a network has no service to restart' {
        { Restart-NetworkDhcp idle } | Should -Throw '*idle*' -ErrorId 'NetworkDhcpNotEnabled,*'
    }

    It 'restarts nothing with -WhatIf' {
        $before = Get-ServingProcess

        Restart-NetworkDhcp blue -WhatIf

        Get-ServingProcess | Should -Be $before
    }
}
