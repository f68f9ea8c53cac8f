BeforeAll {
    . $PSScriptRoot/Common.ps1
    Start-World | Out-Null
    New-DhcpNetwork blue 10.20.0.0/24 | Out-Null
    New-DhcpReservation blue fa:16:3e:20:00:10 10.20.0.50 | Out-Null
}

AfterAll { Stop-World }

Describe 'Watch-NetworkDhcp' {
    It 'tells with -WhatIf what it would do, and does nothing' {
        Watch-NetworkDhcp -WhatIf | Out-Null

        Get-Leftover | Should -BeNullOrEmpty
    }

    It 'brings all networks to what the plugin says with -Once, and ends' {
        $events = Watch-NetworkDhcp -Once

        $events.ForEach({ "$($_.Kind) $($_.Network)".Trim() }) | Should -Be 'SyncStarted', 'Enabled blue', 'Synced'
        (Get-NetworkDhcp blue).State | Should -Be 'Enabled'
    }

    Context 'as an agent that runs' {
        BeforeAll {
            Start-Agent
        }

        AfterAll {
            Stop-Agent
        }

        It 'serves a network that another session makes' {
            New-DhcpNetwork green 10.30.0.0/24 | Out-Null

            Wait-Until { Get-AgentEvent Enabled green } 'The service' | Out-Null

            (Get-NetworkDhcp green).State | Should -Be 'Enabled'
        }

        It 'makes a new client known' {
            New-DhcpReservation blue fa:16:3e:20:00:11 10.20.0.51 | Out-Null

            Wait-Until { Get-AgentEvent Updated blue } 'The update' | Out-Null

            (New-Client vm2 fa:16:3e:20:00:11 | Get-ClientLease).Address | Should -Be '10.20.0.51/24'
        }

        It 'starts a dnsmasq again that dies' {
            $before = (Get-Dnsmasq blue).ProcessId
            [Diagnostics.Process]::GetProcessById($before).Kill()

            $respawned = Wait-Until { Get-AgentEvent Respawned blue } 'The respawn'

            $respawned.Reason | Should -Match $before
            (Get-Dnsmasq blue).Running | Should -BeTrue
        }

        It 'removes the service of a network that is removed' {
            Remove-DhcpNetwork green -Force

            Wait-Until { Get-AgentEvent Disabled } 'The end of the service' | Out-Null

            Get-ServingProcess | Should -HaveCount 1
        }

        It 'is one a host' {
            { Watch-NetworkDhcp } | Should -Throw -ErrorId 'AgentRunning,*'
        }
    }

    It 'leaves the services running when it ends' {
        (Get-NetworkDhcp blue).State | Should -Be 'Enabled'
        (Get-DhcpAgent).State | Should -Be 'Stopped'
    }

    It 'leaves other networks alone where it is given some' {
        New-DhcpNetwork lab-1 10.41.1.0/24 | Out-Null
        New-DhcpNetwork other 10.50.0.0/24 | Out-Null

        Watch-NetworkDhcp lab* -Once | Out-Null

        (Get-NetworkDhcp lab-1, other).State | Should -Be 'Enabled', 'Disabled'
    }
}
