BeforeAll {
    . $PSScriptRoot/Common.ps1
    Start-World | Out-Null
    New-DhcpNetwork blue | Out-Null
    New-DhcpSubnet blue 10.20.0.0/24 -AllocationPool 10.20.0.11-10.20.0.20 | Out-Null
    1..4 | ForEach-Object { New-DhcpReservation blue "fa:16:3e:20:00:1$_" -HostName "vm$_" } | Out-Null
    New-DhcpNetwork green 10.30.0.0/24 | Out-Null
    Enable-NetworkDhcp blue | Out-Null
    $client = New-Client vm1 fa:16:3e:20:00:11
    $lease = Get-ClientLease $client
}

AfterAll { Stop-World }

Describe 'Get-DhcpStatistics' {
    It 'counts a network''s addresses, and who has them' {
        $statistics = Get-DhcpStatistics blue

        "$($statistics.Addresses) $($statistics.Reserved) $($statistics.Free) $($statistics.Leased) $($statistics.Stale)" | Should -Be '10 5 5 1 0'
        $statistics.PercentUsed | Should -Be 50
    }

    It 'tells the same of each subnet' {
        (Get-DhcpStatistics).Subnets | Where-Object PercentUsed -GE 50 | ForEach-Object { "$($_.NetworkName) $($_.Cidr)" } | Should -Be 'blue 10.20.0.0/24'
    }

    It 'tells of the process, and of the questions of DNS that it has answered' {
        $before = Get-DhcpStatistics blue
        1..3 | ForEach-Object { Resolve-ClientName $client vm1.openstacklocal $lease.Server } | Should -Be (@($lease.Address.Split('/')[0]) * 3)

        $after = Get-DhcpStatistics blue

        $after.ProcessId | Should -Be (Get-Dnsmasq blue).ProcessId
        $after.MemoryBytes | Should -BeGreaterThan 0
        $after.QueriesAnswered | Should -BeGreaterOrEqual ($before.QueriesAnswered + 3)
    }

    It 'has no counts of a network that is not served here' {
        $statistics = Get-DhcpStatistics green

        "$($statistics.Addresses) $($statistics.ProcessId) $($statistics.QueriesAnswered)" | Should -Be '253  '
    }

    It 'takes wildcards, and networks from the pipeline' {
        (Get-DhcpStatistics g*).NetworkName | Should -Be 'green'
        Get-DhcpNetwork | Get-DhcpStatistics | Should -HaveCount 2
    }

    It 'tells that a network does not exist' {
        { Get-DhcpStatistics nowhere } | Should -Throw '*nowhere*' -ErrorId 'NetworkNotFound,*'
    }
}
