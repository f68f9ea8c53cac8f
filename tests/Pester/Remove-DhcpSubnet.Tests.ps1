BeforeAll {
    . $PSScriptRoot/Common.ps1
    Start-World | Out-Null
    New-DhcpNetwork blue 10.20.0.0/24, 10.20.1.0/24, 10.20.2.0/24 | Enable-NetworkDhcp | Out-Null
    1..2 | ForEach-Object { New-DhcpNetwork "lab-$_" "10.41.$_.0/24", "fd00:41:$_::/64" } | Out-Null
}

AfterAll { Stop-World }

Describe 'Remove-DhcpSubnet' {
    It 'removes a subnet, and with it the DHCP port''s address there' {
        $before = (Get-DhcpPort blue).FixedIps.Count

        Remove-DhcpSubnet 10.20.2.0/24 -Force

        (Get-DhcpSubnet blue).ForEach({ "$_" }) | Should -Be '10.20.0.0/24', '10.20.1.0/24'
        (Get-DhcpPort blue).FixedIps.Count | Should -Be ($before - 1)
    }

    It 'has a service that runs forget it at once with -Update' {
        Remove-DhcpSubnet 10.20.1.0/24 -Force -Update | Out-Null

        (Get-TapAddress blue).Addresses | Should -HaveCount 1
        (Get-NetworkDhcp blue).State | Should -Be 'Enabled'
    }

    It 'takes subnets from the pipeline' {
        Get-DhcpSubnet lab-* | Where-Object IpVersion -EQ 6 | Remove-DhcpSubnet -Force

        (Get-DhcpSubnet lab-*).IpVersion | Should -Be 4, 4
    }

    It 'does not remove a subnet that reservations have addresses on' {
        New-DhcpReservation lab-1 fa:16:3e:41:01:02 | Out-Null

        { Remove-DhcpSubnet 10.41.1.0/24 -Force } | Should -Throw '*10.41.1.0/24*' -ErrorId 'SubnetInUse,*'
        Get-DhcpSubnet lab-1 | Should -HaveCount 1
    }

    It 'asks for the network where several have a subnet of that prefix' {
        New-DhcpNetwork twin 10.41.2.0/24 | Out-Null

        { Remove-DhcpSubnet 10.41.2.0/24 -Force } | Should -Throw '*-Network*' -ErrorId 'SubnetAmbiguous,*'
        Remove-DhcpSubnet 10.41.2.0/24 -Network twin -Force
        (Get-DhcpSubnet -Subnet 10.41.2.0/24).NetworkName | Should -Be 'lab-2'
    }

    It 'removes nothing with -WhatIf' {
        Get-DhcpSubnet lab-2 | Remove-DhcpSubnet -Force -WhatIf

        Get-DhcpSubnet lab-2 | Should -HaveCount 1
    }
}
