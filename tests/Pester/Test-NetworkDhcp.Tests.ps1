BeforeAll {
    . $PSScriptRoot/Common.ps1
    Start-World | Out-Null
    New-DhcpNetwork blue 10.20.0.0/24 -VlanTag 20 | Out-Null
    New-DhcpReservation blue fa:16:3e:20:00:10 10.20.0.50 -HostName web1 | Out-Null
    New-DhcpReservation blue fa:16:3e:20:00:11 10.20.0.51 -HostName web2 -Option @{ 'ntp-server' = '10.20.0.9' } | Out-Null
    New-DhcpNetwork empty 10.30.0.0/24 | Out-Null
    Enable-NetworkDhcp blue, empty | Out-Null
}

AfterAll { Stop-World }

Describe 'Test-NetworkDhcp' {
    It 'asks what a client would ask, and compares the answers' {
        $test = Test-NetworkDhcp blue

        "$($test.Result) $($test.Passed) $($test.Problems)" | Should -Be 'Passed True '
        $test.Checks.Protocol | Should -Contain 'DHCPv4'
        $test.Checks.Protocol | Should -Contain 'DNS'
    }

    It 'asks in the name of a certain client, with its own options' {
        $check = (Test-NetworkDhcp blue -Reservation web2).Checks | Where-Object Protocol -EQ DHCPv4

        "$($check.Answer) $($check.Result)" | Should -Be '10.20.0.51 Passed'
    }

    It 'takes no lease, and leaves no probe behind' {
        (Get-DhcpLease blue).State | Should -Be 'Prepared', 'Prepared'
        Invoke-Vsctl list-ports br-int | Should -HaveCount 2
        Get-NamespaceName | Should -HaveCount 2
    }

    It 'finds an answer that is not what the network says' {
        Set-DhcpSubnet 10.20.0.0/24 -DnsServer 10.20.0.53 | Out-Null

        $test = Test-NetworkDhcp blue

        $test.Result | Should -Be 'Failed'
        "$($test.Problems)" | Should -Match '10\.20\.0\.53'
        Update-NetworkDhcp blue | Out-Null
        (Test-NetworkDhcp blue).Result | Should -Be 'Passed'
    }

    It 'tells that nobody answers, which is a result and no error' {
        Stop-Dnsmasq blue | Out-Null

        $test = Test-NetworkDhcp blue -Timeout 1

        $test.Result | Should -Be 'Failed'
        Test-NetworkDhcp blue -Timeout 1 -Quiet | Should -BeFalse
        Start-Dnsmasq blue | Out-Null
        Test-NetworkDhcp blue -Quiet | Should -BeTrue
    }

    It 'takes networks from the pipeline; one without a reservation is inconclusive' {
        (Get-DhcpNetwork | Test-NetworkDhcp | Sort-Object Name).Result | Should -Be 'Passed', 'Inconclusive'
    }

    It 'tells that a network or a reservation does not exist' {
        { Test-NetworkDhcp nowhere } | Should -Throw '*nowhere*' -ErrorId 'NetworkNotFound,*'
        { Test-NetworkDhcp blue -Reservation nobody } | Should -Throw '*nobody*' -ErrorId 'ReservationNotFound,*'
    }
}
