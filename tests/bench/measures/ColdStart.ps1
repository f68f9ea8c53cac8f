# From the start of a PowerShell that has nothing yet to a client's lease on the first network that it enables.
function Measure-ColdStart($world, [int] $rounds) {
    $times = [double[]]::new($rounds)
    for ($i = 0; $i -lt $rounds; $i++) {
        $network = New-BenchNetwork $world
        $client = New-Client $world $network.VlanTag (Get-BenchMac $world.Networks)
        try {
            $statement = "`$ErrorActionPreference = 'Stop'; Import-Module '$($world.ModulePath)'; `$null = Enable-NetworkDhcp '$($network.Name)'; 'enabled'"
            $watch = [Diagnostics.Stopwatch]::StartNew()
            # Its answer is there a little before it has ended.
            Invoke-PowerShell -NoProfile -NonInteractive -Command $statement | & { process { if ($_ -eq 'enabled') { Get-Lease $client; $times[$i] = $watch.Elapsed.TotalMilliseconds } } }
            if ($LASTEXITCODE -ne 0 -or $times[$i] -eq 0) { throw "A new process could not enable network $($network.Name)." }
        }
        finally {
            Remove-Client $world $client
        }
        Remove-BenchNetwork $network
    }
    New-Result 'a new process enables a network: a client served' $rounds (Get-Median $times) 'ms' $null 1000
}
