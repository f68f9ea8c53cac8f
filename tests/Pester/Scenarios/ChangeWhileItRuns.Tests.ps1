BeforeAll {
    . $PSScriptRoot/../Common.ps1
    Start-World | Out-Null
    New-DhcpNetwork blue 10.20.0.0/24 | Out-Null
    New-DhcpReservation blue fa:16:3e:20:00:10 10.20.0.50 -HostName web1 | Out-Null
    Enable-NetworkDhcp blue | Out-Null
    $client = New-Client vm1 fa:16:3e:20:00:10
    $newcomer = New-Client vm2 fa:16:3e:20:00:11
    Get-ClientLease $client | Out-Null
}

AfterAll { Stop-World }

Describe 'A network that is changed while its service runs' {
    It 'shows as degraded while service and network differ, and says in what' {
        New-DhcpReservation blue fa:16:3e:20:00:11 10.20.0.51 -HostName web2 | Out-Null

        $service = Get-NetworkDhcp blue

        $service.State | Should -Be 'Degraded'
        "$($service.Problems)" | Should -Match 'dnsmasq'
    }

    It 'takes several changes with one update' {
        Set-DhcpSubnet 10.20.0.0/24 -DnsServer 9.9.9.9 | Out-Null
        Set-DhcpNetwork blue -Mtu 1400 | Out-Null

        Update-NetworkDhcp blue | Out-Null

        $lease = Get-ClientLease $newcomer
        "$($lease.Address) $($lease.DnsServer) $($lease.Mtu)" | Should -Be '10.20.0.51/24 9.9.9.9 1400'
        (Get-NetworkDhcp blue).State | Should -Be 'Enabled'
    }

    It 'tells clients that are there already when they ask next' {
        $lease = Get-ClientLease $client

        "$($lease.Address) $($lease.DnsServer) $($lease.Mtu)" | Should -Be '10.20.0.50/24 9.9.9.9 1400'
    }

    It 'exchanges two clients'' addresses' {
        Set-DhcpReservation web1 -IPAddress 10.20.0.60 | Out-Null
        Set-DhcpReservation web2 -IPAddress 10.20.0.50 | Out-Null
        Set-DhcpReservation web1 -IPAddress 10.20.0.51 | Out-Null
        Update-NetworkDhcp blue | Out-Null

        (Get-ClientLease $client).Address | Should -Be '10.20.0.51/24'
        (Get-ClientLease $newcomer).Address | Should -Be '10.20.0.50/24'
    }

    It 'lets names follow' {
        Set-DhcpReservation web1 -HostName www -Update | Out-Null

        $server = (Get-ClientLease $client).Server
        Resolve-ClientName $client www.openstacklocal $server | Should -Be '10.20.0.51'
        Resolve-ClientName $client web1.openstacklocal $server | Should -Not -Be '10.20.0.51'
    }

    It 'keeps a client out that has no reservation any more' {
        Remove-DhcpReservation web2 -Force -Update | Out-Null

        Get-ClientLease $newcomer -Seconds 1 | Should -BeNullOrEmpty
        (Get-ClientLease $client).Address | Should -Be '10.20.0.51/24'
    }

    It 'goes out of service and comes back with the same addresses' {
        $before = "$((Get-DhcpPort blue).FixedIps)"

        Disable-NetworkDhcp blue -KeepPort -Force | Out-Null
        Set-DhcpNetwork blue -AdminStateUp $false | Out-Null
        { Enable-NetworkDhcp blue } | Should -Throw -ErrorId 'NetworkAdminDown,*'
        Set-DhcpNetwork blue -AdminStateUp $true | Out-Null
        Enable-NetworkDhcp blue | Out-Null

        "$((Get-DhcpPort blue).FixedIps)" | Should -Be $before
        (Get-ClientLease $client).Address | Should -Be '10.20.0.51/24'
    }
}
