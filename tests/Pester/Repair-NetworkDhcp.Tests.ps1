BeforeAll {
    . $PSScriptRoot/Common.ps1
    $world = Start-World
    $network = New-DhcpNetwork blue 10.20.0.0/24 -VlanTag 20
    New-DhcpNetwork green 10.30.0.0/24 | Out-Null
    Enable-NetworkDhcp blue, green | Out-Null
}

AfterAll { Stop-World }

Describe 'Repair-NetworkDhcp' {
    It 'does nothing where all is well' {
        (Repair-NetworkDhcp blue, green).Change | Should -Be 'None', 'None'
    }

    It 'mends <What>' -TestCases @(
        @{ What = 'a tap with another VLAN tag'; Harm = { Invoke-Vsctl set port (Get-DhcpPort blue).TapName tag=99 } }
        @{ What = 'a tap that is gone'; Harm = { Invoke-Vsctl del-port (Get-DhcpPort blue).TapName } }
        @{ What = 'a tap that is down'; Harm = { Invoke-Program ip -n $network.NamespaceName link set (Get-DhcpPort blue).TapName down } }
        @{ What = 'an address that is gone'; Harm = { Invoke-Program ip -n $network.NamespaceName addr flush dev (Get-DhcpPort blue).TapName } }
        @{ What = 'a dnsmasq that is dead'; Harm = { [Diagnostics.Process]::GetProcessById((Get-Dnsmasq blue).ProcessId).Kill() } }
        @{ What = 'a dnsmasq that hangs'; Harm = { Invoke-Program busybox kill -STOP (Get-Dnsmasq blue).ProcessId } }
        @{ What = 'a file that was edited'; Harm = { [IO.File]::WriteAllText("$((Get-Dnsmasq blue).Path)/opts", '') } }
    ) {
        & $Harm

        $repaired = Repair-NetworkDhcp blue

        $repaired.Change | Should -Not -Be 'None'
        $repaired.Reason | Should -Not -BeNullOrEmpty
        "$($repaired.State) $($repaired.Problems)" | Should -Be 'Enabled '
        (Repair-NetworkDhcp blue).Change | Should -Be 'None'
    }

    It 'touches nothing with -WhatIf' {
        $tap = (Get-DhcpPort blue).TapName
        Invoke-Vsctl set port $tap tag=99

        Repair-NetworkDhcp blue -WhatIf

        Invoke-Vsctl get port $tap tag | Should -Be '99'
    }

    It 'mends what is piped in, and leaves a network that is not enabled so' {
        New-DhcpNetwork idle 10.40.0.0/24 | Out-Null

        (Get-DhcpNetwork | Repair-NetworkDhcp | Sort-Object Name).State | Should -Be 'Enabled', 'Enabled', 'Disabled'
    }

    It 'removes with -All what is left of networks that are gone' {
        $namespace = (Get-DhcpNetwork green).NamespaceName
        Get-NamespaceName | Should -Contain $namespace

        Invoke-Session (New-Session) {
            Set-DhcpConfiguration -StatePath $args[0] -Ovsdb $args[1]
            Connect-DhcpPlugin "$($args[0])/empty.db"
            Repair-NetworkDhcp -All
        } $world.StatePath, $world.Ovsdb | Out-Null

        Get-Leftover | Should -BeNullOrEmpty
    }

    It 'tells that a network does not exist' {
        { Repair-NetworkDhcp nowhere } | Should -Throw '*nowhere*' -ErrorId 'NetworkNotFound,*'
    }
}
