<#
.SYNOPSIS
    Brings networks, and their DHCP service on this host, to what files say; puts out a line for each change.
.DESCRIPTION
    The files are beside the script: dhcpnet_networks.json has networks as docs/file-formats.md describes them, dhcpnet_absent_networks.json
    the names of those that are not to be there. Run again it changes nothing, and puts out nothing.
#>
param(
    [Parameter(Mandatory)] [string] $Module,
    # Tells what would be changed, and changes nothing.
    [switch] $Trial,
    # Only looks whether the files are right.
    [switch] $CheckOnly
)
$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 3.0

function Stop-WithErrors([object[]] $problems) {
    foreach ($problem in $problems) { [Console]::Error.WriteLine("$problem".Replace("$PSScriptRoot/", '')) }
    exit 1
}

# The networks that the file defines, with every default in place: of a store of their own, which nobody else sees.
function Read-WantedNetwork([string] $file) {
    $null = Connect-DhcpPlugin "$PSScriptRoot/wanted.db"
    $networks = @(Import-DhcpNetwork $file -PassThru -ErrorAction SilentlyContinue -ErrorVariable problems)
    if ($problems) { Stop-WithErrors $problems }
    $networks
}

# What defaults would hide: networks of which the file names the reservations, and reservations of which it names the addresses. The others
# are not its to say.
function Read-Given([string] $file) {
    $given = @{ Reservations = @{}; Addresses = @{} }
    foreach ($network in [Text.Json.Nodes.JsonNode]::Parse([IO.File]::ReadAllText($file))['networks']) {
        if ($null -eq $network['ports']) { continue }
        $given.Reservations["$($network['name'])"] = $true
        foreach ($port in $network['ports']) {
            if ($null -eq $port['fixed_ips']) { continue }
            $given.Addresses["$($network['name']) $("$($port['mac_address'])".ToLowerInvariant().Replace('-', ':'))"] = [string[]] @(foreach ($ip in $port['fixed_ips']) { "$($ip['ip_address'])" })
        }
    }
    $given
}

function Get-NetworkText($network) { "vlan $([int] $network.VlanTag), mtu $($network.Mtu), project '$($network.ProjectId)', up $($network.AdminStateUp)" }

function Get-SubnetText($subnet) {
    "name '$($subnet.Name)', gateway $($subnet.GatewayIp), pools $($subnet.AllocationPools), dns $($subnet.DnsNameservers), routes $($subnet.HostRoutes), dhcp $($subnet.EnableDhcp)"
}

function Get-OptionText($port) {
    $options = [string[]] @(foreach ($option in $port.ExtraDhcpOpts) { "$($option.IpVersion) $option" })
    [Array]::Sort($options, [StringComparer]::Ordinal)
    "options $options"
}

function Get-AddressText([object[]] $addresses) {
    $texts = [string[]] @(foreach ($address in $addresses) { "$address" })
    [Array]::Sort($texts, [StringComparer]::Ordinal)
    "addresses $texts"
}

function Test-Service($port) { $port.DeviceOwner.StartsWith('network:') }

# Notes a change, and makes it unless this is a trial.
function Invoke-Change([string] $text, [scriptblock] $change) {
    $text
    if (-not $Trial) { $null = & $change }
}

function Set-Network($is, $wanted) {
    if ((Get-NetworkText $is) -eq (Get-NetworkText $wanted)) { return }
    Invoke-Change "network $($is.Name): changed to $(Get-NetworkText $wanted)" {
        Set-DhcpNetwork $is.Id -VlanTag ([int] $wanted.VlanTag) -Mtu $wanted.Mtu -ProjectId "$($wanted.ProjectId)" -AdminStateUp $wanted.AdminStateUp
    }
}

