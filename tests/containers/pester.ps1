# Runs the Pester suites on a host, and writes counts and names to /shared/Pester.txt as run.ps1 does for scenarios.
$ErrorActionPreference = 'Stop'
Import-Module /opt/pester/Pester
$result = Invoke-Pester -Path /opt/dhcpnet/tests/Pester -PassThru -Output Normal
$lines = @("$($result.PassedCount) $($result.FailedCount + $result.FailedBlocksCount + $result.FailedContainersCount) $($result.SkippedCount)")
$lines += foreach ($test in $result.Failed) { "failed: $($test.ExpandedPath)" }
$lines += foreach ($test in $result.Skipped) { "skipped: $($test.ExpandedPath)" }
[IO.File]::WriteAllLines('/shared/Pester.txt', [string[]] $lines)
