BeforeAll {
    . $PSScriptRoot/Common.ps1
    Start-World | Out-Null
    New-DhcpNetwork blue 10.20.0.0/24 | Out-Null
}

AfterAll { Stop-World }

Describe 'New-DhcpSubnet' {
    It 'adds a range of addresses, and what clients there are told' {
        $subnet = New-DhcpSubnet blue 10.20.8.0/24 -DnsServer 9.9.9.9, 149.112.112.112 -HostRoute '10.99.0.0/16,10.20.8.254' -Name branch

        "$($subnet.Cidr) $($subnet.GatewayIp) $($subnet.AllocationPools)" | Should -Be '10.20.8.0/24 10.20.8.1 10.20.8.2-10.20.8.254'
        "$($subnet.DnsNameservers)" | Should -Be '9.9.9.9 149.112.112.112'
        "$($subnet.HostRoutes)" | Should -Match '10\.99\.0\.0/16.*10\.20\.8\.254'
        "$($subnet.NetworkName) $($subnet.Name)" | Should -Be 'blue branch'
    }

    It 'takes a gateway at the end, or none, and pools of its own' {
        $subnet = New-DhcpSubnet blue 10.20.9.0/24 -Gateway 10.20.9.254 -AllocationPool 10.20.9.100-10.20.9.199

        "$($subnet.GatewayIp) $($subnet.AllocationPools)" | Should -Be '10.20.9.254 10.20.9.100-10.20.9.199'
        (New-DhcpSubnet blue 10.20.10.0/24 -NoGateway).GatewayIp | Should -BeNullOrEmpty
    }

    It 'takes rows of a CSV file, each of which names its network' {
        New-DhcpNetwork lab-01 | Out-Null
        New-DhcpNetwork lab-02 | Out-Null

        @'
Network,Cidr,Gateway,DnsServer
lab-01,10.45.1.0/24,10.45.1.254,9.9.9.9
lab-02,10.45.2.0/24,,
'@ | ConvertFrom-Csv | New-DhcpSubnet | Out-Null

        (Get-DhcpSubnet lab-*).ForEach({ "$($_.NetworkName) $_ $($_.GatewayIp)" }) | Should -Be 'lab-01 10.45.1.0/24 10.45.1.254', 'lab-02 10.45.2.0/24 10.45.2.1'
    }

    It 'makes IPv6 subnets with Neutron''s modes' {
        $subnet = Get-DhcpNetwork blue | New-DhcpSubnet -Cidr fd00:20::/64 -Ipv6AddressMode slaac -Ipv6RaMode slaac

        "$($subnet.IpVersion) $($subnet.IsAutoAddress)" | Should -Be '6 True'
    }

    It 'has a service that runs serve it at once with -Update' {
        New-DhcpNetwork served 10.30.0.0/24 | Enable-NetworkDhcp | Out-Null

        New-DhcpSubnet served 10.30.1.0/24 -Update | Out-Null

        (Get-TapAddress served).Addresses.Count | Should -Be 2
        (Get-NetworkDhcp served).State | Should -Be 'Enabled'
    }

    It 'refuses <What>' -TestCases @(
        @{ What = 'a prefix with host bits'; Cidr = '10.31.0.5/24'; Id = 'CidrHostBits' }
        @{ What = 'what is no prefix'; Cidr = 'nonsense'; Id = 'CidrMalformed' }
        @{ What = 'a prefix that overlaps another'; Cidr = '10.20.0.128/25'; Id = 'SubnetOverlap' }
    ) {
        { New-DhcpSubnet blue $Cidr } | Should -Throw "*$Cidr*" -ErrorId "$Id,*"
    }

    It 'adds nothing with -WhatIf' {
        New-DhcpSubnet blue 10.32.0.0/24 -WhatIf

        Get-DhcpSubnet blue 10.32.* | Should -BeNullOrEmpty
    }
}
