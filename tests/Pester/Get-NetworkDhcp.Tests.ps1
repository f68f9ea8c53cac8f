BeforeAll {
    . $PSScriptRoot/Common.ps1
    Start-World | Out-Null
    1..3 | ForEach-Object { New-DhcpNetwork "lab-$_" "10.41.$_.0/24" } | Out-Null
    Enable-NetworkDhcp lab-1, lab-2 | Out-Null
}

AfterAll { Stop-World }

Describe 'Get-NetworkDhcp' {
    It 'tells which networks are served on this host' {
        (Get-NetworkDhcp).ForEach({ "$($_.Name) $($_.State)" }) | Should -Be 'lab-1 Enabled', 'lab-2 Enabled', 'lab-3 Disabled'
    }

    It 'tells with what a network is served' {
        $service = Get-NetworkDhcp lab-1

        "$($service.Namespace) $($service.TapName) $($service.Addresses)" | Should -Be "$((Get-DhcpNetwork lab-1).NamespaceName) $((Get-DhcpPort lab-1).TapName) 10.41.1.2/24"
        $service.ProcessId | Should -BeIn @(Get-ServingProcess)
    }

    It 'tells what is wrong, a line each, and changes nothing' {
        Stop-Dnsmasq lab-2 | Out-Null
        Invoke-Vsctl set port (Get-DhcpPort lab-2).TapName tag=99

        $service = Get-NetworkDhcp lab-2

        $service.State | Should -Be 'Degraded'
        $service.Problems | Should -HaveCount 2
        "$($service.Problems)" | Should -Match '99'
        "$($service.Problems)" | Should -Match 'dnsmasq'
        Get-ServingProcess | Should -HaveCount 1
    }

    It 'finds those that need it, to be piped on' {
        Get-NetworkDhcp | Where-Object State -EQ Degraded | Enable-NetworkDhcp | ForEach-Object Name | Should -Be 'lab-2'

        (Get-NetworkDhcp lab-2).State | Should -Be 'Enabled'
    }

    It 'takes wildcards, and networks from the pipeline' {
        Get-NetworkDhcp lab-* | Should -HaveCount 3
        (Get-DhcpNetwork lab-3 | Get-NetworkDhcp).State | Should -Be 'Disabled'
    }

    It 'tells that a network does not exist' {
        { Get-NetworkDhcp nowhere } | Should -Throw '*nowhere*' -ErrorId 'NetworkNotFound,*'
    }
}
