BeforeAll {
    . $PSScriptRoot/Common.ps1
    Start-World | Out-Null
    New-DhcpNetwork blue 10.20.0.0/24 | Enable-NetworkDhcp | Out-Null
    New-DhcpNetwork green 10.30.0.0/24 | Out-Null
}

AfterAll { Stop-World }

Describe 'New-DhcpReservation' {
    It 'gives a client the next free address, and a name' {
        $reservation = New-DhcpReservation green fa:16:3e:30:00:01 -HostName db1

        "$($reservation.FixedIps) $($reservation.DnsName) $($reservation.NetworkName)" | Should -Be '10.30.0.2 db1 green'
    }

    It 'has the client served at once with -Update: with its address, its name in DNS, and its own options' {
        New-DhcpReservation blue fa:16:3e:20:00:10 10.20.0.50 -HostName node1 -Option @{ 'bootfile-name' = 'pxe.0'; 'ntp-server' = '10.20.0.9' } -Update | Out-Null
        $client = New-Client node1 fa:16:3e:20:00:10

        $lease = Get-ClientLease $client

        "$($lease.Address) $($lease.HostName) $($lease.Router)" | Should -Be '10.20.0.50/24 node1 10.20.0.1'
        "$($lease.BootFile) $($lease.NtpServer)" | Should -Be 'pxe.0 10.20.0.9'
        Resolve-ClientName $client node1.openstacklocal $lease.Server | Should -Be '10.20.0.50'
    }

    It 'is what a client needs to be served at all' {
        Get-ClientLease (New-Client stranger fa:16:3e:66:66:66) -Seconds 1 | Should -BeNullOrEmpty
    }

    It 'takes rows of a CSV file, each of which names its network' {
        $rows = @'
Network,MacAddress,IPAddress,HostName
blue,fa:16:3e:22:00:01,10.20.0.201,printer1
green,fa:16:3e:22:00:02,,printer2
'@ | ConvertFrom-Csv

        $rows | New-DhcpReservation | Out-Null
        # What was read before changes nothing.
        $rows | New-DhcpReservation | Out-Null

        (Get-DhcpReservation -HostName printer*).ForEach({ "$($_.NetworkName) $($_.FixedIps)" }) | Should -Be 'blue 10.20.0.201', 'green 10.30.0.3'
    }

    It 'refuses <What>' -TestCases @(
        @{ What = 'an address that another client has'; Arguments = @{ IPAddress = '10.20.0.50' }; Id = 'AddressTaken' }
        @{ What = 'an address on no subnet of the network'; Arguments = @{ IPAddress = '10.99.0.5' }; Id = 'AddressOutsideSubnet' }
        @{ What = 'the gateway''s address'; Arguments = @{ IPAddress = '10.20.0.1' }; Id = 'AddressIsGateway' }
        @{ What = 'another client''s name'; Arguments = @{ HostName = 'node1' }; Id = 'HostNameInUse' }
        @{ What = 'an option that dnsmasq does not know'; Arguments = @{ Option = @{ 'no-such-option' = '1' } }; Id = 'OptionNameInvalid' }
    ) {
        { New-DhcpReservation blue fa:16:3e:20:00:99 @Arguments } | Should -Throw -ErrorId "$Id,*"
        Get-DhcpReservation blue fa:16:3e:20:00:9* | Should -BeNullOrEmpty
    }

    It 'tells that the MAC address has a reservation which is not as it was asked for' {
        { New-DhcpReservation blue fa:16:3e:20:00:10 10.20.0.51 } | Should -Throw '*10.20.0.5*' -ErrorId 'MacInUse,*'
    }

    It 'reserves nothing with -WhatIf' {
        New-DhcpReservation blue fa:16:3e:20:00:98 -WhatIf

        Get-DhcpReservation blue fa:16:3e:20:00:9* | Should -BeNullOrEmpty
    }
}
