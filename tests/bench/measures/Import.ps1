# How long the import takes: a new process that imports, against one that does not; and what the import takes seen from inside.
function Measure-Import($world, [int] $rounds) {
    $inside = [Collections.Generic.List[double]]::new()
    $statement = "`$w = [Diagnostics.Stopwatch]::StartNew(); Import-Module '$($world.ModulePath)'; `$w.Elapsed.TotalMilliseconds.ToString([cultureinfo]::InvariantCulture)"
    $import = { Measure-Time { $inside.Add([double] (Invoke-Program Invoke-PowerShell -NoProfile -NonInteractive -Command $statement)) } }
    $nothing = { Measure-Time { Invoke-Program Invoke-PowerShell -NoProfile -NonInteractive -Command "''" } }
    $null = & $import
    $null = & $nothing
    $inside.Clear()
    $times = Measure-Pair $rounds $import $nothing
    $difference = [double[]] @(for ($i = 0; $i -lt $rounds; $i++) { $times.Measured[$i] - $times.Reference[$i] })
    New-Result 'import: a process with it, less one without' $rounds (Get-Median $difference) 'ms' $null 150
    New-Result 'import: seen from inside' $rounds (Get-Median $inside) 'ms' $null 150
}
