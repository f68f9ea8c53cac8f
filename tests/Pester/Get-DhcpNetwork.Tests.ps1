BeforeAll {
    . $PSScriptRoot/Common.ps1
    Start-World -NoSwitch | Out-Null
    New-DhcpNetwork blue 10.20.0.0/24, fd00:20::/64 | Out-Null
    New-DhcpNetwork lab-1 10.41.1.0/24 | Out-Null
    New-DhcpNetwork lab-2 10.41.2.0/24 | Set-DhcpNetwork -AdminStateUp $false | Out-Null
}

AfterAll { Stop-World }

Describe 'Get-DhcpNetwork' {
    It 'lists all networks, also those that are down' {
        (Get-DhcpNetwork).Name | Should -Be 'blue', 'lab-1', 'lab-2'
    }

    It 'finds networks by wildcards, by several names, and in any case' {
        (Get-DhcpNetwork lab-*).Name | Should -Be 'lab-1', 'lab-2'
        (Get-DhcpNetwork BLUE, *-2).Name | Should -Be 'blue', 'lab-2'
        ('lab-?' | Get-DhcpNetwork).Count | Should -Be 2
        (Get-DhcpNetwork lab-[0-1]).Name | Should -Be 'lab-1'
    }

    It 'finds a network whose name is a number, as it is typed' {
        New-DhcpNetwork 007 | Out-Null

        (Get-DhcpNetwork 007).Name | Should -Be '007'

        Remove-DhcpNetwork 007 -Force
    }

    It 'finds a network by its id' {
        (Get-DhcpNetwork -Id (Get-DhcpNetwork blue).Id).Name | Should -Be 'blue'
    }

    It 'tells subnets and ports with each network' {
        New-DhcpReservation blue fa:16:3e:20:00:10 | Out-Null

        $blue = Get-DhcpNetwork blue

        $blue.Subnets.ForEach({ "$_" }) | Should -Be '10.20.0.0/24', 'fd00:20::/64'
        "$($blue.Subnets[1])" | Should -Be 'fd00:20::/64'
        $blue.Ports.MacAddress | Should -Be 'fa:16:3e:20:00:10'
    }

    It 'finds nothing for a pattern that nothing matches, and tells that a name is nobody''s' {
        Get-DhcpNetwork nowhere* | Should -BeNullOrEmpty
        { Get-DhcpNetwork nowhere } | Should -Throw '*nowhere*' -ErrorId 'NetworkNotFound,*'
    }

    It 'finds the others although one of several does not exist' {
        $found = Get-DhcpNetwork blue, nowhere, lab-1 -ErrorAction SilentlyContinue -ErrorVariable problems

        $found.Name | Should -Be 'blue', 'lab-1'
        $problems.FullyQualifiedErrorId | Should -BeLike 'NetworkNotFound,*'
        $problems[0].TargetObject | Should -Be 'nowhere'
    }
}
