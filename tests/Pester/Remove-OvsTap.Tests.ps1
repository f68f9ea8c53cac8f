BeforeAll {
    . $PSScriptRoot/Common.ps1
    Start-World | Out-Null
    1..4 | ForEach-Object { New-DhcpNetwork "lab-$_" "10.41.$_.0/24" } | New-DhcpPort | Add-OvsTap | Out-Null
    New-Client vm1 fa:16:3e:41:01:02 | Out-Null
}

AfterAll { Stop-World }

Describe 'Remove-OvsTap' {
    It 'removes a tap from its bridge, and its device with it' {
        $tap = (Get-DhcpPort lab-1).TapName

        Remove-OvsTap $tap -Force

        Get-TapName | Should -Not -Contain $tap
        Test-Device $tap | Should -BeFalse
        Get-DhcpPort lab-1 | Should -HaveCount 1
    }

    It 'removes many taps from the pipeline in one transaction' {
        $before = [int] (Invoke-Vsctl get Open_vSwitch . next_cfg)

        Get-OvsTap | Where-Object { "$($_.Network)" -in 'lab-2', 'lab-3' } | Remove-OvsTap -Force

        Get-TapName | Should -Be (Get-DhcpPort lab-4).TapName
        [int] (Invoke-Vsctl get Open_vSwitch . next_cfg) | Should -Be ($before + 1)
    }

    It 'does not remove what is no tap of a DHCP port' {
        { Remove-OvsTap vm1 -Force } | Should -Throw '*vm1*' -ErrorId 'TapNotFound,*'
        Invoke-Vsctl list-ports br-int | Should -Contain vm1
    }

    It 'removes nothing with -WhatIf' {
        Get-OvsTap | Remove-OvsTap -Force -WhatIf

        Get-TapName | Should -HaveCount 1
    }
}
