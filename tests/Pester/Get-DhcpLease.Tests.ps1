BeforeAll {
    . $PSScriptRoot/Common.ps1
    Start-World | Out-Null
    New-DhcpNetwork blue 10.20.0.0/24 | Out-Null
    New-DhcpReservation blue fa:16:3e:20:00:10 10.20.0.50 -HostName web1 | Out-Null
    New-DhcpReservation blue fa:16:3e:20:00:11 10.20.0.51 -HostName web2 | Out-Null
    New-DhcpNetwork green 10.30.0.0/24 | Out-Null
    New-DhcpReservation green fa:16:3e:30:00:10 10.30.0.50 -HostName mail | Out-Null
    Enable-NetworkDhcp blue, green | Out-Null
    New-Client vm1 fa:16:3e:20:00:10 | Get-ClientLease | Out-Null
}

AfterAll { Stop-World }

Describe 'Get-DhcpLease' {
    It 'tells which client has which address, and until when' {
        $lease = Get-DhcpLease blue 10.20.0.50

        "$($lease.State) $($lease.MacAddress) $($lease.HostName)" | Should -Be 'Active fa:16:3e:20:00:10 web1'
        $lease.ExpiresAt | Should -BeGreaterThan ([DateTimeOffset]::Now.AddHours(23))
        $lease.Reservation.FixedIps.ForEach({ "$_" }) | Should -Be '10.20.0.50'
    }

    It 'tells leases that a client has from those that stand ready for one' {
        (Get-DhcpLease -State Active).HostName | Should -Be 'web1'
        (Get-DhcpLease -State Prepared).HostName | Should -Be 'web2', 'mail'
    }

    It 'finds leases by address, MAC address and host name, all of which may have wildcards' {
        (Get-DhcpLease -HostName web*).ForEach({ "$($_.Address)" }) | Should -Be '10.20.0.50', '10.20.0.51'
        (Get-DhcpLease -IPAddress 10.30.*).HostName | Should -Be 'mail'
        (Get-DhcpLease -MacAddress *:10 -HostName w*).NetworkName | Should -Be 'blue'
    }

    It 'takes networks by wildcards, and from the pipeline' {
        (Get-DhcpLease gr*).HostName | Should -Be 'mail'
        Get-DhcpNetwork | Get-DhcpLease | Should -HaveCount 3
    }

    It 'shows a lease as stale when its reservation is gone' {
        Remove-DhcpReservation web1 -Force

        $stale = Get-DhcpLease -State Stale

        "$($stale.Address) $($stale.Reservation)" | Should -Be '10.20.0.50 '
    }

    It 'finds nothing for a pattern that nothing matches, and tells that an address is nobody''s' {
        Get-DhcpLease -IPAddress 10.99.* | Should -BeNullOrEmpty
        { Get-DhcpLease blue 10.20.0.99 } | Should -Throw '*10.20.0.99*' -ErrorId 'LeaseNotFound,*'
    }

    It 'tells that a network does not exist' {
        { Get-DhcpLease nowhere } | Should -Throw '*nowhere*' -ErrorId 'NetworkNotFound,*'
    }
}
