# An Open vSwitch, a state directory and networks of the benchmark's own, and the bare tools with a plan of what they are to do.

function New-World([string] $modulePath) {
    # A name that nobody else has: in a process namespace of its own every run has the same process numbers.
    $work = [IO.Directory]::CreateTempSubdirectory('dhcpnet-bench-').FullName
    # dnsmasq reads its files as 'nobody'.
    [IO.File]::SetUnixFileMode($work, [IO.UnixFileMode] 493) # 0755
    # The machine's own configuration is not this run's.
    $env:DHCPNET_CONFIG = "$work/dhcpnet.json"
    [pscustomobject] @{
        ModulePath = $modulePath
        Work = $work
        Ovsdb = & "$PSScriptRoot/../../docs/examples/private-ovs.ps1" -Directory "$work/ovs"
        Networks = 0
        Plan = $null
    }
}

function Remove-World($world) {
    & "$PSScriptRoot/../../docs/examples/private-ovs.ps1" -Directory "$($world.Work)/ovs" -Stop
    [IO.Directory]::Delete($world.Work, $true)
}

function Initialize-Module($world) {
    $null = Set-DhcpConfiguration -StatePath "$($world.Work)/state" -Ovsdb $world.Ovsdb
}

# A network with a /24, a DNS server and a client's reservation.
function New-BenchNetwork($world) {
    $number = ++$world.Networks
    $prefix = "10.$([Math]::Floor($number / 250)).$($number % 250)"
    $network = New-DhcpNetwork "bench$number"
    $null = New-DhcpSubnet $network "$prefix.0/24" -DnsServer "$prefix.2"
    $null = New-DhcpReservation $network ('fa:16:3e:00:{0:x2}:{1:x2}' -f [int][Math]::Floor($number / 250), ($number % 250)) -IPAddress "$prefix.50" -HostName "vm$number"
    $network
}

function Remove-BenchNetwork($network) {
    $null = Disable-NetworkDhcp $network -Force
    Remove-DhcpNetwork $network -Force
    Wait-ForKernel
}

# A namespace and what was in it are taken apart after whoever removed it has been told that it is gone.
function Wait-ForKernel { [Threading.Thread]::Sleep(50) }

# --- the bare tools --------------------------------------------------------------------------------------------------------------

# Writes what bare-tools.sh is to do: what the module just did for a network.
function Set-Plan($world, $enabled) {
    $network = $enabled.Network
    $port = $enabled.Port
    $directory = "$($world.Work)/state/dhcp/$($network.Id)"
    $commandLine = [IO.File]::ReadAllText("/proc/$($enabled.ProcessId)/cmdline").TrimEnd([char] 0).Split([char] 0)
    $files = foreach ($name in 'host', 'addn_hosts', 'opts', 'leases', 'interface') { "[$name]=$(Quote ([IO.File]::ReadAllText("$directory/$name")))" }
    $externalIds = foreach ($pair in "iface-id=$($port.Id)", 'iface-status=active', "attached-mac=""$($port.MacAddress)""") { "external_ids:$pair" }
    $gateways = foreach ($subnet in $network.Subnets) { if ($subnet.GatewayIp) { "$($subnet.GatewayIp)" } }
    $plan = [string[]] @(
        "ovsdb=$(Quote $world.Ovsdb)"
        'bridge=br-int'
        "namespace=$($enabled.Namespace)"
        "tap=$($enabled.TapName)"
        "vlan=$($network.VlanTag)"
        "mac=$($port.MacAddress)"
        "mtu=$($network.Mtu)"
        "external_ids=($(Quote $externalIds))"
        "addresses=($(Quote $enabled.Addresses))"
        "gateways=($(Quote $gateways))"
        "directory=$(Quote $directory)"
        "declare -A files=($([string]::Join(' ', $files)))"
        "dnsmasq=($(Quote $commandLine))"
    )
    $world.Plan = "$($world.Work)/plan"
    [IO.File]::WriteAllLines($world.Plan, $plan)
}

# Words of a shell's.
function Quote([string[]] $words) { [string]::Join(' ', [string[]] @(foreach ($word in $words) { "'" + $word.Replace("'", "'\''") + "'" })) }

# Does the plan by the bare tools; answers with the milliseconds a step, and in all as 'total'.
function Start-ByBareTools($world) {
    $steps = [ordered] @{}
    foreach ($line in Invoke-Program bash "$PSScriptRoot/bare-tools.sh" up $world.Plan) {
        $name, $microseconds = $line.Split(' ')
        $steps[$name] = [double] $microseconds / 1000
    }
    $steps
}

function Stop-ByBareTools($world) {
    $null = Invoke-Program bash "$PSScriptRoot/bare-tools.sh" down $world.Plan
    Wait-ForKernel
}

# All that there is of a network's service, as text.
function Get-EndState($world, $enabled) {
    [string]::Join("`n", (Invoke-Program bash "$PSScriptRoot/end-state.sh" $world.Ovsdb $enabled.Namespace $enabled.TapName "$($world.Work)/state/dhcp/$($enabled.Id)"))
}

# Makes sure that the two ways lead to the same, and leaves the plan for the next.
function Assert-SameEndState($world) {
    $network = New-BenchNetwork $world
    $enabled = Enable-NetworkDhcp $network
    $byModule = Get-EndState $world $enabled
    Set-Plan $world $enabled
    Remove-BenchNetwork $network
    $null = Start-ByBareTools $world
    $byTools = Get-EndState $world $enabled
    Stop-ByBareTools $world
    if ($byModule -ne $byTools) {
        [IO.File]::WriteAllText("$($world.Work)/module.txt", "$byModule`n")
        [IO.File]::WriteAllText("$($world.Work)/tools.txt", "$byTools`n")
        $difference = [string]::Join("`n", @(& diff "$($world.Work)/module.txt" "$($world.Work)/tools.txt"))
        throw "The module (<) and the bare tools (>) lead to different ends, so their times can't be compared:`n$difference"
    }
}
