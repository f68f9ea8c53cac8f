BeforeAll {
    . $PSScriptRoot/../Common.ps1
    Start-World | Out-Null
    New-DhcpNetwork blue 10.20.0.0/24 -VlanTag 20 | Out-Null
    New-DhcpReservation blue fa:16:3e:20:00:10 10.20.0.50 -HostName web1 | Out-Null

    # All that the store holds, as text.
    function Get-Everything {
        Get-DhcpNetwork | ForEach-Object { "$($_.Id) $($_.Name) $($_.Revision) $($_.Subnets) $($_.Ports)" }
        Get-Leftover
    }
    $before = Get-Everything
}

AfterAll { Stop-World }

Describe 'A beginner''s error gets one message, which names the value and what to do, and nothing is changed' {
    It '<What>' -TestCases @(
        @{ What = 'an address where a prefix is meant'; Try = { New-DhcpNetwork red 10.30.0.5/24 }; Id = 'CidrHostBits'; Says = '10.30.0.5/24', '10.30.0.0/24' }
        @{ What = 'a prefix length that there is not'; Try = { New-DhcpNetwork red 10.30.0.0/33 }; Id = 'CidrMalformed'; Says = '10.30.0.0/33', '10.0.0.0/24' }
        @{ What = 'no prefix at all'; Try = { New-DhcpNetwork red 10.30.0.0 }; Id = 'CidrMalformed'; Says = , '10.30.0.0' }
        @{ What = 'a prefix of the network a second time, in part'; Try = { New-DhcpSubnet blue 10.20.0.0/16 }; Id = 'SubnetOverlap'; Says = '10.20.0.0/16', '10.20.0.0/24' }
        @{ What = 'the name of a network that is there'; Try = { New-DhcpNetwork blue 10.30.0.0/24 }; Id = 'NetworkExists'; Says = 'blue', '10.30.0.0/24' }
        @{ What = 'a host name that another client has'; Try = { New-DhcpReservation blue fa:16:3e:20:00:11 -HostName web1 }; Id = 'HostNameInUse'; Says = , 'web1' }
        @{ What = 'a host name with a newline'; Try = { New-DhcpReservation blue fa:16:3e:20:00:11 -HostName "web2`nfa:16:3e:66:66:66,evil" }; Id = 'HostNameInvalid'; Says = 'web2', 'letters, digits and hyphens' }
        @{ What = 'a host name with a blank'; Try = { New-DhcpReservation blue fa:16:3e:20:00:11 -HostName 'web 2' }; Id = 'HostNameInvalid'; Says = 'web 2', 'letters, digits and hyphens' }
        @{ What = 'an option with a newline'; Try = { New-DhcpReservation blue fa:16:3e:20:00:11 -Option @{ 'bootfile-name' = "a`nb" } }; Id = 'OptionValueInvalid'; Says = , 'bootfile-name' }
        @{ What = 'half a MAC address'; Try = { New-DhcpReservation blue fa:16:3e }; Id = 'MacMalformed'; Says = 'fa:16:3e', 'fa:16:3e:00:00:02' }
        @{ What = 'an address of another network'; Try = { New-DhcpReservation blue fa:16:3e:20:00:11 192.168.1.5 }; Id = 'AddressOutsideSubnet'; Says = '192.168.1.5', '10.20.0.0/24' }
        @{ What = 'a network''s name that is misspelt'; Try = { Enable-NetworkDhcp bleu }; Id = 'NetworkNotFound'; Says = , 'bleu' }
        @{ What = 'a pattern where one network is meant'; Try = { Enable-NetworkDhcp b* }; Id = 'WildcardNotAllowed'; Says = 'b*', 'Get-DhcpNetwork' }
        @{ What = 'a step of the chain left out'; Try = { Start-Dnsmasq blue }; Id = 'PortNotFound'; Says = 'blue', 'New-DhcpPort' }
        @{ What = 'a VLAN tag that is too high'; Try = { Set-DhcpNetwork blue -VlanTag 4095 }; Id = 'VlanOutOfRange'; Says = '4095', '4094' }
        @{ What = 'a file that is not there'; Try = { Import-DhcpNetwork ./none.csv }; Id = 'NetworkFileNotFound'; Says = , 'none.csv' }
    ) {
        $problem = $Try | Should -Throw -ErrorId "$Id,*" -PassThru

        foreach ($text in $Says) { "$problem" | Should -BeLike "*$([WildcardPattern]::Escape($text))*" }
        "$problem" | Should -Not -Match "`n"
        $problem.TargetObject | Should -Not -BeNullOrEmpty
        Get-Everything | Should -Be $before
    }

    It 'an empty pipeline does nothing, and is no error' {
        Get-DhcpNetwork lab-* | Enable-NetworkDhcp | Should -BeNullOrEmpty
        Get-DhcpNetwork lab-* | Remove-DhcpNetwork -Force | Should -BeNullOrEmpty

        Get-Everything | Should -Be $before
    }
}
