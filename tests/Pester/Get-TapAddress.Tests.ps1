BeforeAll {
    . $PSScriptRoot/Common.ps1
    Start-World | Out-Null
    New-DhcpNetwork blue 10.20.0.0/24, fd00:20::/64 | Out-Null
    New-DhcpNetwork lab-1 | New-DhcpSubnet -Cidr 10.41.1.0/24 -NoGateway | Out-Null
    Get-DhcpNetwork | New-DhcpPort | Add-OvsTap | New-NetNamespace | Set-TapAddress | Out-Null
    New-DhcpNetwork lab-2 10.41.2.0/24 | Out-Null
}

AfterAll { Stop-World }

Describe 'Get-TapAddress' {
    It 'tells the addresses and default gateways that the tap has in its namespace' {
        $tap = Get-TapAddress blue

        $tap.Addresses | Should -Be '10.20.0.2/24', 'fd00:20::1/64'
        "$($tap.GatewayIpv4) $($tap.GatewayIpv6)" | Should -Be '10.20.0.1 fd00:20::'
        "$($tap.Namespace) $($tap.TapName)" | Should -Be "$((Get-DhcpNetwork blue).NamespaceName) $((Get-DhcpPort blue).TapName)"
    }

    It 'tells what is really there, not what the port says' {
        $tap = Get-TapAddress lab-1
        Invoke-Program ip -n $tap.Namespace addr add 192.0.2.9/32 dev $tap.TapName

        (Get-TapAddress lab-1).Addresses | Should -Be '10.41.1.1/24', '192.0.2.9/32'
    }

    It 'takes wildcards, and networks from the pipeline; those without a tap are left out' {
        "$((Get-TapAddress lab-*).Network)" | Should -Be 'lab-1'
        (Get-DhcpNetwork | Get-TapAddress).Network.ForEach({ "$_" }) | Should -Be 'blue', 'lab-1'
    }

    It 'finds the taps without a gateway' {
        Get-TapAddress | Where-Object { -not $_.GatewayIpv4 } | ForEach-Object { "$($_.Network)" } | Should -Be 'lab-1'
    }

    It 'tells that a network does not exist' {
        { Get-TapAddress nowhere } | Should -Throw '*nowhere*' -ErrorId 'NetworkNotFound,*'
    }
}
