BeforeAll {
    . $PSScriptRoot/../Common.ps1
    Start-World | Out-Null
    New-DhcpNetwork blue 10.20.0.0/24 | Out-Null
    New-DhcpReservation blue fa:16:3e:20:00:10 10.20.0.50 | Out-Null
    New-DhcpNetwork green 10.30.0.0/24 | Out-Null
    Enable-NetworkDhcp blue, green | Out-Null
    $namespace = (Get-DhcpNetwork blue).NamespaceName
    $tap = (Get-DhcpPort blue).TapName
    $client = New-Client vm1 fa:16:3e:20:00:10
    Get-ClientLease $client | Out-Null
}

AfterAll { Stop-World }

Describe 'What breaks is seen, and mended by the command that made it' {
    It '<What>' -TestCases @(
        @{ What = 'dnsmasq was killed'; Problem = 'dnsmasq'; Crash = { [Diagnostics.Process]::GetProcessById((Get-Dnsmasq blue).ProcessId).Kill() } }
        @{ What = 'the tap was deleted'; Problem = 'tap'; Crash = { Invoke-Vsctl del-port $tap } }
        @{ What = 'the tap was moved out of the namespace'; Problem = 'tap'; Crash = { Invoke-Program ip -n $namespace link set $tap netns vm1 } }
        @{ What = 'the tap''s addresses were removed'; Problem = '10\.20\.0\.'; Crash = { Invoke-Program ip -n $namespace addr flush dev $tap } }
        @{
            What = 'dnsmasq was killed and the namespace deleted'; Problem = 'namespace'
            Crash = {
                [Diagnostics.Process]::GetProcessById((Get-Dnsmasq blue).ProcessId).Kill()
                Invoke-Program ip netns del $namespace
            }
        }
        @{
            What = 'dnsmasq was killed and its files deleted'; Problem = 'dnsmasq'
            Crash = {
                $dnsmasq = Get-Dnsmasq blue
                [Diagnostics.Process]::GetProcessById($dnsmasq.ProcessId).Kill()
                [IO.Directory]::Delete($dnsmasq.Path, $true)
            }
        }
    ) {
        $other = (Get-Dnsmasq green).ProcessId

        & $Crash

        $broken = Wait-Until { Get-NetworkDhcp blue | Where-Object State -EQ Degraded } 'The harm'
        "$($broken.Problems)" | Should -Match $Problem
        Enable-NetworkDhcp blue | Out-Null
        (Get-NetworkDhcp blue).State | Should -Be 'Enabled'
        (Get-ClientLease $client).Address | Should -Be '10.20.0.50/24'
        # The other network was not touched.
        (Get-Dnsmasq green).ProcessId | Should -Be $other
    }

    It 'keeps the lease of a client over dnsmasq''s death' {
        $before = (Get-DhcpLease blue).ExpiresAt
        [Diagnostics.Process]::GetProcessById((Get-Dnsmasq blue).ProcessId).Kill()
        Wait-Until { -not (Get-Dnsmasq blue).Running } 'The end of dnsmasq' | Out-Null

        Enable-NetworkDhcp blue | Out-Null

        (Get-DhcpLease blue).ExpiresAt | Should -Be $before
    }

    It 'finishes what was begun and cut short' {
        Disable-NetworkDhcp blue -Force | Out-Null
        New-DhcpPort blue | Add-OvsTap | New-NetNamespace | Out-Null

        (Get-NetworkDhcp blue).State | Should -Be 'Degraded'
        (Enable-NetworkDhcp blue).Steps | Should -Not -Contain 'port created'

        (Get-NetworkDhcp blue).State | Should -Be 'Enabled'
    }

    It 'undoes what is broken, too' {
        [Diagnostics.Process]::GetProcessById((Get-Dnsmasq blue).ProcessId).Kill()
        Invoke-Vsctl del-port (Get-DhcpPort blue).TapName

        Get-DhcpNetwork | Disable-NetworkDhcp -Force | Out-Null

        Get-Leftover | Should -BeNullOrEmpty
    }
}
