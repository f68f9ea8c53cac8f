BeforeAll {
    . $PSScriptRoot/Common.ps1
    Start-World -NoSwitch | Out-Null
    New-DhcpNetwork blue 10.20.0.0/24, fd00:20::/64 | Out-Null
    1..3 | ForEach-Object { New-DhcpNetwork "lab-$_" "10.41.$_.0/24" } | Out-Null
}

AfterAll { Stop-World }

Describe 'New-DhcpPort' {
    It 'gets this host a port on the network, with an address on each subnet that DHCP serves' {
        $port = New-DhcpPort blue

        $port.Change | Should -Be 'Created'
        $port.FixedIps.ForEach({ "$_" }) | Should -Be '10.20.0.2', 'fd00:20::1'
        $port.DeviceOwner | Should -Be 'network:dhcp'
        $port.DeviceId | Should -BeLike "dhcp*-$($port.NetworkId)"
        $port.TapName | Should -Be "tap$("$($port.Id)".Substring(0, 11))"
    }

    It 'returns the port that the host has already' {
        $before = Get-DhcpPort blue

        $again = New-DhcpPort blue

        "$($again.Id) $($again.Change)" | Should -Be "$($before.Id) None"
    }

    It 'adds the address of a subnet that has come since' {
        New-DhcpSubnet blue 10.20.1.0/24 | Out-Null

        $port = New-DhcpPort blue

        "$($port.FixedIps) $($port.Change)" | Should -Be '10.20.0.2 fd00:20::1 10.20.1.2 Updated'
    }

    It 'is the first step of the chain: networks come from the pipeline, by object or by name' {
        (Get-DhcpNetwork lab-1 | New-DhcpPort).NetworkName | Should -Be 'lab-1'
        ('lab-2' | New-DhcpPort).NetworkName | Should -Be 'lab-2'
    }

    It 'tells that a network has no subnet to serve, or does not exist, and goes on with the others' {
        New-DhcpNetwork bare | Out-Null

        $ports = 'bare', 'nowhere', 'lab-1' | New-DhcpPort -ErrorAction SilentlyContinue -ErrorVariable problems

        $ports.NetworkName | Should -Be 'lab-1'
        $problems.FullyQualifiedErrorId | Should -Be 'NoDhcpSubnet,DhcpNet.Commands.NewDhcpPortCommand', 'NetworkNotFound,DhcpNet.Commands.NewDhcpPortCommand'
    }

    It 'gets no port with -WhatIf' {
        New-DhcpPort lab-3 -WhatIf

        Get-DhcpPort lab-3 | Should -BeNullOrEmpty
    }
}