function Set-Subnet($network, $is, $wanted) {
    $gateway = if ($wanted.GatewayIp) { @{ Gateway = "$($wanted.GatewayIp)" } } else { @{ NoGateway = $true } }
    $lists = @{
        AllocationPool = [string[]] @(foreach ($pool in $wanted.AllocationPools) { "$pool" })
        DnsServer = [string[]] @(foreach ($server in $wanted.DnsNameservers) { "$server" })
        HostRoute = [string[]] @(foreach ($route in $wanted.HostRoutes) { "$($route.Destination),$($route.Nexthop)" })
    }
    if ($is) {
        if ((Get-SubnetText $is) -eq (Get-SubnetText $wanted)) { return }
        Invoke-Change "network $($network.Name): subnet $($wanted.Cidr) changed to $(Get-SubnetText $wanted)" {
            Set-DhcpSubnet $is.Id -NewName $wanted.Name -EnableDhcp $wanted.EnableDhcp @gateway @lists
        }
        return
    }
    $modes = @{}
    if ($wanted.Ipv6AddressMode) { $modes.Ipv6AddressMode = Get-ModeText $wanted.Ipv6AddressMode }
    if ($wanted.Ipv6RaMode) { $modes.Ipv6RaMode = Get-ModeText $wanted.Ipv6RaMode }
    Invoke-Change "network $($network.Name): subnet $($wanted.Cidr) added" {
        New-DhcpSubnet $network.Id "$($wanted.Cidr)" -Name $wanted.Name -DisableDhcp:(-not $wanted.EnableDhcp) @gateway @lists @modes
    }
}

function Get-ModeText($mode) { "$mode".Replace('Dhcpv6', 'dhcpv6-').ToLowerInvariant() }

function Set-Reservation($network, $is, $wanted, [string[]] $addresses) {
    # With automatic addresses a port has more than were asked for.
    $isText = "name '$($is.DnsName)', $(Get-OptionText $is)"
    $wantedText = "name '$($wanted.DnsName)', $(Get-OptionText $wanted)"
    if ($null -ne $addresses) {
        $isText += ", $(Get-AddressText $is.FixedIps)"
        $wantedText += ", $(Get-AddressText $wanted.FixedIps)"
    }
    if ($isText -eq $wantedText) { return }
    $more = if ($null -ne $addresses) { @{ IPAddress = $addresses } } else { @{} }
    # An option without a value is removed.
    $options = Get-OptionTable $wanted
    foreach ($name in (Get-OptionTable $is).Keys) { if (-not $options.ContainsKey($name)) { $options[$name] = $null } }
    Invoke-Change "network $($network.Name): reservation of $($wanted.MacAddress) changed to $wantedText" {
        Set-DhcpReservation $is.Id -HostName "$($wanted.DnsName)" -Option $options @more
    }
}

function Add-Reservation($network, $wanted, [string[]] $addresses) {
    $more = if ($addresses) { @{ IPAddress = $addresses } } else { @{} }
    Invoke-Change "network $($network.Name): reservation of $($wanted.MacAddress) added" {
        New-DhcpReservation $network.Id "$($wanted.MacAddress)" -HostName "$($wanted.DnsName)" -Option (Get-OptionTable $wanted) @more
    }
}

function Get-OptionTable($port) {
    $options = @{}
    foreach ($option in $port.ExtraDhcpOpts) { $options["$(if ($option.IpVersion -eq 6) { 'option6:' } else { 'option:' })$($option.OptName)"] = $option.OptValue }
    $options
}

# A network that is there becomes as the file has it.
function Set-All($is, $wanted, $given) {
    Set-Network $is $wanted
    $subnets = @{}
    foreach ($subnet in $is.Subnets) { $subnets["$($subnet.Cidr)"] = $subnet }
    $ports = @{}
    foreach ($port in $is.Ports) { if (-not (Test-Service $port)) { $ports["$($port.MacAddress)"] = $port } }
    $wantedSubnets = [string[]] @(foreach ($subnet in $wanted.Subnets) { "$($subnet.Cidr)" })
    $wantedPorts = [string[]] @(foreach ($port in $wanted.Ports) { "$($port.MacAddress)" })
    # What is to go comes first: its addresses may be given to others.
    foreach ($mac in $ports.Keys) {
        if ($mac -notin $wantedPorts -and $given.Reservations[$wanted.Name]) { Invoke-Change "network $($is.Name): reservation of $mac removed" { Remove-DhcpReservation $ports[$mac].Id -Force } }
    }
    foreach ($cidr in $subnets.Keys) {
        if ($cidr -notin $wantedSubnets) { Invoke-Change "network $($is.Name): subnet $cidr removed" { Remove-DhcpSubnet $subnets[$cidr].Id -Force } }
    }
    foreach ($subnet in $wanted.Subnets) { Set-Subnet $is $subnets["$($subnet.Cidr)"] $subnet }
    foreach ($port in $wanted.Ports) {
        $addresses = $given.Addresses["$($wanted.Name) $($port.MacAddress)"]
        $there = $ports["$($port.MacAddress)"]
        if ($there) { Set-Reservation $is $there $port $addresses } else { Add-Reservation $is $port $addresses }
    }
}

