BeforeAll {
    . $PSScriptRoot/Common.ps1
    $world = Start-World -NoSwitch
    # Of directories that the files do not name.
    $WarningPreference = 'SilentlyContinue'
    $defaults = Get-DhcpConfiguration
    $neutron = "$($world.Directory)/neutron.conf"
    @'
[DEFAULT]
host = node1
dns_domain = example.org.
dhcp_lease_duration = 7200
'@ | Set-Content $neutron
    $agent = "$($world.Directory)/dhcp_agent.ini"
    @'
[DEFAULT]
dnsmasq_dns_servers = 9.9.9.9,149.112.112.112
ovs_integration_bridge = br-ex
resync_interval = 5
dhcp_broadcast_reply = true
'@ | Set-Content $agent
}

AfterAll {
    Set-DhcpConfiguration -HostName $defaults.HostName -DnsDomain $defaults.DnsDomain -LeaseDuration $defaults.LeaseDuration -DnsServer @() `
        -IntegrationBridge $defaults.IntegrationBridge -BroadcastReply $false | Out-Null
    Stop-World
}

Describe 'Import-DhcpConfiguration' {
    It 'tells with -WhatIf what each option would become, and sets nothing' {
        $options = Import-DhcpConfiguration $neutron, $agent -WhatIf

        ($options | Where-Object Option -EQ dhcp_lease_duration | ForEach-Object { "$($_.Line) $($_.Value) $($_.Status)" }) | Should -Be '4 7200 Used'
        (Get-DhcpConfiguration).LeaseDuration | Should -Be $defaults.LeaseDuration
    }

    It 'sets for this session what a Neutron agent''s files say' {
        Import-DhcpConfiguration $neutron, $agent | Out-Null

        $configuration = Get-DhcpConfiguration
        "$($configuration.HostName) $($configuration.LeaseDuration) $($configuration.IntegrationBridge)" | Should -Be 'node1 02:00:00 br-ex'
        "$($configuration.DnsServers)" | Should -Be '9.9.9.9 149.112.112.112'
        $configuration.BroadcastReply | Should -BeTrue
    }

    It 'tells why an option is not used' {
        $option = Import-DhcpConfiguration $agent -WhatIf | Where-Object Option -EQ resync_interval

        $option.Status | Should -Be 'Unused'
        $option.Reason | Should -Not -BeNullOrEmpty
    }

    It 'takes files from the pipeline; the later ones prevail' {
        "[DEFAULT]`ndhcp_lease_duration = 3600" | Set-Content "$($world.Directory)/later.conf"

        $options = Get-Item $neutron, "$($world.Directory)/later.conf" | Import-DhcpConfiguration | Where-Object Option -EQ dhcp_lease_duration

        $options.Status | Should -Be 'Overridden', 'Used'
        (Get-DhcpConfiguration).LeaseDuration | Should -Be ([timespan] '01:00:00')
    }

    It 'tells the file and the line of each mistake, and changes nothing then' {
        "[DEFAULT]`ndhcp_lease_duration = soon`nno_such_option = 1`ndns_domain = other.example" | Set-Content "$($world.Directory)/wrong.conf"

        Import-DhcpConfiguration "$($world.Directory)/wrong.conf" -ErrorAction SilentlyContinue -ErrorVariable problems | Out-Null

        $problems.ForEach({ $_.FullyQualifiedErrorId.Split(',')[0] }) | Should -Be 'AgentFileInvalid', 'AgentFileInvalid'
        "$($problems[0])" | Should -Match 'wrong\.conf.*2.*soon'
        (Get-DhcpConfiguration).DnsDomain | Should -Not -Be 'other.example'
    }

    It 'tells that there is no such file' {
        { Import-DhcpConfiguration "$($world.Directory)/none.conf" } | Should -Throw '*none.conf*' -ErrorId 'AgentFileNotFound,*'
    }
}
