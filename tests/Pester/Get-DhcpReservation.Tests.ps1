BeforeAll {
    . $PSScriptRoot/Common.ps1
    Start-World -NoSwitch | Out-Null
    New-DhcpNetwork blue 10.20.0.0/24 | New-DhcpPort | Out-Null
    New-DhcpNetwork green 10.30.0.0/24 | Out-Null
    New-DhcpReservation blue fa:16:3e:20:00:10 10.20.0.10 -HostName web1 | Out-Null
    New-DhcpReservation blue fa:16:3e:20:00:11 10.20.0.11 -HostName web2 | Out-Null
    New-DhcpReservation green fa:16:3e:30:00:10 10.30.0.10 -HostName mail | Out-Null
}

AfterAll { Stop-World }

Describe 'Get-DhcpReservation' {
    It 'lists the clients of all networks, or of some; DHCP ports are none' {
        (Get-DhcpReservation).DnsName | Should -Be 'web1', 'web2', 'mail'
        (Get-DhcpReservation b*).DnsName | Should -Be 'web1', 'web2'
    }

    It 'finds clients by address, host name and MAC address, all of which may have wildcards' {
        (Get-DhcpReservation -IPAddress 10.30.*).DnsName | Should -Be 'mail'
        (Get-DhcpReservation -HostName web*).FixedIps.ForEach({ "$_" }) | Should -Be '10.20.0.10', '10.20.0.11'
        (Get-DhcpReservation blue *:11).DnsName | Should -Be 'web2'
    }

    It 'finds those that match all of several patterns' {
        (Get-DhcpReservation -MacAddress *:10 -HostName w*).DnsName | Should -Be 'web1'
    }

    It 'takes networks from the pipeline' {
        (Get-DhcpNetwork green | Get-DhcpReservation).DnsName | Should -Be 'mail'
    }

    It 'finds nothing for a pattern that nothing matches, and tells that a client or network does not exist' {
        Get-DhcpReservation -HostName nobody* | Should -BeNullOrEmpty
        { Get-DhcpReservation -HostName nobody } | Should -Throw '*nobody*' -ErrorId 'ReservationNotFound,*'
        { Get-DhcpReservation nowhere } | Should -Throw '*nowhere*' -ErrorId 'NetworkNotFound,*'
    }
}