# The service of networks that are to be there: given where it lacks, taken away where the network is down.
function Set-Service([string[]] $names, [string[]] $changed) {
    if ($Trial) {
        foreach ($service in Get-DhcpNetwork | Where-Object { $_.Name -in $names } | Get-NetworkDhcp) {
            if ($service.Network.AdminStateUp -and "$($service.State)" -ne 'Enabled') { "network $($service.Name): service enabled ($($service.State): $($service.Problems -join '; '))" }
        }
        return
    }
    $networks = @(Get-DhcpNetwork | Where-Object { $_.Name -in $names })
    $results = @(
        # Clients notice nothing of an update; what it does not look at is seen to by the rest.
        $networks | Where-Object { $_.Name -in $changed -or -not $_.AdminStateUp } | Update-NetworkDhcp -ErrorAction SilentlyContinue -ErrorVariable updateProblems
        $networks | Where-Object AdminStateUp | Enable-NetworkDhcp -ErrorAction SilentlyContinue -ErrorVariable enableProblems)
    foreach ($result in $results) { if ("$($result.Change)" -ne 'None') { "network $($result.Name): $($result.Steps -join ', ')" } }
    $problems = @($updateProblems; $enableProblems)
    if ($problems) { Stop-WithErrors $problems }
}

try {
    Import-Module $Module
    $file = "$PSScriptRoot/dhcpnet_networks.json"
    $absent = [string[]] @(foreach ($name in [Text.Json.Nodes.JsonNode]::Parse([IO.File]::ReadAllText("$PSScriptRoot/dhcpnet_absent_networks.json"))) { "$name" })
    $wanted = @(Read-WantedNetwork $file)
    if ($CheckOnly) { exit 0 }

    $store = "$((Get-DhcpConfiguration).StatePath)/dhcpnet.db"
    if ($Trial -and -not [IO.File]::Exists($store)) {
        foreach ($network in $wanted) { "network $($network.Name): created and enabled" }
        exit 0
    }
    $null = Connect-DhcpPlugin $store
    foreach ($network in Get-DhcpNetwork | Where-Object { $_.Name -in $absent }) {
        Invoke-Change "network $($network.Name): removed" {
            Disable-NetworkDhcp $network.Id -Force
            Remove-DhcpNetwork $network.Id -Force
        }
    }
    $there = @{}
    foreach ($network in Get-DhcpNetwork) { $there[$network.Name] = $network }
    $given = Read-Given $file
    $changed = [Collections.Generic.List[string]]::new()
    foreach ($network in $wanted) {
        $lines = @(if ($there[$network.Name]) { Set-All $there[$network.Name] $network $given } else { "network $($network.Name): created" })
        if ($lines) { $changed.Add($network.Name) }
        $lines
    }
    # Makes those that lack, and says in what any of the others is still not as wanted: what can't be changed.
    if (-not $Trial) {
        $null = Import-DhcpNetwork $file -ErrorAction SilentlyContinue -ErrorVariable problems
        if ($problems) { Stop-WithErrors $problems }
    }
    Set-Service ([string[]] @(foreach ($network in $wanted) { $network.Name })) $changed.ToArray()
}
catch {
    Stop-WithErrors @($_)
}
