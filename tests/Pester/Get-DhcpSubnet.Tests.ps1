BeforeAll {
    . $PSScriptRoot/Common.ps1
    Start-World -NoSwitch | Out-Null
    New-DhcpNetwork blue | Out-Null
    New-DhcpSubnet blue 10.20.0.0/24 -Name office | Out-Null
    New-DhcpSubnet blue fd00:20::/64 | Out-Null
    New-DhcpNetwork lab-1 10.41.1.0/24 | Out-Null
    New-DhcpNetwork lab-2 10.41.2.0/24 | Out-Null
}

AfterAll { Stop-World }

Describe 'Get-DhcpSubnet' {
    It 'lists the subnets of all networks, or of some' {
        Get-DhcpSubnet | Should -HaveCount 4
        (Get-DhcpSubnet lab-*).ForEach({ "$_" }) | Should -Be '10.41.1.0/24', '10.41.2.0/24'
    }

    It 'finds a subnet by its prefix, its name, or a pattern' {
        "$(Get-DhcpSubnet blue 10.20.0.0/24)" | Should -Be '10.20.0.0/24'
        "$(Get-DhcpSubnet -Subnet office)" | Should -Be '10.20.0.0/24'
        (Get-DhcpSubnet -Subnet 10.41.*).NetworkName | Should -Be 'lab-1', 'lab-2'
    }

    It 'takes networks from the pipeline' {
        (Get-DhcpNetwork blue | Get-DhcpSubnet).IpVersion | Should -Be 4, 6
    }

    It 'finds the network that an address is on' {
        $address = [ipaddress] '10.41.2.17'

        Get-DhcpSubnet | Where-Object { $_.Cidr.Contains($address) } | ForEach-Object NetworkName | Should -Be 'lab-2'
    }

    It 'finds nothing for a pattern that nothing matches, and tells that a subnet or network does not exist' {
        Get-DhcpSubnet blue 10.99.* | Should -BeNullOrEmpty
        { Get-DhcpSubnet blue 10.99.0.0/24 } | Should -Throw '*10.99.0.0/24*blue*' -ErrorId 'SubnetNotFound,*'
        { Get-DhcpSubnet nowhere } | Should -Throw '*nowhere*' -ErrorId 'NetworkNotFound,*'
    }
}
