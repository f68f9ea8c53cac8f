<#
.SYNOPSIS
    Measures the module against the bare tools, prints a table, and writes it to artifacts/bench.json.
.DESCRIPTION
    './build.sh Bench' runs this as root in private network, mount and process namespaces. Machines differ and are noisy: what counts are the
    ratios. Both sides of a ratio are measured in the same run, in turns, and the medians compared. A missed target is printed, and is no
    failure: the exit status is 1 only where something did not run.
.EXAMPLE
    ./build.sh Bench --quick
#>
[CmdletBinding(PositionalBinding = $false)]
param(
    # The module to measure.
    [Parameter(Mandatory)] [string] $ModulePath,
    # Fewer rounds and networks: about a minute instead of ten.
    [switch] $Quick,
    # Where the table goes as JSON.
    [string] $OutputPath = "$PSScriptRoot/../../artifacts/bench.json",
    # '--quick', the way it is written elsewhere.
    [Parameter(ValueFromRemainingArguments)] [string[]] $Rest = @()
)
Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $false

foreach ($word in $Rest) {
    if ($word -ne '--quick') { throw "'$word' is no argument of Bench; there is --quick." }
    $Quick = $true
}

. "$PSScriptRoot/../../build/powershell.ps1"
. "$PSScriptRoot/Measuring.ps1"
. "$PSScriptRoot/Reporting.ps1"
. "$PSScriptRoot/World.ps1"
. "$PSScriptRoot/Bulk.ps1"
. "$PSScriptRoot/Client.ps1"
. "$PSScriptRoot/measures/Import.ps1"
. "$PSScriptRoot/measures/OneNetwork.ps1"
. "$PSScriptRoot/measures/Memory.ps1"
. "$PSScriptRoot/measures/Cost.ps1"
. "$PSScriptRoot/measures/ColdStart.ps1"
. "$PSScriptRoot/measures/Bulk.ps1"
. "$PSScriptRoot/measures/BulkCost.ps1"
. "$PSScriptRoot/measures/Many.ps1"
. "$PSScriptRoot/measures/Growth.ps1"

$rounds = if ($Quick) { 5 } else { 15 }
$results = [Collections.Generic.List[object]]::new()
$world = New-World $ModulePath
try {
    foreach ($result in Measure-Import $world $rounds) { $results.Add($result) }
    Import-Module $ModulePath
    Initialize-Module $world
    foreach ($result in Measure-OneNetwork $world $rounds) { $results.Add($result) }
    foreach ($result in Measure-Memory) { $results.Add($result) }
    $costs = Measure-Cost $world $rounds
    foreach ($result in Measure-ColdStart $world 5) { $results.Add($result) }
    $bulk = if ($Quick) { Measure-Bulk $world 50 2 10 } else { Measure-Bulk $world 200 5 1 }
    foreach ($result in $bulk.Results) { $results.Add($result) }
    if (-not $Quick) { foreach ($result in Measure-Many $world 100 1000 3) { $results.Add($result) } }
    foreach ($result in Measure-Growth $world $(if ($Quick) { 100, 1000 } else { 100, 1000, 10000 }) 5) { $results.Add($result) }
}
finally {
    Remove-World $world
}
Show-Result $results
Show-Cost $costs
Show-BulkProcessor $bulk
Show-BulkCost $bulk
Save-Result $results $OutputPath
