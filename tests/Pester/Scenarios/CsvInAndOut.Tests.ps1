BeforeAll {
    . $PSScriptRoot/../Common.ps1
    $world = Start-World
    $directory = $world.Directory
}

AfterAll { Stop-World }

Describe 'Networks and clients from a spreadsheet, and back' {
    It 'makes networks and serves them: a row a subnet' {
        @'
name,vlan,mtu,cidr,gateway,dns,pools,routes
office,20,1450,10.20.0.0/24,,10.20.0.53;9.9.9.9,10.20.0.100-10.20.0.199,10.99.0.0/16 via 10.20.0.254
office,,,10.20.1.0/24,none,,,
lab,21,,10.21.0.0/24,10.21.0.254,,,
'@ | Set-Content "$directory/networks.csv"

        (Import-DhcpNetwork "$directory/networks.csv" | Enable-NetworkDhcp).State | Should -Be 'Enabled', 'Enabled'

        (Get-DhcpNetwork office).Subnets | Should -HaveCount 2
    }

    It 'reserves addresses for clients: a row a client, and one update for all' {
        @'
Network,MacAddress,IPAddress,HostName
office,fa:16:3e:20:00:01,10.20.0.201,printer
office,fa:16:3e:20:00:02,,desk1
lab,fa:16:3e:21:00:01,,bench1
'@ | Set-Content "$directory/clients.csv"

        Import-Csv "$directory/clients.csv" | New-DhcpReservation -Update | Out-Null

        (Get-NetworkDhcp).State | Should -Be 'Enabled', 'Enabled'
    }

    It 'serves them' {
        $lease = New-Client printer fa:16:3e:20:00:01 -Tag 20 | Get-ClientLease
        "$($lease.Address) $($lease.DnsServer) $($lease.Mtu) $($lease.HostName)" | Should -Be '10.20.0.201/24 10.20.0.53 9.9.9.9 1450 printer'

        $lease = New-Client bench1 fa:16:3e:21:00:01 -Tag 21 | Get-ClientLease
        "$($lease.Router) $($lease.HostName)" | Should -Be '10.21.0.254 bench1'
    }

    It 'reads both files again without a change' {
        $before = Get-ServingProcess

        Import-DhcpNetwork "$directory/networks.csv" | Should -BeNullOrEmpty
        (Import-Csv "$directory/clients.csv" | New-DhcpReservation -Update).Change | Should -Be 'None', 'None', 'None'

        Get-ServingProcess | Should -Be $before
    }

    It 'writes the networks to a file that makes the same ones elsewhere' {
        Export-DhcpNetwork "$directory/export.csv" -WarningAction SilentlyContinue

        Invoke-Session (New-Session) {
            Connect-DhcpPlugin "$($args[0])/elsewhere.db" | Out-Null
            Import-DhcpNetwork "$($args[0])/export.csv" | Out-Null
            Export-DhcpNetwork "$($args[0])/again.csv"
        } $directory

        Get-Content "$directory/again.csv" | Should -Be (Get-Content "$directory/export.csv")
    }

    It 'writes the clients to a file that can be read in again' {
        Get-DhcpReservation | ForEach-Object {
            [pscustomobject] @{ Network = $_.NetworkName; MacAddress = "$($_.MacAddress)"; HostName = $_.DnsName; IPAddress = "$($_.FixedIps[0])" }
        } | Export-Csv "$directory/clients-out.csv"

        (Import-Csv "$directory/clients-out.csv" | New-DhcpReservation).Change | Should -Be 'None', 'None', 'None'
    }
}
