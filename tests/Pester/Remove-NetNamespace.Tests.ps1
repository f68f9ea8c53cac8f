BeforeAll {
    . $PSScriptRoot/Common.ps1
    Start-World | Out-Null
    $network = New-DhcpNetwork blue 10.20.0.0/24
    1..4 | ForEach-Object { New-NetNamespace -Name "vm$_" } | Out-Null
}

AfterAll { Stop-World }

Describe 'Remove-NetNamespace' {
    It 'removes a namespace' {
        Remove-NetNamespace vm1 -Force

        Get-NamespaceName | Should -Not -Contain vm1
    }

    It 'takes namespaces and names from the pipeline' {
        Get-NetNamespace vm2 | Remove-NetNamespace -Force
        'vm3' | Remove-NetNamespace -Force

        Get-NamespaceName | Should -Be 'vm4'
    }

    It 'does not remove a network''s namespace while dnsmasq runs in it, and does so afterwards' {
        Enable-NetworkDhcp blue | Out-Null

        { Remove-NetNamespace $network.NamespaceName -Force } | Should -Throw '*dnsmasq*' -ErrorId 'NamespaceInUse,*'
        (Get-NetworkDhcp blue).State | Should -Be 'Enabled'
        Stop-Dnsmasq blue | Out-Null
        Remove-NetNamespace $network.NamespaceName -Force

        Get-NamespaceName | Should -Be 'vm4'
    }

    It 'does not remove one that has a device which is nobody''s tap' {
        New-Client stranger fa:16:3e:20:00:66 | Out-Null

        { Remove-NetNamespace stranger -Force } | Should -Throw '*stranger*' -ErrorId 'NamespaceInUse,*'
    }

    It 'tells that there is no such namespace' {
        { Remove-NetNamespace vm9 -Force } | Should -Throw '*vm9*' -ErrorId 'NamespaceNotFound,*'
    }

    It 'removes nothing with -WhatIf' {
        Remove-NetNamespace vm4 -Force -WhatIf

        Get-NamespaceName | Should -Contain vm4
    }
}
