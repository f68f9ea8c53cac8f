BeforeAll {
    . $PSScriptRoot/Common.ps1
    Start-World -NoSwitch | Out-Null
    New-DhcpNetwork blue 10.20.0.0/24 | New-DhcpPort | Out-Null
    New-DhcpNetwork lab-1 10.41.1.0/24 | New-DhcpPort | Out-Null
    New-DhcpNetwork lab-2 10.41.2.0/24 | Out-Null
    New-DhcpReservation blue fa:16:3e:20:00:10 | Out-Null
}

AfterAll { Stop-World }

Describe 'Get-DhcpPort' {
    It 'lists the DHCP ports of this host, and no clients' {
        (Get-DhcpPort).NetworkName | Should -Be 'blue', 'lab-1'
    }

    It 'leaves out networks on which this host has none' {
        (Get-DhcpPort lab-*).NetworkName | Should -Be 'lab-1'
        Get-DhcpPort lab-2 | Should -BeNullOrEmpty
    }

    It 'takes networks from the pipeline' {
        (Get-DhcpNetwork blue | Get-DhcpPort).FixedIps.ForEach({ "$_" }) | Should -Be '10.20.0.2'
    }

    It 'leaves out the ports of other hosts' {
        $before = (Get-DhcpConfiguration).HostName
        try {
            Set-DhcpConfiguration -HostName another | Out-Null

            Get-DhcpPort | Should -BeNullOrEmpty
        }
        finally {
            Set-DhcpConfiguration -HostName $before | Out-Null
        }
    }

    It 'tells that a network does not exist' {
        { Get-DhcpPort nowhere } | Should -Throw '*nowhere*' -ErrorId 'NetworkNotFound,*'
    }
}
