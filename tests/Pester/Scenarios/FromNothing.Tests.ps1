BeforeAll {
    . $PSScriptRoot/../Common.ps1
    Start-World | Out-Null
    $client = New-Client vm1 fa:16:3e:64:00:02
}

AfterAll { Stop-World }

Describe 'From nothing to a served client, and back' {
    It 'begins with nothing' {
        Get-DhcpNetwork | Should -BeNullOrEmpty
        Get-Leftover | Should -BeNullOrEmpty
        Get-ClientLease $client -Seconds 1 | Should -BeNullOrEmpty
    }

    It 'takes three lines' {
        New-DhcpNetwork demo 10.100.0.0/24
        New-DhcpReservation demo fa:16:3e:64:00:02 -HostName vm1
        Enable-NetworkDhcp demo

        (Get-NetworkDhcp demo).State | Should -Be 'Enabled'
    }

    It 'gives the client its address, router, DNS server, name and MTU' {
        $lease = Get-ClientLease $client
        $server = "$((Get-DhcpPort demo).FixedIps)"

        $lease.Address | Should -Be "$((Get-DhcpReservation demo).FixedIps)/24"
        "$($lease.Router) $($lease.DnsServer) $($lease.Server)" | Should -Be "10.100.0.1 $server $server"
        "$($lease.HostName) $($lease.Domain) $($lease.Mtu)" | Should -Be 'vm1 openstacklocal 1500'
    }

    It 'answers the client''s question for its own name' {
        Resolve-ClientName $client vm1.openstacklocal "$((Get-DhcpPort demo).FixedIps)" | Should -Be "$((Get-DhcpReservation demo).FixedIps)"
    }

    It 'shows who has a lease' {
        (Get-DhcpLease demo -State Active).MacAddress | Should -Be 'fa:16:3e:64:00:02'
    }

    It 'does the same one step at a time, each step''s output being the next one''s input' {
        New-DhcpNetwork steps 10.101.0.0/24 | Out-Null

        Get-DhcpNetwork | New-DhcpPort | Add-OvsTap | New-NetNamespace | Set-TapAddress | Start-Dnsmasq | ForEach-Object { "$($_.Network) $($_.Change)" } |
            Should -Be 'demo None', 'steps Started'

        (Get-NetworkDhcp).State | Should -Be 'Enabled', 'Enabled'
    }

    It 'takes one line to leave nothing behind' {
        Get-DhcpNetwork | Disable-NetworkDhcp -Force | Remove-DhcpNetwork -Force

        Get-Leftover | Should -BeNullOrEmpty
        Get-DhcpNetwork | Should -BeNullOrEmpty
    }
}
