BeforeAll {
    . $PSScriptRoot/Common.ps1
    Start-World | Out-Null
    $port = New-DhcpNetwork blue 10.20.0.0/24 -VlanTag 20 -Mtu 1400 | New-DhcpPort
    1..3 | ForEach-Object { New-DhcpNetwork "lab-$_" "10.41.$_.0/24" } | New-DhcpPort | Out-Null
}

AfterAll { Stop-World }

Describe 'Add-OvsTap' {
    It 'adds an internal interface to the integration bridge, by which others know the port' {
        $tap = $port | Add-OvsTap

        "$($tap.Name) $($tap.Bridge) $($tap.Network) $($tap.Change)" | Should -Be "$($port.TapName) br-int blue Created"
        Get-TapName | Should -Be $port.TapName
        Invoke-Vsctl get interface $tap.Name type mtu_request external_ids:iface-status | Should -Be 'internal', '1400', 'active'
        Invoke-Vsctl get interface $tap.Name external_ids:iface-id external_ids:attached-mac | Should -Be "`"$($port.Id)`"", "`"$($port.MacAddress)`""
        Invoke-Vsctl get port $tap.Name tag | Should -Be '20'
        Invoke-Program ip link show $tap.Name | Should -Not -BeNullOrEmpty
    }

    It 'leaves a tap alone that is right already, and corrects one that is not' {
        ($port | Add-OvsTap).Change | Should -Be 'None'
        Invoke-Vsctl set port $port.TapName tag=99

        ($port | Add-OvsTap).Change | Should -Be 'Updated'

        Invoke-Vsctl get port $port.TapName tag | Should -Be '20'
    }

    It 'takes ports from the pipeline, by object or by id' {
        Get-DhcpPort lab-1 | Add-OvsTap | Out-Null
        "$((Get-DhcpPort lab-2).Id)" | Add-OvsTap | Out-Null

        (Get-OvsTap).Network.ForEach({ "$_" }) | Sort-Object | Should -Be 'blue', 'lab-1', 'lab-2'
    }

    It 'takes another bridge and tag' {
        Invoke-Vsctl add-br br-lab '--' set bridge br-lab datapath_type=netdev

        Get-DhcpPort lab-3 | Add-OvsTap -Bridge br-lab -VlanTag 77 | Out-Null

        Get-TapName br-lab | Should -Be (Get-DhcpPort lab-3).TapName
        Invoke-Vsctl get port (Get-DhcpPort lab-3).TapName tag | Should -Be '77'
    }

    It 'tells that a bridge or a port does not exist, or that a tag can''t be' {
        { $port | Add-OvsTap -Bridge br-none } | Should -Throw '*br-none*' -ErrorId 'BridgeNotFound,*'
        { Add-OvsTap 4b1a9a3c-0000-4000-8000-000000000000 } | Should -Throw '*4b1a9a3c*' -ErrorId 'PortNotFound,*'
        { $port | Add-OvsTap -VlanTag 5000 } | Should -Throw '*5000*' -ErrorId 'VlanOutOfRange,*'
    }

    It 'adds nothing with -WhatIf' {
        $new = New-DhcpNetwork red 10.21.0.0/24 | New-DhcpPort

        $new | Add-OvsTap -WhatIf

        Get-TapName | Should -Not -Contain $new.TapName
    }
}
