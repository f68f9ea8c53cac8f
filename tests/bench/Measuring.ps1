# Stopwatch, median, and two things measured in turns.

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

# Runs a program and answers with its lines; throws where it fails.
function Invoke-Program {
    $program, $arguments = $args
    $lines = [string[]] @(& $program @arguments)
    if ($LASTEXITCODE -ne 0) { throw "$program $arguments ended with exit status $LASTEXITCODE." }
    $lines
}
