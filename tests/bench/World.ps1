# An Open vSwitch, a state directory and networks of the benchmark's own, and the bare tools with plans of what they are to do.

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
        Plan = "$work/plan"
        # A plan for each of many networks.
        Plans = "$work/plans"
    }
}

function Remove-World($world) {
    & "$PSScriptRoot/../../docs/examples/private-ovs.ps1" -Directory "$($world.Work)/ovs" -Stop
    [IO.Directory]::Delete($world.Work, $true)
}

# For processes that are started later, too.
function Initialize-Module($world) {
    $null = Set-DhcpConfiguration -StatePath "$($world.Work)/state" -Ovsdb $world.Ovsdb -Persist
}

# A network with a /24, a DNS server and a client's reservation, apart from the others by its VLAN tag.
function New-BenchNetwork($world) {
    $number = ++$world.Networks
    $prefix = "10.$([Math]::Floor($number / 250)).$($number % 250)"
    $network = New-DhcpNetwork "bench$number" -VlanTag (1 + $number % 4094)
    $null = New-DhcpSubnet $network "$prefix.0/24" -DnsServer "$prefix.2"
    $null = New-DhcpReservation $network (Get-BenchMac $number) -IPAddress "$prefix.50" -HostName "vm$number"
    $network
}

function Get-BenchMac([int] $number, [int] $client = 0) { 'fa:16:3e:{0:x2}:{1:x2}:{2:x2}' -f $client, ($number -shr 8), ($number -band 255) }

function Remove-BenchNetwork($network) {
    $null = Disable-NetworkDhcp $network -Force
    Remove-DhcpNetwork $network -Force
    Wait-ForKernel
}

# A namespace and what was in it are taken apart after whoever removed it has been told that it is gone, one batch of them after the other.
# So one more is removed: when it is taken apart, which shows in that the other end of its cable is gone, so are all those before.
function Wait-ForKernel {
    $name = 'bench-marker'
    $null = Invoke-Program ip netns add $name
    $null = Invoke-Program ip link add $name type veth peer name peer netns $name
    $null = Invoke-Program ip netns del $name
    while ([IO.File]::ReadAllText('/proc/net/dev').Contains("${name}:")) { [Threading.Thread]::Sleep(2) }
}

# --- the bare tools --------------------------------------------------------------------------------------------------------------

# Writes what the tools are to do: what the module just did for a network.
function Set-Plan($world, $enabled, [string] $path = $world.Plan) {
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
    [IO.File]::WriteAllLines($path, $plan)
}

# Words of a shell's.
function Quote([string[]] $words) { [string]::Join(' ', [string[]] @(foreach ($word in $words) { "'" + $word.Replace("'", "'\''") + "'" })) }

# Runs a script by the bare tools; answers with the milliseconds a step, and in all as 'total'.
function Invoke-BareTool([string] $script, [string[]] $arguments) {
    $steps = [ordered] @{}
    foreach ($line in Invoke-Program bash "$PSScriptRoot/$script" @arguments) {
        $name, $microseconds = $line.Split(' ')
        $steps[$name] = [double] $microseconds / 1000
    }
    $steps
}

# Does the plan by the bare tools.
function Start-ByBareTools($world) { Invoke-BareTool bare-tools.sh up, $world.Plan }

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
    Assert-Same $world $byModule $byTools
}

function Assert-Same($world, [string] $byModule, [string] $byTools) {
    if ($byModule -eq $byTools) { return }
    [IO.File]::WriteAllText("$($world.Work)/module.txt", "$byModule`n")
    [IO.File]::WriteAllText("$($world.Work)/tools.txt", "$byTools`n")
    $difference = [string]::Join("`n", @(& diff "$($world.Work)/module.txt" "$($world.Work)/tools.txt"))
    throw "The module (<) and the bare tools (>) lead to different ends, so their times can't be compared:`n$difference"
}
