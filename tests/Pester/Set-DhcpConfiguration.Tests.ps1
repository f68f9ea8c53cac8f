BeforeAll {
    . $PSScriptRoot/Common.ps1
    Start-World | Out-Null
    $defaults = Get-DhcpConfiguration
}

AfterAll {
    Set-DhcpConfiguration -DnsDomain $defaults.DnsDomain -DnsServer @() -LeaseDuration $defaults.LeaseDuration -IntegrationBridge $defaults.IntegrationBridge | Out-Null
    Stop-World
}

Describe 'Set-DhcpConfiguration' {
    It 'sets what is given for this session, leaves the rest, and returns the configuration' {
        $configuration = Set-DhcpConfiguration -DnsDomain lab.example -DnsServer 9.9.9.9, 149.112.112.112

        "$($configuration.DnsDomain) $($configuration.DnsServers)" | Should -Be 'lab.example 9.9.9.9 149.112.112.112'
        $configuration.IntegrationBridge | Should -Be 'br-int'
    }

    It 'does not concern sessions that begin later, unless it is told to with -Persist' {
        (Invoke-Session (New-Session) 'Get-DhcpConfiguration').DnsDomain | Should -Be 'openstacklocal'

        Set-DhcpConfiguration -DnsDomain lab.example -Persist | Out-Null
        try {
            (Invoke-Session (New-Session) 'Get-DhcpConfiguration').DnsDomain | Should -Be 'lab.example'
        }
        finally {
            [IO.File]::Delete($env:DHCPNET_CONFIG)
        }
    }

    It 'is at work in what is enabled next' {
        New-DhcpNetwork blue 10.20.0.0/24 | Out-Null
        New-DhcpReservation blue fa:16:3e:20:00:10 10.20.0.50 -HostName vm1 | Out-Null
        Set-DhcpConfiguration -DnsDomain cloud.example -LeaseDuration 3600 | Out-Null

        Enable-NetworkDhcp blue | Out-Null

        $lease = New-Client vm1 fa:16:3e:20:00:10 | Get-ClientLease
        "$($lease.Domain) $($lease.Seconds)" | Should -Be 'cloud.example 3600'
    }

    It 'refuses <Name> <Value>, and changes nothing' -TestCases @(
        @{ Name = 'Ovsdb'; Value = 'nonsense' }
        @{ Name = 'StatePath'; Value = 'relative/path' }
        @{ Name = 'LeaseDuration'; Value = '60' }
        @{ Name = 'HostName'; Value = 'bad name' }
        @{ Name = 'DnsServer'; Value = '10.20.0' }
    ) {
        $before = Get-DhcpConfiguration
        $arguments = @{ $Name = $Value }

        { Set-DhcpConfiguration @arguments -IntegrationBridge br-other } | Should -Throw "*$Name*" -ErrorId 'ConfigurationInvalid,*'

        (Get-DhcpConfiguration).IntegrationBridge | Should -Be $before.IntegrationBridge
    }

    It 'sets nothing with -WhatIf' {
        Set-DhcpConfiguration -IntegrationBridge br-other -WhatIf

        (Get-DhcpConfiguration).IntegrationBridge | Should -Be 'br-int'
    }
}
