BeforeAll {
    . $PSScriptRoot/Common.ps1
    Start-World | Out-Null
    New-DhcpNetwork blue 10.20.0.0/24 | Out-Null
    1..5 | ForEach-Object { New-DhcpReservation blue "fa:16:3e:20:00:0$_" -HostName "vm$_" } | Out-Null
    Enable-NetworkDhcp blue | Out-Null
}

AfterAll { Stop-World }

Describe 'Remove-DhcpReservation' {
    It 'removes a client, whose address is free again' {
        $address = "$((Get-DhcpReservation -HostName vm1).FixedIps)"

        Remove-DhcpReservation vm1 -Force

        Get-DhcpReservation -IPAddress "$address*" | Should -BeNullOrEmpty
        (New-DhcpReservation blue fa:16:3e:20:00:21 $address).Change | Should -Be 'Created'
    }

    It 'has dnsmasq answer the client no more, and release its lease, with -Update' {
        $client = New-Client vm2 fa:16:3e:20:00:02
        Get-ClientLease $client | Should -Not -BeNullOrEmpty

        Remove-DhcpReservation vm2 -Force -Update | Out-Null

        Get-DhcpLease -MacAddress fa:16:3e:20:00:02* | Should -BeNullOrEmpty
        Get-ClientLease $client -Seconds 1 | Should -BeNullOrEmpty
    }

    It 'takes reservations and MAC addresses from the pipeline' {
        Get-DhcpReservation -HostName vm3 | Remove-DhcpReservation -Force
        'fa:16:3e:20:00:04' | Remove-DhcpReservation -Force

        (Get-DhcpReservation -HostName vm*).DnsName | Should -Be 'vm5'
    }

    It 'tells that there is no such client' {
        { Remove-DhcpReservation nobody -Force } | Should -Throw '*nobody*' -ErrorId 'ReservationNotFound,*'
    }

    It 'removes nothing with -WhatIf' {
        Remove-DhcpReservation vm5 -Force -WhatIf

        Get-DhcpReservation -HostName vm5 | Should -HaveCount 1
    }
}
