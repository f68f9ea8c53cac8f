BeforeAll {
    . $PSScriptRoot/Common.ps1
    Start-World | Out-Null
    New-DhcpNetwork blue 10.20.0.0/24 | Out-Null
    New-DhcpReservation blue fa:16:3e:20:00:10 10.20.0.50 -HostName vm1 | Out-Null
    1..3 | ForEach-Object { New-DhcpNetwork "lab-$_" "10.41.$_.0/24" -VlanTag (40 + $_) } | Out-Null
}

AfterAll { Stop-World }

Describe 'Enable-NetworkDhcp' {
    It 'changes nothing with -WhatIf' {
        Get-DhcpNetwork | Enable-NetworkDhcp -WhatIf

        Get-Leftover | Should -BeNullOrEmpty
        Get-DhcpPort | Should -BeNullOrEmpty
    }

    It 'does all steps of the chain, so that a client is served' {
        $service = Enable-NetworkDhcp blue

        "$($service.State) $($service.Change)" | Should -Be 'Enabled Created'
        $service.Steps | Should -HaveCount 5
        Get-NamespaceName | Should -Be $service.Namespace
        Get-TapName | Should -Be $service.TapName
        Get-ServingProcess | Should -Be $service.ProcessId
        (New-Client vm1 fa:16:3e:20:00:10 | Get-ClientLease).Address | Should -Be '10.20.0.50/24'
    }

    It 'changes nothing when it is given again, and restarts nothing' {
        $before = Get-ServingProcess

        $again = Enable-NetworkDhcp blue

        "$($again.Change) $($again.Steps)" | Should -Be 'None '
        Get-ServingProcess | Should -Be $before
    }

    It 'does only what is missing' {
        Stop-Dnsmasq blue | Out-Null

        (Enable-NetworkDhcp blue).Steps | Should -Be 'dnsmasq started'
    }

    It 'takes networks from the pipeline, and tells the sums of them all with -Summary' {
        $summary = Get-DhcpNetwork | Enable-NetworkDhcp -Summary

        "$($summary.Networks) $($summary.Changed) $($summary.Unchanged) $($summary.Failed)" | Should -Be '4 3 1 0'
        Get-ServingProcess | Should -HaveCount 4
    }

    It 'takes rows that name networks by Network, Name or Id' {
        $rows = [pscustomobject] @{ Network = 'lab-1' }, [pscustomobject] @{ Name = 'lab-2' }, [pscustomobject] @{ Id = (Get-DhcpNetwork lab-3).Id }

        ($rows | Enable-NetworkDhcp).Name | Sort-Object | Should -Be 'lab-1', 'lab-2', 'lab-3'
    }

    It 'goes on with the others where one network cannot be served' {
        New-DhcpNetwork down 10.42.0.0/24 | Set-DhcpNetwork -AdminStateUp $false | Out-Null
        New-DhcpNetwork last 10.43.0.0/24 | Out-Null

        $served = 'down', 'nowhere', 'last' | Enable-NetworkDhcp -ErrorAction SilentlyContinue -ErrorVariable problems

        $served.Name | Should -Be 'last'
        $problems.ForEach({ $_.FullyQualifiedErrorId.Split(',')[0] }) | Sort-Object | Should -Be 'NetworkAdminDown', 'NetworkNotFound'
    }

    It 'touches nothing where the bridge is missing, and tells how to make it' {
        Set-DhcpConfiguration -IntegrationBridge br-none | Out-Null
        try {
            New-DhcpNetwork later 10.44.0.0/24 | Out-Null

            { Enable-NetworkDhcp later } | Should -Throw '*ovs-vsctl add-br br-none*' -ErrorId 'BridgeNotFound,*'

            Get-DhcpPort later | Should -BeNullOrEmpty
        }
        finally {
            Set-DhcpConfiguration -IntegrationBridge br-int | Out-Null
        }
    }
}
