BeforeAll {
    . $PSScriptRoot/Common.ps1
    $world = Start-World -NoSwitch
    New-DhcpNetwork blue 10.20.0.0/24 | Out-Null
    $lab = "$($world.Directory)/lab.db"
}

AfterAll { Stop-World }

Describe 'Connect-DhcpPlugin' {
    It 'makes nothing with -WhatIf' {
        Connect-DhcpPlugin $lab -WhatIf

        $lab | Should -Not -Exist
        (Get-DhcpNetwork).Name | Should -Be 'blue'
    }

    It 'works on another database from then on, which is made if it is missing' {
        $plugin = Connect-DhcpPlugin $lab

        "$($plugin.Writable) $($plugin.Networks)" | Should -Be 'True 0'
        $plugin.Description | Should -BeLike "*$lab"
        $lab | Should -Exist
    }

    It 'concerns this session alone' {
        New-DhcpNetwork test 192.0.2.0/24 | Out-Null

        (Invoke-Session "Set-DhcpConfiguration -StatePath '$($world.StatePath)' | Out-Null; Get-DhcpNetwork").Name | Should -Be 'blue'
        (Get-DhcpNetwork).Name | Should -Be 'test'
    }

    It 'copies networks from one store to another by a pipeline' {
        Connect-DhcpPlugin (Get-DhcpConfiguration).DatabasePath | Out-Null
        $networks = Get-DhcpNetwork

        Connect-DhcpPlugin $lab | Out-Null
        $networks | ForEach-Object { New-DhcpNetwork $_.Name $_.Subnets -Mtu $_.Mtu } | Out-Null

        (Get-DhcpNetwork).Name | Should -Be 'blue', 'test'
    }

    It 'keeps the plugin that it has where another can''t be opened' {
        'not a database, but text that is long enough to be told from one' | Set-Content "$($world.Directory)/notes.txt"

        { Connect-DhcpPlugin "$($world.Directory)/notes.txt" } | Should -Throw '*notes.txt*' -ErrorId 'StoreNotADatabase,*'

        (Get-DhcpPlugin).Description | Should -BeLike "*$lab"
    }

    It 'tells that no broker of Neutron''s is there, and shows no password' {
        $problem = { Connect-DhcpPlugin -TransportUrl rabbit://neutron:secret@127.0.0.1:1/ } | Should -Throw -ErrorId 'BrokerUnavailable,*' -PassThru

        "$problem" | Should -Match '127\.0\.0\.1:1'
        "$problem" | Should -Not -Match 'secret'
    }

    It 'refuses a transport URL that is none' {
        { Connect-DhcpPlugin -TransportUrl http://controller/ } | Should -Throw -ErrorId 'TransportUrlInvalid,*'
    }
}
