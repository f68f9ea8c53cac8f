BeforeAll {
    . $PSScriptRoot/Common.ps1
    Start-World | Out-Null
    New-DhcpNetwork blue 10.20.0.0/24 | Enable-NetworkDhcp | Out-Null
    New-DhcpReservation blue fa:16:3e:20:00:10 -Update | Out-Null
    1..2 | ForEach-Object { New-DhcpNetwork "lab-$_" "10.41.$_.0/24" } | Out-Null
    $client = New-Client vm1 fa:16:3e:20:00:10
}

AfterAll { Stop-World }

Describe 'Set-DhcpSubnet' {
    It 'changes what is given and leaves the rest' {
        $subnet = Set-DhcpSubnet 10.41.1.0/24 -AllocationPool 10.41.1.128-10.41.1.254 -NewName upper

        "$($subnet.Name) $($subnet.AllocationPools) $($subnet.GatewayIp)" | Should -Be 'upper 10.41.1.128-10.41.1.254 10.41.1.1'
    }

    It 'tells clients of the change when they ask next, with -Update' {
        (Get-ClientLease $client).DnsServer | Should -Be "$((Get-DhcpPort blue).FixedIps)"

        Set-DhcpSubnet 10.20.0.0/24 -DnsServer 10.20.0.53, 9.9.9.9 -HostRoute '10.99.0.0/16,10.20.0.254' -Update | Out-Null

        $lease = Get-ClientLease $client
        $lease.DnsServer | Should -Be '10.20.0.53 9.9.9.9'
        $lease.Routes | Should -Match '10\.99\.0\.0/16 10\.20\.0\.254'
    }

    It 'empties a list that is given without anything in it' {
        $subnet = Set-DhcpSubnet 10.20.0.0/24 -DnsServer @() -HostRoute @()

        $subnet.DnsNameservers.Count + $subnet.HostRoutes.Count | Should -Be 0
    }

    It 'takes subnets from the pipeline' {
        Get-DhcpSubnet lab-* | Set-DhcpSubnet -NoGateway | Out-Null

        Get-DhcpSubnet lab-* | Where-Object GatewayIp | Should -BeNullOrEmpty
    }

    It 'refuses a gateway that is in a pool, and a subnet that does not exist' {
        { Set-DhcpSubnet 10.41.2.0/24 -Gateway 10.41.2.9 } | Should -Throw '*10.41.2.9*' -ErrorId 'GatewayInPool,*'
        { Set-DhcpSubnet 10.99.0.0/24 -NoGateway } | Should -Throw '*10.99.0.0/24*' -ErrorId 'SubnetNotFound,*'
    }

    It 'changes nothing with -WhatIf' {
        Set-DhcpSubnet 10.41.2.0/24 -EnableDhcp $false -WhatIf

        (Get-DhcpSubnet lab-2).EnableDhcp | Should -BeTrue
    }
}
