BeforeAll {
    . $PSScriptRoot/../Common.ps1
    Start-World | Out-Null
}

AfterAll { Stop-World }

Describe 'A hundred networks in a pipeline' {
    It 'makes them, a VLAN each, and serves them all' {
        $summary = 1..100 | ForEach-Object { New-DhcpNetwork "rack-$_" "10.60.$_.0/24" -VlanTag (600 + $_) } | Enable-NetworkDhcp -Summary

        "$($summary.Networks) $($summary.Changed) $($summary.Failed)" | Should -Be '100 100 0'
        Get-ServingProcess | Should -HaveCount 100
        Get-TapName | Should -HaveCount 100
        Get-NamespaceName | Should -HaveCount 100
    }

    It 'finds each of them as it is to be' {
        Get-NetworkDhcp | Where-Object State -NE Enabled | Should -BeNullOrEmpty
    }

    It 'serves clients of any of them' {
        New-DhcpReservation rack-1 fa:16:3e:60:01:10 10.60.1.50 -Update | Out-Null
        New-DhcpReservation rack-73 fa:16:3e:60:73:10 10.60.73.50 -Update | Out-Null

        (New-Client vm1 fa:16:3e:60:01:10 -Tag 601 | Get-ClientLease).Address | Should -Be '10.60.1.50/24'
        (New-Client vm73 fa:16:3e:60:73:10 -Tag 673 | Get-ClientLease).Address | Should -Be '10.60.73.50/24'
    }

    It 'changes nothing when it is done again' {
        $before = Get-ServingProcess

        $summary = Get-DhcpNetwork | Enable-NetworkDhcp -Summary

        "$($summary.Changed) $($summary.Unchanged)" | Should -Be '0 100'
        Get-ServingProcess | Should -Be $before
    }

    It 'puts back what is missing here and there' {
        Get-DhcpNetwork rack-*5 | Stop-Dnsmasq | Out-Null

        (Get-DhcpNetwork | Enable-NetworkDhcp | Where-Object Change -NE None).Name | Sort-Object | Should -Be (@(Get-DhcpNetwork rack-*5).Name | Sort-Object)
    }

    It 'removes them all' {
        $summary = Get-DhcpNetwork | Disable-NetworkDhcp -Force -Summary

        "$($summary.Changed) $($summary.Failed)" | Should -Be '100 0'
        Get-Leftover | Should -BeNullOrEmpty
    }
}
