BeforeAll {
    . $PSScriptRoot/Common.ps1
    Start-World | Out-Null
    New-DhcpNetwork blue 10.20.0.0/24 | Out-Null
    1..5 | ForEach-Object { New-DhcpReservation blue "fa:16:3e:20:00:1$_" "10.20.0.5$_" -HostName "vm$_" } | Out-Null
    Enable-NetworkDhcp blue | Out-Null
    $client = New-Client vm1 fa:16:3e:20:00:11
    Get-ClientLease $client | Out-Null
}

AfterAll { Stop-World }

Describe 'Remove-DhcpLease' {
    It 'has dnsmasq forget a lease, without a restart' {
        $before = (Get-Dnsmasq blue).ProcessId

        Remove-DhcpLease 10.20.0.51 -Force

        Get-DhcpLease blue 10.20.0.51* | Should -BeNullOrEmpty
        Get-DhcpLease blue | Should -HaveCount 4
        (Get-Dnsmasq blue).ProcessId | Should -Be $before
    }

    It 'lets the client have its address again when it asks' {
        (Get-ClientLease $client).Address | Should -Be '10.20.0.51/24'
        (Get-DhcpLease blue 10.20.0.51).State | Should -Be 'Active'
    }

    It 'takes leases from the pipeline' {
        Get-DhcpLease -HostName vm2 | Remove-DhcpLease -Force

        (Get-DhcpLease blue).HostName | Should -Not -Contain vm2
    }

    It 'removes with -Stale what belongs to nobody, and only that' {
        Remove-DhcpReservation vm1, vm3 -Force

        Get-DhcpNetwork | Remove-DhcpLease -Stale -Force

        (Get-DhcpLease blue).HostName | Should -Be 'vm4', 'vm5'
    }

    It 'takes leases out of the file where dnsmasq does not run' {
        Stop-Dnsmasq blue | Out-Null

        Remove-DhcpLease 10.20.0.54 -Force

        (Get-DhcpLease blue).HostName | Should -Be 'vm5'
    }

    It 'tells that there is no such lease' {
        { Remove-DhcpLease 10.20.0.99 -Force } | Should -Throw '*10.20.0.99*' -ErrorId 'LeaseNotFound,*'
    }

    It 'removes nothing with -WhatIf' {
        Remove-DhcpLease 10.20.0.55 -Force -WhatIf

        Get-DhcpLease blue | Should -HaveCount 1
    }
}
