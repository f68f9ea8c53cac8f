BeforeAll {
    . $PSScriptRoot/Common.ps1
    Start-World | Out-Null
    New-DhcpNetwork blue 10.20.0.0/24 | Out-Null
    New-DhcpReservation blue fa:16:3e:20:00:10 10.20.0.50 -HostName vm1 | Out-Null
    $address = Get-DhcpNetwork blue | New-DhcpPort | Add-OvsTap | New-NetNamespace | Set-TapAddress
}

AfterAll { Stop-World }

Describe 'Start-Dnsmasq' {
    It 'is the last step of the chain: after it a client is served' {
        $dnsmasq = $address | Start-Dnsmasq

        "$($dnsmasq.Running) $($dnsmasq.Change) $($dnsmasq.Network)" | Should -Be 'True Started blue'
        Get-ServingProcess | Should -Be $dnsmasq.ProcessId
        New-Client vm1 fa:16:3e:20:00:10 | Get-ClientLease | ForEach-Object Address | Should -Be '10.20.0.50/24'
    }

    It 'writes the files that Neutron''s agent would write' {
        $path = (Get-Dnsmasq blue).Path

        [IO.File]::ReadAllText("$path/host") | Should -Match 'fa:16:3e:20:00:10,vm1\.openstacklocal\.,10\.20\.0\.50'
        [IO.File]::ReadAllText("$path/addn_hosts") | Should -Match '10\.20\.0\.50\s+vm1\.openstacklocal\. vm1'
        [IO.File]::ReadAllText("$path/opts") | Should -Match 'option:router,10\.20\.0\.1'
        [IO.File]::ReadAllText("$path/pid").Trim() | Should -Be "$((Get-Dnsmasq blue).ProcessId)"
    }

    It 'leaves a process alone that serves the right configuration' {
        $before = (Get-Dnsmasq blue).ProcessId

        $again = 'blue' | Start-Dnsmasq

        "$($again.ProcessId) $($again.Change)" | Should -Be "$before None"
    }

    It 'has it read its files again where they have changed, and tells why' {
        $before = (Get-Dnsmasq blue).ProcessId
        New-DhcpReservation blue fa:16:3e:20:00:70 10.20.0.70 | Out-Null

        $again = Start-Dnsmasq blue

        "$($again.ProcessId) $($again.Change)" | Should -Be "$before Reloaded"
        $again.Reason | Should -Match 'host'
        (New-Client vm2 fa:16:3e:20:00:70 | Get-ClientLease).Address | Should -Be '10.20.0.70/24'
    }

    It 'starts it anew where its command line has to be another' {
        $before = (Get-Dnsmasq blue).ProcessId
        Set-DhcpNetwork blue -Mtu 1400 | Out-Null

        $again = Start-Dnsmasq blue

        $again.ProcessId | Should -Not -Be $before
        $again.Reason | Should -Match 'mtu'
        Get-ServingProcess | Should -Be $again.ProcessId
    }

    It 'tells what is to be done first' {
        New-DhcpNetwork green 10.30.0.0/24 | Out-Null

        { Start-Dnsmasq green } | Should -Throw '*New-DhcpPort*' -ErrorId 'PortNotFound,*'
    }

    It 'starts nothing with -WhatIf' {
        Stop-Dnsmasq blue | Out-Null

        Start-Dnsmasq blue -WhatIf

        Get-ServingProcess | Should -BeNullOrEmpty
    }
}
