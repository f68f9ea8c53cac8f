# Many networks together: turned on from nothing, once more, changed, and turned off; the first and the last against the bare tools.
function Measure-Bulk($world, [int] $count, [int] $rounds, [int] $every) {
    $bulk = New-Bulk $world $count
    # All ways go through once outside of the count here.
    Assert-SameBulkEndState $bulk $every
    $processors = [ordered] @{}
    $times = Measure-InTurn $rounds @(
        { Measure-ModuleBulk $bulk $every $processors }
        { Measure-ToolsBulk $world }
        { Measure-HandBulk $world }
        { Measure-BulkFloor $world }
    )
    $summary = Get-DhcpNetwork | Enable-NetworkDhcp -Summary
    $null = Disable-Bulk $bulk
    Remove-Bulk $bulk
    $each = @{}
    foreach ($name in $times.Keys) { $each[$name] = (Get-Median $times[$name]) / $count }
    $needed = $each['floor: taps'] + $each['floor: dnsmasq']
    [pscustomobject] @{
        Results = [object[]] @(
            New-Result "Enable-NetworkDhcp of $count, each: to the best tools" $rounds $each['enable'] 'ms' $each['tools: up'] 0.3
            New-Result "... to a person's loop" $rounds $each['enable'] 'ms' $each['hand: up'] (1 / 6)
            New-Result '... to the limit: adding taps, dnsmasq by twos' $rounds $each['enable'] 'ms' $needed 3
            New-Result "... to the kernel's moving of the taps, serial" $rounds $each['enable'] 'ms' $each['floor: moves'] $null
            New-Result "Enable-NetworkDhcp of $count already up, each" $rounds $each['again'] 'ms' $null 2
            New-Result "Update-NetworkDhcp of $count, each with a client more" $rounds $each['update'] 'ms' $null 3
            New-Result "Disable-NetworkDhcp of $count, each: to `"taps first`"" $rounds $each['disable'] 'ms' $each['tools: down'] 0.75
            New-Result '... to "namespaces first"' $rounds $each['disable'] 'ms' $each['hand: down'] $null
        )
        Count = $count
        Rounds = $rounds
        # Who computed for how long while the networks were enabled, in all rounds together.
        Processors = $processors
        Elapsed = [Linq.Enumerable]::Average($times['enable'])
        Summary = $summary
    }
}

# One round by the module.
function Measure-ModuleBulk($bulk, [int] $every, $processors) {
    $before = Get-ProcessorTime $bulk.World
    $enable = Enable-Bulk $bulk
    $after = Get-ProcessorTime $bulk.World
    foreach ($name in $after.Keys) { $processors[$name] = [double] $processors[$name] + $after[$name] - $before[$name] }
    Assert-Answer $bulk $every
    $again = Measure-Again $bulk
    $update = Measure-Update $bulk
    @{ 'enable' = $enable; 'again' = $again; 'update' = $update; 'disable' = Disable-Bulk $bulk }
}

function Measure-Again($bulk) {
    $before = Get-Trace $bulk
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $enabled = [object[]] @(Get-DhcpNetwork | Enable-NetworkDhcp)
    $watch.Elapsed.TotalMilliseconds
    Assert-Enabled $enabled $bulk.Count
    Assert-SameTrace $before (Get-Trace $bulk)
}

# A client more on each network, and all told of it.
function Measure-Update($bulk) {
    $clients = [object[]] @(for ($i = 0; $i -lt $bulk.Count; $i++) { New-DhcpReservation $bulk.Networks[$i] (Get-BenchMac ($bulk.First + $i) 1) })
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $null = [object[]] @(Get-DhcpNetwork | Update-NetworkDhcp)
    $watch.Elapsed.TotalMilliseconds
    for ($i = 0; $i -lt $bulk.Count; $i++) {
        $hosts = "$(Get-StateDirectory $bulk.World $bulk.Networks[$i])/host"
        if (-not [IO.File]::ReadAllText($hosts).Contains("$($clients[$i].MacAddress)")) { throw "Update-NetworkDhcp left $hosts without $($clients[$i].MacAddress)." }
    }
    # The next round is to find what this one found.
    $clients | Remove-DhcpReservation -Force
}

# One round each by the tools. How they are undone has nothing to do with how they were done: what is there is the same.
function Measure-ToolsBulk($world) {
    $up = (Invoke-BareTool bulk-tools.sh up, $world.Plans)['total']
    @{ 'tools: up' = $up; 'tools: down' = Stop-BulkByBareTools $world }
}

function Measure-HandBulk($world) {
    $up = (Invoke-BareTool by-hand.sh $world.Plans)['total']
    @{ 'hand: up' = $up; 'hand: down' = Stop-BulkByBareTools $world down-namespaces }
}

function Measure-BulkFloor($world) {
    $steps = Invoke-BareTool bulk-tools.sh floor, $world.Plans
    $null = Stop-BulkByBareTools $world down-namespaces
    @{ 'floor: taps' = $steps['taps']; 'floor: moves' = $steps['moves']; 'floor: dnsmasq' = $steps['dnsmasq'] }
}
