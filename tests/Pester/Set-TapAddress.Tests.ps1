BeforeAll {
    . $PSScriptRoot/Common.ps1
    Start-World | Out-Null
    $network = New-DhcpNetwork blue 10.20.0.0/24, fd00:20::/64
    $namespace = $network | New-DhcpPort | Add-OvsTap | New-NetNamespace

    function Get-KernelAddress { Invoke-Program ip -n $network.NamespaceName -o addr show dev $namespace.TapName scope global | ForEach-Object { ($_ -split '\s+')[3] } }
}

AfterAll { Stop-World }

Describe 'Set-TapAddress' {
    It 'gives the tap the DHCP port''s addresses, and the default routes' {
        $set = $namespace | Set-TapAddress

        $set.Addresses | Should -Be '10.20.0.2/24', 'fd00:20::1/64'
        Get-KernelAddress | Should -Be '10.20.0.2/24', 'fd00:20::1/64'
        Invoke-Program ip -n $network.NamespaceName route show default | Should -BeLike "default via 10.20.0.1 dev $($namespace.TapName)*"
        Invoke-Program ip -n $network.NamespaceName -6 route show default | Should -BeLike "default via fd00:20:: dev $($namespace.TapName)*"
    }

    It 'changes nothing that is right already, and takes away what is not the port''s' {
        (Set-TapAddress blue).Change | Should -Be 'None'
        Invoke-Program ip -n $network.NamespaceName addr add 192.0.2.9/24 dev $namespace.TapName

        (Set-TapAddress blue).Change | Should -Be 'Updated'

        Get-KernelAddress | Should -Be '10.20.0.2/24', 'fd00:20::1/64'
    }

    It 'takes a new gateway over, by the network''s name' {
        Set-DhcpSubnet 10.20.0.0/24 -AllocationPool 10.20.0.2-10.20.0.200 -Gateway 10.20.0.254 | Out-Null

        'blue' | Set-TapAddress | Out-Null

        Invoke-Program ip -n $network.NamespaceName route show default | Should -BeLike 'default via 10.20.0.254 *'
    }

    It 'tells that the network has no port on this host' {
        New-DhcpNetwork green 10.30.0.0/24 | Out-Null

        { Set-TapAddress green } | Should -Throw '*New-DhcpPort*' -ErrorId 'PortNotFound,*'
    }

    It 'sets nothing with -WhatIf' {
        Invoke-Program ip -n $network.NamespaceName addr add 192.0.2.9/24 dev $namespace.TapName

        Set-TapAddress blue -WhatIf

        Get-KernelAddress | Should -Contain '192.0.2.9/24'
    }
}
