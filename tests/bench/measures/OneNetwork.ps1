# One network, in a process that has used the module already, against the bare tools one after the other. Undone outside of the timing.
function Measure-OneNetwork($world, [int] $rounds) {
    Assert-SameEndState $world
    $enable = {
        $network = New-BenchNetwork $world
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $enabled = Enable-NetworkDhcp $network
        $watch.Elapsed.TotalMilliseconds
        if ("$($enabled.State)" -ne 'Enabled') { throw "Enable-NetworkDhcp left network $($network.Name) $($enabled.State)." }
        Remove-BenchNetwork $network
    }
    $byTools = {
        (Start-ByBareTools $world)['total']
        Stop-ByBareTools $world
    }
    # Both once outside of the count: the first is the one that finds the disk's caches cold.
    $null = & $enable
    $null = & $byTools
    $times = Measure-Pair $rounds $enable $byTools
    New-Result 'Enable-NetworkDhcp of one network, warm' $rounds (Get-Median $times.Measured) 'ms' (Get-Median $times.Reference) 1.0
}
