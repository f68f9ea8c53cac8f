@{
    RootModule           = 'DhcpNet.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = '6f6a2f3e-6a3c-4d0e-9f0e-3b6d7a0c5d21'
    Author               = 'The DhcpNet authors'
    CompanyName          = 'Community'
    Copyright            = '(c) The DhcpNet authors. MIT licence.'
    Description          = 'DHCP and DNS service for virtual networks on Open vSwitch, the way OpenStack Neutron''s DHCP agent does it.'
    PowerShellVersion    = '7.4'
    CompatiblePSEditions = @('Core')
    FormatsToProcess     = @('DhcpNet.Format.ps1xml')
    FunctionsToExport    = @()
    AliasesToExport      = @()
    VariablesToExport    = @()
    CmdletsToExport      = @(
        'New-DhcpNetwork', 'Get-DhcpNetwork', 'Set-DhcpNetwork', 'Remove-DhcpNetwork', 'Import-DhcpNetwork', 'Export-DhcpNetwork'
        'New-DhcpSubnet', 'Get-DhcpSubnet', 'Set-DhcpSubnet', 'Remove-DhcpSubnet'
        'New-DhcpReservation', 'Get-DhcpReservation', 'Set-DhcpReservation', 'Remove-DhcpReservation'
        'New-DhcpPort', 'Get-DhcpPort', 'Remove-DhcpPort'
        'Add-OvsTap', 'Get-OvsTap', 'Remove-OvsTap'
        'New-NetNamespace', 'Get-NetNamespace', 'Remove-NetNamespace'
        'Set-TapAddress', 'Get-TapAddress'
        'Start-Dnsmasq', 'Stop-Dnsmasq', 'Get-Dnsmasq'
        'Enable-NetworkDhcp', 'Disable-NetworkDhcp', 'Update-NetworkDhcp', 'Restart-NetworkDhcp', 'Repair-NetworkDhcp'
        'Get-NetworkDhcp', 'Test-NetworkDhcp', 'Show-DhcpTopology', 'Watch-NetworkDhcp', 'Get-DhcpAgent'
        'Get-DhcpConfiguration', 'Set-DhcpConfiguration', 'Import-DhcpConfiguration', 'Connect-DhcpPlugin', 'Get-DhcpPlugin'
        'Get-DhcpLease', 'Remove-DhcpLease', 'Get-DhcpStatistics'
    )
    PrivateData          = @{
        PSData = @{
            Tags         = @('DHCP', 'DNS', 'dnsmasq', 'OpenvSwitch', 'OVS', 'OpenStack', 'Neutron', 'Network', 'Linux', 'PSEdition_Core')
            LicenseUri   = 'https://opensource.org/license/mit'
            ReleaseNotes = 'See CHANGELOG.md.'
        }
    }
}
