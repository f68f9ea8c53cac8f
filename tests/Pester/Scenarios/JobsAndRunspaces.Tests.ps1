BeforeAll {
    . $PSScriptRoot/../Common.ps1
    $world = Start-World
    # Each runspace and process reads the configuration for itself.
    Set-DhcpConfiguration -StatePath $world.StatePath -Ovsdb $world.Ovsdb -Persist | Out-Null
    $module = (Get-Module DhcpNet).Path
    1..12 | ForEach-Object { New-DhcpNetwork "rack-$_" "10.60.$_.0/24" -VlanTag (600 + $_) } | Out-Null
}

AfterAll { Stop-World }

Describe 'Networks in jobs and in other runspaces' {
    AfterEach { Get-DhcpNetwork | Disable-NetworkDhcp -Force | Out-Null }

    It 'are served by ForEach-Object -Parallel' {
        $served = Get-DhcpNetwork | ForEach-Object -ThrottleLimit 4 -Parallel {
            Import-Module $using:module
            Enable-NetworkDhcp $_
        }

        $served | Should -HaveCount 12
        Get-ServingProcess | Should -HaveCount 12
    }

    It 'are served by a job, whose results can be piped on' -Skip:($Host.Name -eq 'DhcpNet.Shell') {
        $served = Start-Job { Import-Module $using:module; Get-DhcpNetwork | Enable-NetworkDhcp } | Receive-Job -Wait -AutoRemoveJob

        $served | Should -HaveCount 12
        $served[0].PSTypeNames | Should -Contain 'Deserialized.DhcpNet.NetworkDhcp'
        Get-ServingProcess | Should -HaveCount 12
        # What comes out of a job, or from another machine, is a picture of the object: it still says which network it is.
        $served | Get-NetworkDhcp | Where-Object State -EQ Enabled | Should -HaveCount 12
        $served.Network | Disable-NetworkDhcp -Force | Should -HaveCount 12
        Get-Leftover | Should -BeNullOrEmpty
    }

    It 'are whole or as they were when a job is stopped' -Skip:($Host.Name -eq 'DhcpNet.Shell') {
        $job = Start-ThreadJob { Import-Module $using:module; Get-DhcpNetwork | Enable-NetworkDhcp -ThrottleLimit 1 }
        Wait-Until { Get-ServingProcess } 'The first dnsmasq' | Out-Null

        Stop-Job $job

        (Get-NetworkDhcp).State | Sort-Object -Unique | Should -BeIn 'Enabled', 'Disabled'
        Remove-Job $job
    }
}

Describe 'Functions of a script' {
    It 'ask for a network by the name of its type' {
        function Get-Prefix {
            param([Parameter(Mandatory, ValueFromPipeline)] [PSTypeName('DhcpNet.Network')] $Network)
            process { "$($Network.Subnets)" }
        }

        Get-DhcpNetwork rack-3 | Get-Prefix | Should -Be '10.60.3.0/24'
        { 'rack-3' | Get-Prefix } | Should -Throw
    }
}
