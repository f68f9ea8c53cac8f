BeforeAll {
    . $PSScriptRoot/../Common.ps1
    $world = Start-World
}

AfterAll {
    if (Get-Variable job -ErrorAction Ignore) { Remove-Job $job -Force }
    Stop-World
}

Describe 'An agent in a background job' -Skip:($Host.Name -eq 'DhcpNet.Shell') {
    It 'is started in a job, with the configuration that it is given' {
        $script:job = Start-ThreadJob -ArgumentList (Get-Module DhcpNet).Path, $world.StatePath, $world.Ovsdb {
            param($module, $state, $ovsdb)
            Import-Module $module
            $null = Set-DhcpConfiguration -StatePath $state -Ovsdb $ovsdb
            Watch-NetworkDhcp
        }

        Wait-Until { Get-DhcpAgent | Where-Object { $_.State -eq 'Running' -and $_.LastSync } } 'The first sync' | Out-Null
    }

    It 'needs no other command than those that say what is to be' {
        New-DhcpNetwork blue 10.20.0.0/24 | Out-Null
        New-DhcpReservation blue fa:16:3e:20:00:10 10.20.0.50 | Out-Null
        $client = New-Client vm1 fa:16:3e:20:00:10

        $lease = Wait-Until { Get-ClientLease $client -Seconds 2 } 'The lease'

        $lease.Address | Should -Be '10.20.0.50/24'
    }

    It 'tells what it does, as objects' {
        $events = Receive-Job $job -Keep

        $events[0].Kind | Should -Be 'Started'
        ($events | Where-Object Kind -EQ Enabled).Network.ForEach({ "$_" }) | Should -Be 'blue'
    }

    It 'mends what is broken by others' {
        $before = (Get-Dnsmasq blue).ProcessId
        [Diagnostics.Process]::GetProcessById($before).Kill()

        $after = Wait-Until { Get-Dnsmasq blue | Where-Object { $_.Running -and $_.ProcessId -ne $before } } 'Another dnsmasq'

        $after.ProcessId | Should -BeIn @(Get-ServingProcess)
    }

    It 'follows a change, and says when nothing is left to do' {
        Set-DhcpSubnet 10.20.0.0/24 -DnsServer 9.9.9.9 | Out-Null

        Wait-Until { Receive-Job $job -Keep | Where-Object { "$($_.Kind) $($_.Network)" -eq 'Updated blue' -and "$($_.Done) $($_.Reason)" -match 'opts' } } 'The update' | Out-Null

        Wait-Until { Get-DhcpAgent | Where-Object { $_.Backlog + $_.InWork -eq 0 } } 'An end of the work' | Out-Null
        (Test-NetworkDhcp blue).Result | Should -Be 'Passed'
    }

    It 'removes what is removed' {
        Remove-DhcpNetwork blue -Force

        Wait-Until { -not (Get-Leftover) } 'An end of the service' | Should -BeTrue
    }

    It 'ends with its job' {
        Stop-Job $job

        (Get-DhcpAgent).State | Should -Be 'Stopped'
    }
}
