BeforeAll {
    . $PSScriptRoot/Common.ps1
    $world = Start-World
    $ports = 1..3 | ForEach-Object { New-DhcpNetwork "lab-$_" "10.41.$_.0/24" -VlanTag (40 + $_) } | New-DhcpPort
    Invoke-Vsctl add-br br-lab '--' set bridge br-lab datapath_type=netdev
    $ports[0], $ports[1] | Add-OvsTap | Out-Null
    $ports[2] | Add-OvsTap -Bridge br-lab | Out-Null
    New-Client vm1 fa:16:3e:41:01:02 | Out-Null
}

AfterAll { Stop-World }

Describe 'Get-OvsTap' {
    It 'lists the taps of this host with bridge, tag and network, and no clients'' interfaces' {
        Get-OvsTap | Sort-Object VlanTag | ForEach-Object { "$($_.Name) $($_.Bridge) $($_.VlanTag) $($_.Network)" } |
            Should -Be "$($ports[0].TapName) br-int 41 lab-1", "$($ports[1].TapName) br-int 42 lab-2", "$($ports[2].TapName) br-lab 43 lab-3"
    }

    It 'finds taps by name, by wildcards, and by bridge' {
        "$((Get-OvsTap $ports[1].TapName).Network)" | Should -Be 'lab-2'
        Get-OvsTap tap* | Should -HaveCount 3
        "$((Get-OvsTap -Bridge br-lab).Network)" | Should -Be 'lab-3'
    }

    It 'tells the OpenFlow port that Open vSwitch has given the tap' {
        (Get-OvsTap $ports[0].TapName).OfPort | Should -Be ([int] (Invoke-Vsctl get interface $ports[0].TapName ofport))
    }

    It 'shows a tap whose port is gone without port and network, so that it can be removed' {
        Remove-DhcpPort lab-3 -Force

        $orphan = Get-OvsTap | Where-Object { -not $_.Port }

        $orphan.Name | Should -Be $ports[2].TapName
        $orphan.Network | Should -BeNullOrEmpty
    }

    It 'finds the taps of ports that have one' {
        ($ports[0], (New-DhcpNetwork blue 10.20.0.0/24 | New-DhcpPort) | Get-OvsTap).Name | Should -Be $ports[0].TapName
    }

    It 'finds nothing for a pattern that nothing matches, and tells that a name is no tap''s or bridge''s' {
        Get-OvsTap tap0000* | Should -BeNullOrEmpty
        { Get-OvsTap tap00000000-00 } | Should -Throw '*tap00000000-00*' -ErrorId 'TapNotFound,*'
        { Get-OvsTap -Bridge br-none } | Should -Throw '*br-none*' -ErrorId 'BridgeNotFound,*'
    }

    It 'tells that Open vSwitch is not there' {
        { Invoke-Session (New-Session) { Set-DhcpConfiguration -StatePath $args[0] -Ovsdb unix:/run/nowhere.sock; Get-OvsTap } $world.StatePath } |
            Should -Throw '*unix:/run/nowhere.sock*' -ErrorId 'OvsdbUnavailable,*'
    }
}
