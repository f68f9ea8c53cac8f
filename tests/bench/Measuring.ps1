# Stopwatch, median, things measured in turns, and what processes compute and occupy.

# Milliseconds that a script block takes.
function Measure-Time([scriptblock] $work) {
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $null = & $work
    $watch.Elapsed.TotalMilliseconds
}

function Get-Median([double[]] $values) {
    $sorted = [double[]] $values.Clone()
    [Array]::Sort($sorted)
    $middle = [Math]::Floor($sorted.Count / 2)
    if ($sorted.Count % 2 -eq 1) { $sorted[$middle] } else { ($sorted[$middle - 1] + $sorted[$middle]) / 2 }
}

# Runs two script blocks, each of which answers with its milliseconds, in turns: what disturbs the machine meets both, and neither always comes second.
function Measure-Pair([int] $rounds, [scriptblock] $measured, [scriptblock] $reference) {
    $times = [pscustomobject] @{ Measured = [double[]]::new($rounds); Reference = [double[]]::new($rounds) }
    for ($i = 0; $i -lt $rounds; $i++) {
        if ($i % 2 -eq 0) { $times.Measured[$i] = & $measured }
        $times.Reference[$i] = & $reference
        if ($i % 2 -eq 1) { $times.Measured[$i] = & $measured }
    }
    $times
}

# The same for any number of script blocks, each of which answers with a table of names and milliseconds: a table of names and all rounds'
# milliseconds. Each block is the first in turn.
function Measure-InTurn([int] $rounds, [scriptblock[]] $ways) {
    $times = @{}
    for ($i = 0; $i -lt $rounds; $i++) {
        for ($j = 0; $j -lt $ways.Count; $j++) {
            $round = & $ways[($i + $j) % $ways.Count]
            foreach ($name in $round.Keys) { $times[$name] = [double[]] @($times[$name]; $round[$name]).Where({ $null -ne $_ }) }
        }
    }
    $times
}

# Runs a program and answers with its lines; throws where it fails.
function Invoke-Program {
    $program, $arguments = $args
    $lines = [string[]] @(& $program @arguments)
    if ($LASTEXITCODE -ne 0) { throw "$program $arguments ended with exit status $LASTEXITCODE." }
    $lines
}

# The fields of /proc/<id>/stat behind the name, proc_pid_stat(5): the first is the one that is numbered 3 there.
function Get-ProcessStatus([string] $id) {
    $text = [IO.File]::ReadAllText("/proc/$id/stat")
    $text.Substring($text.LastIndexOf(')') + 2).Split(' ')
}

# The milliseconds that this process, programs that it ran and waited for, and Open vSwitch have computed, in steps of ten.
function Get-ProcessorTime($world) {
    $own = Get-ProcessStatus 'self'
    $times = [ordered] @{
        'PowerShell' = 10 * ([long] $own[11] + [long] $own[12])
        'programs that it started' = 10 * ([long] $own[13] + [long] $own[14])
    }
    foreach ($daemon in 'ovs-vswitchd', 'ovsdb-server') {
        $status = Get-ProcessStatus ([IO.File]::ReadAllText("$($world.Work)/ovs/$daemon.pid").Trim())
        $times[$daemon] = 10 * ([long] $status[11] + [long] $status[12])
    }
    $times
}

# A line of /proc/self/status, in MB.
function Get-OwnMemory([string] $name) {
    foreach ($line in [IO.File]::ReadAllLines('/proc/self/status')) {
        if ($line -match "^${name}:\s+(\d+) kB") { return [double] $Matches[1] / 1024 }
    }
}
