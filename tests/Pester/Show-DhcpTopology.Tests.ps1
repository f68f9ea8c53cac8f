BeforeAll {
    . $PSScriptRoot/Common.ps1
    $directory = (Start-World).Directory
    New-DhcpNetwork blue 10.41.0.0/24 -VlanTag 41 | Out-Null
    New-DhcpNetwork green 10.42.0.0/24 | Out-Null
    New-DhcpReservation blue fa:16:3e:41:00:10 10.41.0.50 -HostName vm1 | Out-Null
    Enable-NetworkDhcp blue | Out-Null
}

AfterAll { Stop-World }

Describe 'Show-DhcpTopology' {
    It 'draws bridge, networks, namespaces, taps, dnsmasq and clients as a tree' {
        $lines = Show-DhcpTopology | ForEach-Object { "$_" }

        $lines[1] | Should -Be '└─ br-int  2 networks'
        $lines[2] | Should -Be '   ├─ blue  10.41.0.0/24, VLAN 41, enabled'
        $lines[4] | Should -Be "   │  │  ├─ $((Get-DhcpPort blue).TapName)  $((Get-NetworkDhcp blue).Addresses)"
        $lines[5] | Should -Be "   │  │  └─ dnsmasq  process $((Get-NetworkDhcp blue).ProcessId)"
        $lines[6] | Should -Be '   │  └─ vm1  10.41.0.50, fa:16:3e:41:00:10, has no lease'
        $lines[7] | Should -Be '   └─ green  10.42.0.0/24, disabled'
    }

    It 'has objects, to be looked through' {
        Stop-Dnsmasq blue | Out-Null

        (Show-DhcpTopology | Where-Object Kind -EQ Problem).Detail | Should -Be 'dnsmasq does not run'

        Enable-NetworkDhcp blue | Out-Null
    }

    It 'takes networks, also from the pipeline, and leaves clients out' {
        (Get-DhcpNetwork blue | Show-DhcpTopology -NoClient).Kind | Should -Be 'Host', 'Bridge', 'Network', 'Namespace', 'Tap', 'Process'
    }

    It 'draws into a file, an image or Mermaid' {
        Show-DhcpTopology -Path "$directory/x.svg"
        Show-DhcpTopology -Path "$directory/x.md"

        ([xml] (Get-Content "$directory/x.svg" -Raw)).svg.title | Should -Be (Get-DhcpConfiguration).HostName
        (Get-Content "$directory/x.md")[0..1] | Should -Be '```mermaid', 'flowchart LR'
    }

    It 'replaces a file only where that is asked for, and with -WhatIf writes none' {
        { Show-DhcpTopology -Path "$directory/x.svg" } | Should -Throw -ErrorId 'NetworkFileExists,*'
        Show-DhcpTopology -Path "$directory/x.svg" -Force
        Show-DhcpTopology -Path "$directory/y.svg" -WhatIf

        "$directory/y.svg" | Should -Not -Exist
    }

    It 'tells what it can draw' {
        { Show-DhcpTopology -Path "$directory/x.png" } | Should -Throw '*.svg*' -ErrorId 'TopologyFormatUnknown,*'
    }
}
