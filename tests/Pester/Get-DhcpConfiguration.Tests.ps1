BeforeAll {
    . $PSScriptRoot/Common.ps1
    $world = Start-World -NoSwitch
}

AfterAll { Stop-World }

Describe 'Get-DhcpConfiguration' {
    It 'shows the defaults where nothing else was said' {
        $configuration = Get-DhcpConfiguration

        "$($configuration.IntegrationBridge) $($configuration.DnsDomain) $($configuration.Dnsmasq)" | Should -Be 'br-int openstacklocal dnsmasq'
        $configuration.LeaseDuration | Should -Be ([timespan] '1.00:00:00')
    }

    It 'tells where the files are' {
        $configuration = Get-DhcpConfiguration

        "$($configuration.ConfsPath) $($configuration.DatabasePath)" | Should -Be "$($world.StatePath)/dhcp $($world.StatePath)/dhcpnet.db"
    }

    It 'shows what the session has set, and serves to put it back' {
        $before = Get-DhcpConfiguration

        Set-DhcpConfiguration -LeaseDuration 600 | Out-Null
        (Get-DhcpConfiguration).LeaseDuration | Should -Be ([timespan] '00:10:00')

        Set-DhcpConfiguration -LeaseDuration $before.LeaseDuration | Out-Null
        (Get-DhcpConfiguration).LeaseDuration | Should -Be $before.LeaseDuration
    }

    It 'shows a new session what the configuration file says' {
        [IO.File]::WriteAllText($env:DHCPNET_CONFIG, '{ "dnsDomain": "lab.example", "leaseDuration": 7200 }')
        try {
            $configuration = Invoke-Session (New-Session) 'Get-DhcpConfiguration'

            "$($configuration.DnsDomain) $($configuration.LeaseDuration)" | Should -Be 'lab.example 02:00:00'
        }
        finally {
            [IO.File]::Delete($env:DHCPNET_CONFIG)
        }
    }

    It 'tells a new session what is wrong in the configuration file' {
        [IO.File]::WriteAllText($env:DHCPNET_CONFIG, '{ "dnsDomian": "lab.example" }')
        try {
            { Invoke-Session (New-Session) 'Get-DhcpConfiguration' } | Should -Throw '*dnsDomian*' -ErrorId 'ConfigurationFileInvalid,*'
        }
        finally {
            [IO.File]::Delete($env:DHCPNET_CONFIG)
        }
    }
}
