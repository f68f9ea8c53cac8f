BeforeAll {
    . $PSScriptRoot/Common.ps1
    $world = Start-World -NoSwitch
}

AfterAll { Stop-World }

Describe 'Get-DhcpPlugin' {
    It 'names the store below the state path, which is there unless another was chosen' {
        (Get-DhcpPlugin).Description | Should -BeLike "*$($world.StatePath)/dhcpnet.db"
        "$($world.StatePath)/dhcpnet.db" | Should -Exist
    }

    It 'tells whether networks can be changed here, and how many there are' {
        1..3 | ForEach-Object { New-DhcpNetwork "lab-$_" } | Out-Null

        $plugin = Get-DhcpPlugin

        "$($plugin.Writable) $($plugin.Networks)" | Should -Be 'True 3'
    }

    It 'tells what hinders it where the store can''t be opened' {
        $problem = { Invoke-Session (New-Session) 'Set-DhcpConfiguration -StatePath /proc/dhcpnet; Get-DhcpPlugin' } | Should -Throw '*/proc/dhcpnet*' -ErrorId 'St*PathNotWritable,*' -PassThru

        $problem.CategoryInfo.Category | Should -Be 'PermissionDenied'
    }
}
