BeforeAll {
    . $PSScriptRoot/Common.ps1
    $world = Start-World -NoSwitch
    New-DhcpNetwork blue 10.20.0.0/24 | Out-Null
    $lab = "$($world.Directory)/lab.db"
    # The plugin that is chosen in a session stays that session's.
    $session = New-Session
    Invoke-Session $session { Set-DhcpConfiguration -StatePath $args[0] } $world.StatePath | Out-Null
}

AfterAll { Stop-World }

Describe 'Connect-DhcpPlugin' {
    It 'makes nothing with -WhatIf' {
        Invoke-Session $session { Connect-DhcpPlugin $args[0] -WhatIf } $lab

        $lab | Should -Not -Exist
        (Invoke-Session $session { Get-DhcpNetwork }).Name | Should -Be 'blue'
    }

    It 'works on another database from then on, which is made if it is missing' {
        $plugin = Invoke-Session $session { Connect-DhcpPlugin $args[0] } $lab

        "$($plugin.Writable) $($plugin.Networks)" | Should -Be 'True 0'
        $plugin.Description | Should -BeLike "*$lab"
        $lab | Should -Exist
    }

    It 'concerns its session alone' {
        Invoke-Session $session { New-DhcpNetwork test 192.0.2.0/24 } | Out-Null

        (Get-DhcpNetwork).Name | Should -Be 'blue'
        (Invoke-Session $session { Get-DhcpNetwork }).Name | Should -Be 'test'
    }

    It 'copies networks from one store to another in one session' {
        $script = {
            Connect-DhcpPlugin $args[0] | Out-Null
            $networks = Get-DhcpNetwork
            Connect-DhcpPlugin $args[1] | Out-Null
            $networks | ForEach-Object { New-DhcpNetwork $_.Name $_.Subnets -Mtu $_.Mtu } | Out-Null
            Get-DhcpNetwork
        }

        (Invoke-Session $session $script (Get-DhcpConfiguration).DatabasePath, $lab).Name | Should -Be 'blue', 'test'
    }

    It 'keeps the plugin that it has where another can''t be opened' {
        $notes = "$($world.Directory)/notes.txt"
        'not a database, but text that is long enough to be told from one' | Set-Content $notes

        { Invoke-Session $session { Connect-DhcpPlugin $args[0] } $notes } | Should -Throw "*$notes*" -ErrorId 'StoreNotADatabase,*'

        (Invoke-Session $session { Get-DhcpPlugin }).Description | Should -BeLike "*$lab"
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
