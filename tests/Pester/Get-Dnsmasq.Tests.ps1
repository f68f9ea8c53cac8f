BeforeAll {
    . $PSScriptRoot/Common.ps1
    Start-World | Out-Null
    1..2 | ForEach-Object { New-DhcpNetwork "lab-$_" "10.41.$_.0/24" } | Enable-NetworkDhcp | Out-Null
    New-DhcpNetwork blue 10.20.0.0/24 | Out-Null
}

AfterAll { Stop-World }

Describe 'Get-Dnsmasq' {
    It 'lists the dnsmasq of each network that is served here' {
        Get-Dnsmasq | ForEach-Object { "$($_.Network) $($_.Namespace) $($_.Interface) $($_.Running)" } |
            Should -Be (Get-DhcpNetwork lab-*).ForEach({ "$($_.Name) $($_.NamespaceName) $((Get-DhcpPort $_).TapName) True" })
        (Get-Dnsmasq).ProcessId | Sort-Object | Should -Be (@(Get-ServingProcess) | Sort-Object)
    }

    It 'tells when it was started, and where its files are' {
        $dnsmasq = Get-Dnsmasq lab-1

        $dnsmasq.StartTime | Should -BeLessOrEqual ([DateTimeOffset]::Now)
        "$($dnsmasq.Path)/host" | Should -Exist
    }

    It 'takes wildcards, and networks from the pipeline' {
        (Get-Dnsmasq *-1).Network.ForEach({ "$_" }) | Should -Be 'lab-1'
        Get-DhcpNetwork | Get-Dnsmasq | Should -HaveCount 2
    }

    It 'shows one that has died as not running, so that it can be started' {
        [Diagnostics.Process]::GetProcessById((Get-Dnsmasq lab-2).ProcessId).Kill()

        $dead = Wait-Until { Get-Dnsmasq | Where-Object { -not $_.Running } } 'The end of dnsmasq'

        "$($dead.Network) $($dead.ProcessId)" | Should -Be 'lab-2 '
        ($dead | Start-Dnsmasq).Running | Should -BeTrue
    }

    It 'tells that a network does not exist' {
        { Get-Dnsmasq nowhere } | Should -Throw '*nowhere*' -ErrorId 'NetworkNotFound,*'
    }
}
