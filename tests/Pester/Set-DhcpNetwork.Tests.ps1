BeforeAll {
    . $PSScriptRoot/Common.ps1
    Start-World | Out-Null
    New-DhcpNetwork blue 10.20.0.0/24 -VlanTag 20 | Enable-NetworkDhcp | Out-Null
    1..3 | ForEach-Object { New-DhcpNetwork "lab-$_" "10.41.$_.0/24" } | Out-Null
}

AfterAll { Stop-World }

Describe 'Set-DhcpNetwork' {
    It 'changes what is given and leaves the rest' {
        $changed = Set-DhcpNetwork lab-1 -Mtu 1450 -VlanTag 41

        "$($changed.Mtu) $($changed.VlanTag) $($changed.Subnets)" | Should -Be '1450 41 10.41.1.0/24'
    }

    It 'renames a network, whose id and namespace stay' {
        $before = Get-DhcpNetwork lab-3

        (Set-DhcpNetwork lab-3 -NewName lab-three).NamespaceName | Should -Be $before.NamespaceName
        { Get-DhcpNetwork lab-3 } | Should -Throw -ErrorId 'NetworkNotFound,*'
    }

    It 'takes networks from the pipeline' {
        (Get-DhcpNetwork lab-* | Set-DhcpNetwork -ProjectId abc).ProjectId | Should -Be 'abc', 'abc', 'abc'
    }

    It 'leaves a service that runs as it is until it is told to update it' {
        Set-DhcpNetwork blue -VlanTag 21 | Out-Null

        $tap = (Get-DhcpPort blue).TapName
        Invoke-Vsctl get port $tap tag | Should -Be '20'
        (Get-NetworkDhcp blue).State | Should -Be 'Degraded'
    }

    It 'brings the change to work at once with -Update' {
        Set-DhcpNetwork blue -VlanTag 22 -Mtu 1400 -Update | Out-Null

        $port = Get-DhcpPort blue
        Invoke-Vsctl get port $port.TapName tag | Should -Be '22'
        "$(Invoke-Program ip -n (Get-DhcpNetwork blue).NamespaceName link show $port.TapName)" | Should -Match 'mtu 1400'
        (Get-NetworkDhcp blue).State | Should -Be 'Enabled'
    }

    It 'refuses another network''s name, and values that cannot be' {
        { Set-DhcpNetwork lab-1 -NewName lab-2 } | Should -Throw '*lab-2*' -ErrorId 'NetworkExists,*'
        { Set-DhcpNetwork lab-1 -VlanTag 4095 } | Should -Throw '*4095*' -ErrorId 'VlanOutOfRange,*'
        { Set-DhcpNetwork lab-1 -Mtu 67 } | Should -Throw '*67*' -ErrorId 'MtuOutOfRange,*'
    }

    It 'changes nothing with -WhatIf' {
        Set-DhcpNetwork lab-2 -Mtu 1300 -AdminStateUp $false -WhatIf

        $network = Get-DhcpNetwork lab-2
        "$($network.Mtu) $($network.AdminStateUp)" | Should -Be '1500 True'
    }
}
