BeforeAll {
    . $PSScriptRoot/Common.ps1
    Start-World | Out-Null
    $networks = 1..2 | ForEach-Object { New-DhcpNetwork "lab-$_" "10.41.$_.0/24" }
    $networks | New-DhcpPort | Add-OvsTap | New-NetNamespace | Out-Null
    Invoke-Program ip netns add vm1
}

AfterAll { Stop-World }

Describe 'Get-NetNamespace' {
    It 'lists the namespaces of networks, each with its tap' {
        Get-NetNamespace | Sort-Object { "$($_.Network)" } | ForEach-Object { "$($_.Name) $($_.Network) $($_.Devices)" } |
            Should -Be $networks.ForEach({ "$($_.NamespaceName) $($_.Name) $((Get-DhcpPort $_).TapName)" })
    }

    It 'lists those of other programs too, by name and by wildcards' {
        (Get-NetNamespace vm1).Path | Should -Be '/run/netns/vm1'
        (Get-NetNamespace *).Name | Sort-Object | Should -Be (@(Get-NamespaceName) | Sort-Object)
        ('vm*' | Get-NetNamespace).Name | Should -Be 'vm1'
    }

    It 'shows one whose network is gone without network, so that it can be removed' {
        Invoke-Program ip netns add qdhcp-00000000-0000-4000-8000-000000000000

        (Get-NetNamespace | Where-Object { -not $_.Network }).Name | Should -Be 'qdhcp-00000000-0000-4000-8000-000000000000'
    }

    It 'finds the namespaces of networks that have one' {
        New-DhcpNetwork blue | Out-Null

        (Get-DhcpNetwork blue, lab-1 | Get-NetNamespace).Network.ForEach({ "$_" }) | Should -Be 'lab-1'
    }

    It 'finds nothing for a pattern that nothing matches, and tells that a name is nobody''s' {
        Get-NetNamespace client* | Should -BeNullOrEmpty
        { Get-NetNamespace vm9 } | Should -Throw '*vm9*' -ErrorId 'NamespaceNotFound,*'
    }
}
