BeforeAll {
    . $PSScriptRoot/Common.ps1
    Start-World | Out-Null
    New-DhcpNetwork blue 10.20.0.0/24 | Out-Null
}

AfterAll { Stop-World }

Describe 'Get-DhcpAgent' {
    It 'tells that no agent runs' {
        (Get-DhcpAgent).State | Should -Be 'Stopped'
    }

    It 'tells in which process an agent runs, and whether it can hear of changes' {
        Start-Agent

        $agent = Wait-Until { Get-DhcpAgent | Where-Object { $_.State -eq 'Running' -and $_.IsConnected } } 'An agent that hears'

        $agent.ProcessId | Should -Be $PID
        $agent.LastError | Should -BeNullOrEmpty
    }

    It 'tells how many networks the agent knows, and when it has nothing left to do' {
        New-DhcpNetwork green 10.30.0.0/24 | Out-Null

        $agent = Wait-Until { Get-DhcpAgent | Where-Object { $_.Networks -eq 2 -and $_.Backlog + $_.InWork -eq 0 -and $_.LastSync } } 'The second network'

        $agent.Subnets | Should -Be 2
        (Get-NetworkDhcp green).State | Should -Be 'Enabled'
    }

    It 'tells what the last agent left, once that has ended' {
        Stop-Agent

        $agent = Get-DhcpAgent

        "$($agent.State) $($agent.Networks)" | Should -Be 'Stopped 2'
    }
}
