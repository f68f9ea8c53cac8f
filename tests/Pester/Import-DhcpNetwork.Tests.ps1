BeforeAll {
    . $PSScriptRoot/Common.ps1
    $world = Start-World -NoSwitch
    $directory = $world.Directory
    # That nothing was imported, beside the errors that say why.
    $WarningPreference = 'SilentlyContinue'
    @'
name,cidr,vlan,gateway,dns,pools
office,10.50.0.0/24,50,,9.9.9.9;1.1.1.1,10.50.0.100-10.50.0.199
office,fd00:50::/64,,,,
lab,10.51.0.0/24,51,none,,
'@ | Set-Content "$directory/networks.csv"
}

AfterAll { Stop-World }

Describe 'Import-DhcpNetwork' {
    It 'reads and checks the file with -WhatIf, and makes nothing' {
        Import-DhcpNetwork "$directory/networks.csv" -WhatIf

        Get-DhcpNetwork | Should -BeNullOrEmpty
    }

    It 'makes the networks of a CSV file, a row a subnet' {
        (Import-DhcpNetwork "$directory/networks.csv").Name | Sort-Object | Should -Be 'lab', 'office'

        (Get-DhcpSubnet office).ForEach({ "$_" }) | Should -Be '10.50.0.0/24', 'fd00:50::/64'
        $subnet = Get-DhcpSubnet office 10.50.0.0/24
        "$($subnet.AllocationPools) $($subnet.DnsNameservers)" | Should -Be '10.50.0.100-10.50.0.199 9.9.9.9 1.1.1.1'
        (Get-DhcpSubnet lab).GatewayIp | Should -BeNullOrEmpty
        (Get-DhcpNetwork lab).VlanTag | Should -Be 51
    }

    It 'passes over what is there already, and returns that too with -PassThru' {
        Import-DhcpNetwork "$directory/networks.csv" | Should -BeNullOrEmpty

        Import-DhcpNetwork "$directory/networks.csv" -PassThru | Should -HaveCount 2
    }

    It 'makes networks with reservations from JSON as Neutron has it' {
        @'
{ "networks": [ { "name": "blue", "id": "5f0c2a9e-7c1d-4a52-9a27-6e1f3b0d8c11",
    "subnets": [ { "cidr": "10.20.0.0/24", "gateway_ip": "10.20.0.254" } ],
    "ports": [ { "mac_address": "fa:16:3e:00:00:10", "fixed_ips": [ { "ip_address": "10.20.0.50" } ], "dns_name": "vm1" } ] } ] }
'@ | Set-Content "$directory/blue.json"

        Get-Item "$directory/blue.json" | Import-DhcpNetwork | Out-Null

        (Get-DhcpNetwork blue).Id | Should -Be '5f0c2a9e-7c1d-4a52-9a27-6e1f3b0d8c11'
        (Get-DhcpSubnet blue).GatewayIp | Should -Be '10.20.0.254'
        "$((Get-DhcpReservation -HostName vm1).FixedIps)" | Should -Be '10.20.0.50'
    }

    It 'tells the line of each mistake, and makes nothing of the file then' {
        "name,cidr`ngood,10.60.0.0/24`nbad,10.61.0.5/24`nworse,nonsense" | Set-Content "$directory/wrong.csv"

        Import-DhcpNetwork "$directory/wrong.csv" -ErrorAction SilentlyContinue -ErrorVariable problems | Should -BeNullOrEmpty

        $problems.ForEach({ $_.FullyQualifiedErrorId.Split(',')[0] }) | Should -Be 'CidrHostBits', 'CidrMalformed'
        "$($problems[0])" | Should -Match 'wrong\.csv.*3'
        Get-DhcpNetwork good* | Should -BeNullOrEmpty
    }

    It 'makes with -SkipErrors those that have none' {
        (Import-DhcpNetwork "$directory/wrong.csv" -SkipErrors -ErrorAction SilentlyContinue).Name | Should -Be 'good'
    }

    It 'does not change a network that is not as the file says' {
        Set-DhcpNetwork lab -VlanTag 99 | Out-Null

        { Import-DhcpNetwork "$directory/networks.csv" } | Should -Throw '*99*' -ErrorId 'NetworkExists,*'
        (Get-DhcpNetwork lab).VlanTag | Should -Be 99
    }

    It 'tells that there is no such file' {
        { Import-DhcpNetwork "$directory/none.csv" } | Should -Throw '*none.csv*' -ErrorId 'NetworkFileNotFound,*'
    }
}
