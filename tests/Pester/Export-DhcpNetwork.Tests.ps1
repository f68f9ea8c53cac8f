BeforeAll {
    . $PSScriptRoot/Common.ps1
    $world = Start-World -NoSwitch
    New-DhcpNetwork blue 10.20.0.0/24 -VlanTag 20 | Out-Null
    New-DhcpReservation blue fa:16:3e:20:00:10 10.20.0.50 -HostName vm1 | Out-Null
    1..2 | ForEach-Object { New-DhcpNetwork "lab-$_" "10.41.$_.0/24" } | Out-Null
    New-DhcpPort lab-1 | Out-Null
    $directory = $world.Directory
}

AfterAll { Stop-World }

Describe 'Export-DhcpNetwork' {
    It 'writes all networks to a file of JSON, ids and reservations included, and no DHCP ports' {
        Export-DhcpNetwork "$directory/all.json"

        $networks = (Get-Content -Raw "$directory/all.json" | ConvertFrom-Json).networks
        $networks.name | Should -Be 'blue', 'lab-1', 'lab-2'
        $networks[0].id | Should -Be "$((Get-DhcpNetwork blue).Id)"
        $networks[0].ports[0].mac_address | Should -Be 'fa:16:3e:20:00:10'
        $networks.ForEach({ $_.ports.Count }) | Should -Be 1, 0, 0
    }

    It 'writes CSV for spreadsheets, and warns of what that has no place for' {
        Export-DhcpNetwork "$directory/all.csv" -WarningAction SilentlyContinue -WarningVariable warnings

        Import-Csv "$directory/all.csv" | ForEach-Object { "$($_.name) $($_.vlan) $($_.cidr)" } | Should -Be 'blue 20 10.20.0.0/24', 'lab-1  10.41.1.0/24', 'lab-2  10.41.2.0/24'
        "$warnings" | Should -Match 'blue'
    }

    It 'takes some of the networks, by wildcards or from the pipeline' {
        Export-DhcpNetwork "$directory/lab.jsonl" -Network lab-*
        Get-DhcpNetwork | Where-Object VlanTag -EQ 20 | Export-DhcpNetwork "$directory/tagged.jsonl"

        (Get-Content "$directory/lab.jsonl" | ConvertFrom-Json).name | Should -Be 'lab-1', 'lab-2'
        (Get-Content "$directory/tagged.jsonl" | ConvertFrom-Json).name | Should -Be 'blue'
    }

    It 'replaces a file with -Force alone' {
        'precious' | Set-Content "$directory/notes.json"

        { Export-DhcpNetwork "$directory/notes.json" } | Should -Throw '*notes.json*' -ErrorId 'NetworkFileExists,*'
        Get-Content "$directory/notes.json" | Should -Be 'precious'
        Export-DhcpNetwork "$directory/notes.json" -Force

        (Get-Content -Raw "$directory/notes.json" | ConvertFrom-Json).networks | Should -HaveCount 3
    }

    It 'writes nothing where a network does not exist, or the format is not known' {
        { Export-DhcpNetwork "$directory/none.json" -Network blue, nowhere } | Should -Throw '*nowhere*' -ErrorId 'NetworkNotFound,*'
        { Export-DhcpNetwork "$directory/none.xml" } | Should -Throw '*none.xml*' -ErrorId 'NetworkFileFormatUnknown,*'

        "$directory/none.*" | Should -Not -Exist
    }

    It 'writes nothing with -WhatIf' {
        Export-DhcpNetwork "$directory/perhaps.json" -WhatIf

        "$directory/perhaps.json" | Should -Not -Exist
    }
}
