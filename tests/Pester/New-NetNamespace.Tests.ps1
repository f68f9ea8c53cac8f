BeforeAll {
    . $PSScriptRoot/Common.ps1
    Start-World | Out-Null
    $network = New-DhcpNetwork blue 10.20.0.0/24 -Mtu 1400
    $tap = $network | New-DhcpPort | Add-OvsTap
}

AfterAll { Stop-World }

Describe 'New-NetNamespace' {
    It 'makes the namespace of the tap''s network, and moves the tap into it' {
        $namespace = $tap | New-NetNamespace

        "$($namespace.Name) $($namespace.TapName) $($namespace.Change)" | Should -Be "$($network.NamespaceName) $($tap.Name) Created"
        Get-NamespaceName | Should -Contain $network.NamespaceName
        $link = Invoke-Program ip -n $namespace.Name link show $tap.Name
        "$link" | Should -Match "[<,]UP[,>].* mtu 1400 .* link/ether $($tap.Port.MacAddress)"
        Test-Device $tap.Name | Should -BeFalse
    }

    It 'leaves a namespace alone that is right already, and mends one that is not' {
        ($tap | New-NetNamespace).Change | Should -Be 'None'
        Invoke-Program ip -n $network.NamespaceName link set $tap.Name down

        ($tap | New-NetNamespace).Change | Should -Be 'Updated'

        "$(Invoke-Program ip -n $network.NamespaceName link show $tap.Name)" | Should -Match '[<,]UP[,>]'
    }

    It 'sets the kernel parameters that Neutron sets' {
        Invoke-Program ip netns exec $network.NamespaceName cat /proc/sys/net/ipv4/ip_nonlocal_bind /proc/sys/net/ipv4/conf/all/promote_secondaries /proc/sys/net/ipv6/conf/default/accept_ra | Should -Be '1', '1', '0'
    }

    It 'makes an empty namespace of a name, with lo up' {
        (New-NetNamespace -Name client1).Change | Should -Be 'Created'
        (New-NetNamespace -Name client1).Change | Should -Be 'None'

        "$(Invoke-Program ip -n client1 link show)" | Should -Match '^1: lo: <LOOPBACK,UP'
    }

    It 'refuses a name that is no file''s, and a tap that does not exist' {
        { New-NetNamespace -Name ../evil } | Should -Throw '*../evil*' -ErrorId 'NamespaceNameInvalid,*'
        { New-NetNamespace tap00000000-00 } | Should -Throw '*tap00000000-00*' -ErrorId 'TapNotFound,*'
    }

    It 'makes nothing with -WhatIf' {
        $other = New-DhcpNetwork green 10.30.0.0/24 | New-DhcpPort | Add-OvsTap

        $other | New-NetNamespace -WhatIf
        New-NetNamespace -Name client2 -WhatIf

        Get-NamespaceName | Sort-Object | Should -Be 'client1', $network.NamespaceName
        Test-Device $other.Name | Should -BeTrue
    }
}
