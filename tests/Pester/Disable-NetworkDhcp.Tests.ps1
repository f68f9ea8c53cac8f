BeforeAll {
    . $PSScriptRoot/Common.ps1
    Start-World | Out-Null
    1..4 | ForEach-Object { New-DhcpNetwork "lab-$_" "10.41.$_.0/24" } | Enable-NetworkDhcp | Out-Null
}

AfterAll { Stop-World }

Describe 'Disable-NetworkDhcp' {
    It 'removes nothing with -WhatIf' {
        Get-DhcpNetwork | Disable-NetworkDhcp -Force -WhatIf

        Get-ServingProcess | Should -HaveCount 4
    }

    It 'removes process, namespace, tap, files and port of a network, which stays itself' {
        $before = Get-NetworkDhcp lab-1

        $service = Disable-NetworkDhcp lab-1 -Force

        $service.State | Should -Be 'Disabled'
        Get-Leftover | Should -Not -Match "$($before.Id)|$($before.TapName)|process $($before.ProcessId)$"
        Get-DhcpPort lab-1 | Should -BeNullOrEmpty
        (Get-DhcpNetwork lab-1).Subnets | Should -HaveCount 1
    }

    It 'passes over what is gone already' {
        $again = Disable-NetworkDhcp lab-1 -Force

        "$($again.State) $($again.Change)" | Should -Be 'Disabled None'
    }

    It 'keeps the port, and with it the address for the next time, with -KeepPort' {
        $before = Get-DhcpPort lab-2

        Disable-NetworkDhcp lab-2 -KeepPort -Force | Out-Null
        Enable-NetworkDhcp lab-2 | Out-Null

        $after = Get-DhcpPort lab-2
        "$($after.Id) $($after.FixedIps)" | Should -Be "$($before.Id) $($before.FixedIps)"
    }

    It 'leaves a namespace that has a foreign device in it' {
        $namespace = (Get-DhcpNetwork lab-3).NamespaceName
        Invoke-Program ip -n $namespace link add stranger type veth peer name stranger-peer

        { Disable-NetworkDhcp lab-3 -Force } | Should -Throw '*stranger*' -ErrorId 'NamespaceInUse,*'
        Get-NamespaceName | Should -Contain $namespace

        Invoke-Program ip -n $namespace link del stranger
    }

    It 'leaves nothing on the host when all networks are piped in' {
        Get-DhcpNetwork | Disable-NetworkDhcp -Force | Out-Null

        Get-Leftover | Should -BeNullOrEmpty
        (Get-NetworkDhcp).State | Should -Be 'Disabled', 'Disabled', 'Disabled', 'Disabled'
    }

    It 'tells that a network does not exist' {
        { Disable-NetworkDhcp nowhere -Force } | Should -Throw '*nowhere*' -ErrorId 'NetworkNotFound,*'
    }
}
