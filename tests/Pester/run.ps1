# Runs the suites, or those tests that have a text in their names, and writes what came of them to a file: in its first line how many
# passed, failed and were skipped, then a line for each that did not pass. './build.sh Test' does that, in private namespaces.
param(
    [Parameter(Mandatory)] [string] $Report,
    [string] $Filter = '',
    # The module's name, or its file.
    [string] $Pester = 'Pester'
)
$ErrorActionPreference = 'Stop'
Import-Module $Pester -MinimumVersion 5.0

$selection = if ($Filter) { @{ FullNameFilter = "*$Filter*" } } else { @{} }
$result = Invoke-Pester -Path $PSScriptRoot -PassThru -Output Normal @selection

function Get-Note([string] $word, [string] $name, $errors) {
    $reason = if ($errors) { ": $("$($errors[0])".Split("`n")[0])" } elseif ($word -eq 'skipped') { ": there are no jobs in $($Host.Name)" }
    "${word}: $name$reason"
}

$skipped = @($result.Skipped) + @($result.Inconclusive)
@(
    "$($result.PassedCount) $($result.FailedCount + $result.FailedBlocksCount + $result.FailedContainersCount) $($skipped.Count)"
    $result.Failed | ForEach-Object { Get-Note failed $_.ExpandedPath $_.ErrorRecord }
    $result.FailedBlocks | ForEach-Object { Get-Note failed "around $($_.ExpandedPath)" $_.ErrorRecord }
    $result.FailedContainers | ForEach-Object { Get-Note failed "around $($_.Item)" $_.ErrorRecord }
    $skipped | ForEach-Object { Get-Note skipped $_.ExpandedPath $_.ErrorRecord }
) | Set-Content $Report
