BeforeAll {
    . $PSScriptRoot/Common.ps1
    Start-World -NoSwitch | Out-Null
}

AfterAll { Stop-World }

Describe 'New-DhcpNetwork' {
    It 'makes a network with a subnet that has every default' {
        $network = New-DhcpNetwork guests 10.50.0.0/24 -VlanTag 30

        $network.VlanTag | Should -Be 30
        $network.Mtu | Should -Be 1500
        $network.AdminStateUp | Should -BeTrue
        $network.NamespaceName | Should -Be "qdhcp-$($network.Id)"
        "$($network.Subnets)" | Should -Be '10.50.0.0/24'
        $network.Subnets[0].GatewayIp | Should -Be '10.50.0.1'
        $network.Subnets[0].EnableDhcp | Should -BeTrue
    }

    It 'returns the network that is there when it is asked again, and writes nothing' {
        $before = Get-DhcpNetwork guests

        $again = New-DhcpNetwork guests 10.50.0.0/24 -VlanTag 30

        $again.Id | Should -Be $before.Id
        $again.Revision | Should -Be $before.Revision
    }

    It 'says in what the network that is there differs' {
        { New-DhcpNetwork guests 10.50.0.0/24 -VlanTag 31 } | Should -Throw '*31*' -ErrorId 'NetworkExists,*'
        (Get-DhcpNetwork guests).VlanTag | Should -Be 30
    }

    It 'takes names, and rows whose columns bear the names of its parameters, from the pipeline' {
        $rows = @'
Name,Subnet,VlanTag,Mtu
storage,10.70.0.0/24,70,9000
backup,10.71.0.0/24,71,1400
'@ | ConvertFrom-Csv

        $rows | New-DhcpNetwork | Out-Null
        'plain-1', 'plain-2' | New-DhcpNetwork | Out-Null

        (Get-DhcpNetwork storage, backup).ForEach({ "$($_.Name) $($_.VlanTag) $($_.Mtu) $($_.Subnets)" }) |
            Should -Be 'storage 70 9000 10.70.0.0/24', 'backup 71 1400 10.71.0.0/24'
        (Get-DhcpNetwork plain-*).ForEach({ $_.Subnets.Count }) | Should -Be 0, 0
    }

    It 'makes the network and its subnets together, or nothing' {
        { New-DhcpNetwork edge 10.80.0.0/24, 10.80.0.128/25 } | Should -Throw '*10.80.0.128/25*' -ErrorId 'SubnetOverlap,*'
        Get-DhcpNetwork edge* | Should -BeNullOrEmpty
    }

    It 'keeps an id that is given, so that the name of the namespace is known beforehand' {
        $network = New-DhcpNetwork fixed -Id 5f0c2a9e-7c1d-4a52-9a27-6e1f3b0d8c11

        $network.NamespaceName | Should -Be 'qdhcp-5f0c2a9e-7c1d-4a52-9a27-6e1f3b0d8c11'
    }

    It 'changes nothing with -WhatIf' {
        New-DhcpNetwork perhaps 10.81.0.0/24 -WhatIf | Should -BeNullOrEmpty

        Get-DhcpNetwork perhaps* | Should -BeNullOrEmpty
    }
}
