BeforeAll {
    . $PSScriptRoot/Common.ps1
    Start-World | Out-Null
    New-DhcpNetwork blue 10.20.0.0/24 | Out-Null
    New-DhcpReservation blue fa:16:3e:20:00:10 10.20.0.10 -HostName web1 -Option @{ 'bootfile-name' = 'old.0' } | Out-Null
    New-DhcpReservation blue fa:16:3e:20:00:11 10.20.0.11 -HostName web2 | Out-Null
    Enable-NetworkDhcp blue | Out-Null
    $client = New-Client vm1 fa:16:3e:20:00:10
}

AfterAll { Stop-World }

Describe 'Set-DhcpReservation' {
    It 'finds the client by its MAC address and gives it another address, at once with -Update' {
        (Get-ClientLease $client).Address | Should -Be '10.20.0.10/24'

        Set-DhcpReservation fa:16:3e:20:00:10 -IPAddress 10.20.0.99 -Update | Out-Null

        (Get-ClientLease $client).Address | Should -Be '10.20.0.99/24'
    }

    It 'finds the client by its host name, and keeps its address when its network card is another' {
        $changed = Set-DhcpReservation web2 -MacAddress fa:16:3e:20:00:55

        "$($changed.MacAddress) $($changed.FixedIps) $($changed.DnsName)" | Should -Be 'fa:16:3e:20:00:55 10.20.0.11 web2'
    }

    It 'sets the options that are named, removes those that are $null, and leaves the others' {
        $changed = Set-DhcpReservation web1 -Option @{ 'ntp-server' = '10.20.0.1' }
        $changed.ExtraDhcpOpts.OptName | Sort-Object | Should -Be 'bootfile-name', 'ntp-server'

        $changed = Set-DhcpReservation web1 -Option @{ 'bootfile-name' = $null }
        $changed.ExtraDhcpOpts.OptName | Should -Be 'ntp-server'
    }

    It 'takes reservations from the pipeline' {
        Get-DhcpReservation blue | Set-DhcpReservation -Option @{ 'tftp-server' = '10.20.0.7' } | Out-Null

        (Get-DhcpReservation blue).ForEach({ 'tftp-server' -in $_.ExtraDhcpOpts.OptName }) | Should -Be $true, $true
    }

    It 'refuses what another client has, and a client that does not exist' {
        { Set-DhcpReservation web1 -HostName web2 } | Should -Throw '*web2*' -ErrorId 'HostNameInUse,*'
        { Set-DhcpReservation web1 -IPAddress 10.20.0.11 } | Should -Throw '*10.20.0.11*' -ErrorId 'AddressTaken,*'
        { Set-DhcpReservation nobody -HostName somebody } | Should -Throw '*nobody*' -ErrorId 'ReservationNotFound,*'
    }

    It 'changes nothing with -WhatIf' {
        Set-DhcpReservation web1 -HostName www -WhatIf

        Get-DhcpReservation -HostName web1 | Should -HaveCount 1
    }
}
