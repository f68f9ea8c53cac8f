BeforeAll {
    . $PSScriptRoot/Common.ps1
    Start-World | Out-Null
    New-DhcpNetwork blue 10.20.0.0/24 | Out-Null
    New-DhcpReservation blue fa:16:3e:20:00:10 10.20.0.50 | Out-Null
    New-DhcpNetwork green 10.30.0.0/24 | Out-Null
    Enable-NetworkDhcp blue, green | Out-Null
    New-DhcpNetwork idle 10.40.0.0/24 | Out-Null
    $first = New-Client vm1 fa:16:3e:20:00:10
    $second = New-Client vm2 fa:16:3e:20:00:11
    Get-ClientLease $first | Out-Null
}

AfterAll { Stop-World }

Describe 'Update-NetworkDhcp' {
    It 'changes nothing where nothing has changed' {
        $before = Get-ServingProcess

        (Get-DhcpNetwork | Update-NetworkDhcp).Change | Should -Be 'None', 'None', 'None'

        Get-ServingProcess | Should -Be $before
    }

    It 'makes a new client known to dnsmasq without a restart' {
        $before = (Get-Dnsmasq blue).ProcessId
        New-DhcpReservation blue fa:16:3e:20:00:11 10.20.0.51 | Out-Null

        $updated = Update-NetworkDhcp blue

        $updated.Change | Should -Be 'Reloaded'
        $updated.Reason | Should -Not -BeNullOrEmpty
        (Get-Dnsmasq blue).ProcessId | Should -Be $before
        (Get-ClientLease $second).Address | Should -Be '10.20.0.51/24'
    }

    It 'brings a new subnet to the tap, and keeps the leases through a restart' {
        New-DhcpSubnet blue 10.20.1.0/24 | Out-Null

        Update-NetworkDhcp blue | Out-Null

        (Get-TapAddress blue).Addresses | Should -HaveCount 2
        (Get-DhcpLease blue 10.20.0.50).State | Should -Be 'Active'
        (Get-NetworkDhcp blue).State | Should -Be 'Enabled'
    }

    It 'does not serve a network that is not enabled here' {
        (Update-NetworkDhcp idle).State | Should -Be 'Disabled'
    }

    It 'changes nothing with -WhatIf' {
        Set-DhcpNetwork green -AdminStateUp $false | Out-Null

        Update-NetworkDhcp green -WhatIf

        Get-ServingProcess | Should -HaveCount 2
    }

    It 'removes the service of a network that was put down' {
        $namespace = (Get-DhcpNetwork green).NamespaceName

        (Update-NetworkDhcp green).State | Should -Be 'Disabled'

        Get-NamespaceName | Should -Not -Contain $namespace
        Get-ServingProcess | Should -HaveCount 1
    }

    It 'tells that a network does not exist, and updates the others' {
        $updated = 'nowhere', 'blue' | Update-NetworkDhcp -ErrorAction SilentlyContinue -ErrorVariable problems

        $updated.Name | Should -Be 'blue'
        $problems.FullyQualifiedErrorId | Should -BeLike 'NetworkNotFound,*'
    }
}
