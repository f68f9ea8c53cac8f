# Many networks of the benchmark's at once: made, served by the module or by the tools, looked at, and removed.

# A bulk: networks whose service is turned on and off together, none of them served yet.
function New-Bulk($world, [int] $count) {
    $first = $world.Networks + 1
    [pscustomobject] @{
        World = $world
        Count = $count
        # The number of the first, which tells the MAC addresses of the clients.
        First = $first
        Networks = [object[]] @(for ($i = 0; $i -lt $count; $i++) { New-BenchNetwork $world })
        # What Enable-NetworkDhcp answered last.
        Enabled = [object[]] @()
    }
}

function Remove-Bulk($bulk) { $bulk.Networks | Remove-DhcpNetwork -Force }

# Turns all networks' service on, or that of the first ones; answers with the milliseconds.
function Enable-Bulk($bulk, [int] $count = $bulk.Count) {
    $networks = [object[]] [Linq.Enumerable]::ToArray([Linq.Enumerable]::Take([object[]] $bulk.Networks, $count))
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $bulk.Enabled = [object[]] @($networks | Enable-NetworkDhcp)
    $elapsed = $watch.Elapsed.TotalMilliseconds
    Assert-Enabled $bulk.Enabled $count
    $elapsed
}

function Assert-Enabled([object[]] $enabled, [int] $count) {
    if ($enabled.Count -ne $count) { throw "Enable-NetworkDhcp answered for $($enabled.Count) of $count networks." }
    foreach ($network in $enabled) {
        if ("$($network.State)" -ne 'Enabled') { throw "Enable-NetworkDhcp left network $($network.Name) $($network.State)." }
    }
}

# Turns the service of all that have one off; answers with the milliseconds.
function Disable-Bulk($bulk) {
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $disabled = [object[]] @($bulk.Enabled | Disable-NetworkDhcp -Force)
    $elapsed = $watch.Elapsed.TotalMilliseconds
    foreach ($network in $disabled) {
        if ("$($network.Change)" -ne 'Removed') { throw "Disable-NetworkDhcp changed nothing of network $($network.Name)." }
    }
    if ($disabled.Count -ne $bulk.Enabled.Count) { throw "Disable-NetworkDhcp answered for $($disabled.Count) of $($bulk.Enabled.Count) networks." }
    Wait-ForKernel
    $elapsed
}

# Every so manieth of the networks that were enabled last.
function Get-Sample($bulk, [int] $every) {
    for ($i = 0; $i -lt $bulk.Enabled.Count; $i += $every) { $bulk.Enabled[$i] }
}

# Asks the networks for addresses and names as clients do.
function Assert-Answer($bulk, [int] $every) {
    $asked = [object[]] @(Get-Sample $bulk $every)
    $tests = [object[]] @($asked | Test-NetworkDhcp)
    $failed = [string[]] @(foreach ($test in $tests) { if ("$($test.Result)" -ne 'Passed') { "$($test.Name) $($test.Result): $([string]::Join('; ', $test.Problems))" } })
    if ($tests.Count -ne $asked.Count -or $failed.Count -gt 0) {
        throw "Test-NetworkDhcp asked $($tests.Count) of $($asked.Count) networks; of these $($failed.Count) do not pass:`n$([string]::Join("`n", $failed))"
    }
}

# --- plans and ends --------------------------------------------------------------------------------------------------------------

# Writes the tools' plans of all networks, and makes sure that the module and both ways by the tools end in the same.
function Assert-SameBulkEndState($bulk, [int] $every) {
    $world = $bulk.World
    $null = Enable-Bulk $bulk
    $null = [IO.Directory]::CreateDirectory($world.Plans)
    for ($i = 0; $i -lt $bulk.Count; $i++) { Set-Plan $world $bulk.Enabled[$i] ('{0}/{1:d4}' -f $world.Plans, $i) }
    $byModule = Get-BulkEndState $bulk $every
    Assert-Answer $bulk $every
    $null = Disable-Bulk $bulk
    foreach ($start in { Invoke-BareTool bulk-tools.sh up, $world.Plans }, { Invoke-BareTool by-hand.sh $world.Plans }) {
        $null = & $start
        $byTools = Get-BulkEndState $bulk $every
        $null = Stop-BulkByBareTools $world
        Assert-Same $world $byModule $byTools
    }
}

function Get-BulkEndState($bulk, [int] $every) {
    [string]::Join("`n", [string[]] @(foreach ($enabled in Get-Sample $bulk $every) { Get-EndState $bulk.World $enabled }))
}

# Answers with the milliseconds.
function Stop-BulkByBareTools($world, [string] $way = 'down') {
    (Invoke-BareTool bulk-tools.sh $way, $world.Plans)['total']
    Wait-ForKernel
}

# --- what is not to change -------------------------------------------------------------------------------------------------------

# What tells that a dnsmasq was restarted, or that OVSDB was written.
function Get-Trace($bulk) {
    $pids = [string[]] @(foreach ($enabled in $bulk.Enabled) {
            $process = [IO.File]::ReadAllText("$(Get-StateDirectory $bulk.World $enabled)/pid").Trim()
            "$($enabled.Name): $process, started at $((Get-ProcessStatus $process)[19])"
        })
    [pscustomobject] @{
        Processes = [string]::Join("`n", $pids)
        DatabaseSize = [IO.FileInfo]::new("$($bulk.World.Work)/ovs/conf.db").Length
    }
}

function Assert-SameTrace($before, $after) {
    if ($before.Processes -ne $after.Processes) { throw "A dnsmasq was restarted although it served the right thing; before:`n$($before.Processes)`nand after:`n$($after.Processes)" }
    if ($before.DatabaseSize -ne $after.DatabaseSize) { throw "OVSDB was written although there was nothing to change: its file had $($before.DatabaseSize) bytes and has $($after.DatabaseSize)." }
}

function Get-StateDirectory($world, $enabled) { "$($world.Work)/state/dhcp/$($enabled.Id)" }
