<#
.SYNOPSIS
    Runs the scenarios with several hosts, each host a container with an Open vSwitch of its own.
.DESCRIPTION
    './build.sh TestContainers' runs this as root in private network, mount and process namespaces: containers, their wires and mounts end with it.
    Each scenario begins with hosts of its own and leaves none. A line tells of each; where one fails, all that it did.
    Exit status 0 where all has been run or skipped; the counts, and lines about what failed or was skipped, are in the report.
#>
param(
    # The repository, with the module in artifacts/DhcpNet.
    [Parameter(Mandatory)] [string] $Root,
    # Where podman's storage is, with the image in it.
    [Parameter(Mandatory)] [string] $Directory,
    [Parameter(Mandatory)] [string] $Image,
    # Names this run's containers and cgroups.
    [Parameter(Mandatory)] [string] $Id,
    # Where the counts go, a file for each suite.
    [Parameter(Mandatory)] [string] $ReportDirectory,
    # Only scenarios with this text in their names.
    [string] $Filter = '',
    # Directory of the module Pester. Without it the Pester suites are not run.
    [string] $Pester = ''
)
Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $false

. "$Root/build/powershell.ps1"
. "$PSScriptRoot/Hosts.ps1"

function Say([string] $text) { $Host.UI.WriteLine($text) }

function Save-Report([string] $suite, [int] $passed, [int] $failed, [int] $skipped, [string[]] $notes = @()) {
    [IO.File]::WriteAllLines("$ReportDirectory/$suite.txt", [string[]] (@("$passed $failed $skipped") + $notes))
}

# The PowerShell that runs this is the one on the hosts: its directory, and the .NET that it runs on, are mounted there.
function Add-PowerShell {
    $program, $library = Get-PowerShell
    $from = [IO.Path]::GetDirectoryName($(if ($library) { $library } else { $program }))
    $run.PowerShell = [string[]] @(
        if ($library) { '/opt/dotnet/dotnet', "/opt/dhcpnet/powershell/$([IO.Path]::GetFileName($library))" }
        else { "/opt/dhcpnet/powershell/$([IO.Path]::GetFileName($program))" })
    $run.Volumes[$from] = '/opt/dhcpnet/powershell:ro'
    # <root>/shared/Microsoft.NETCore.App/<version>/, unless PowerShell has brought its own.
    $runtime = [Runtime.InteropServices.RuntimeEnvironment]::GetRuntimeDirectory()
    $dotnet = [IO.Path]::GetFullPath("$runtime/../../..")
    if ([IO.File]::Exists("$dotnet/dotnet")) { $run.Volumes[$dotnet] = '/opt/dotnet:ro' }
}

# Why containers can't be had here, where they can't.
function Find-Obstacle {
    try {
        $null = Invoke-Podman run --rm --pull never --network none --privileged --systemd=false --tmpfs /run --cgroup-parent "/dhcpnet-$Id" $Image `
            sh -c '[ -c /dev/net/tun ] || { echo "the machine has no /dev/net/tun" >&2; exit 1; }'
    }
    # The last line of what podman says has the reason.
    catch { "no container could be started: $($_.Exception.Message.Trim().Split("`n")[-1])" }
}

function Invoke-Scenario([string] $path) {
    $name = [IO.Path]::GetFileNameWithoutExtension($path)
    $run.Transcript.Clear()
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $problem = $null
    try { $null = & $path }
    catch { $problem = "$($_.Exception.Message.Trim())`n$($_.ScriptStackTrace)" }
    finally { Remove-AllTestHosts }
    Say ('  {0,-7} {1,-28} {2,5:0.0} s' -f $(if ($problem) { 'FAILED' } else { 'passed' }), $name, $watch.Elapsed.TotalSeconds)
    if (-not $problem) { return }
    foreach ($line in $run.Transcript) { Say "      $line" }
    Say "      $problem"
    "failed: $name`: $($problem.Split("`n")[0])"
}

# In a single host: there they may do with the machine what they like.
function Invoke-PesterSuite {
    $run.Transcript.Clear()
    try {
        $node = New-TestHost 'pester'
        $powershell = $run.PowerShell
        $options = $run.PodmanOptions
        & timeout --kill-after=5 600 podman @options exec $node.Container @powershell -NoProfile -NonInteractive -File /opt/dhcpnet/tests/containers/pester.ps1 | Out-Host
        $report = "$($run.Shared)/Pester.txt"
        if ([IO.File]::Exists($report)) { [IO.File]::Copy($report, "$ReportDirectory/Pester.txt", $true) }
        else { Save-Report 'Pester' 0 1 0 'failed: Pester ended without results' }
    }
    catch { Save-Report 'Pester' 0 1 0 "failed: $($_.Exception.Message.Split("`n")[0])" }
    finally { Remove-AllTestHosts }
}

# podman's locks are in /dev/shm, where those of the machine's own podman are too.
& mount -t tmpfs -o mode=1777 tmpfs /dev/shm
$run = [pscustomobject] @{
    Id = $Id
    Image = $Image
    PodmanOptions = [string[]] (& "$PSScriptRoot/podman-options.sh" $Directory).Split(' ')
    PowerShell = [string[]] @()
    Module = '/opt/dhcpnet/artifacts/DhcpNet/DhcpNet.psd1'
    # A directory that all hosts have, as from a file server.
    Shared = "$Directory/shared"
    Volumes = [ordered] @{
        "$Root/artifacts/DhcpNet" = '/opt/dhcpnet/artifacts/DhcpNet:ro'
        "$Root/tests" = '/opt/dhcpnet/tests:ro'
        "$Root/docs" = '/opt/dhcpnet/docs:ro'
        "$Directory/shared" = '/shared'
    }
    # The image has no ICU.
    Environment = [ordered] @{ DOTNET_ROOT = '/opt/dotnet'; DOTNET_SYSTEM_GLOBALIZATION_INVARIANT = '1'; NO_COLOR = '1'; POWERSHELL_TELEMETRY_OPTOUT = '1' }
    Transcript = [Collections.Generic.List[string]]::new()
}
Add-PowerShell
if ($Pester) {
    $run.Volumes[$Pester] = '/opt/pester:ro'
    $run.Environment['DHCPNET_MODULE'] = $run.Module
}

# Whatever a run that was killed has left in the storage.
Remove-AllTestHosts
if ([IO.Directory]::Exists($run.Shared)) { [IO.Directory]::Delete($run.Shared, $true) }
$null = [IO.Directory]::CreateDirectory($run.Shared)

$obstacle = Find-Obstacle
if ($obstacle) {
    Save-Report 'containers' 0 0 1 "skipped: the scenarios with several hosts were not run: $obstacle"
    if ($Pester) { Save-Report 'Pester' 0 0 1 "skipped: the Pester suites were not run: $obstacle" }
    exit 0
}

$scenarios = [string[]] @([IO.Directory]::GetFiles("$PSScriptRoot/scenarios", '*.ps1').Where({ [IO.Path]::GetFileName($_).Contains($Filter, 'OrdinalIgnoreCase') }))
[Array]::Sort($scenarios)
$failures = [string[]] @(foreach ($scenario in $scenarios) { Invoke-Scenario $scenario })
Save-Report 'containers' ($scenarios.Count - $failures.Count) $failures.Count 0 $failures
if ($Pester) { Invoke-PesterSuite }
[IO.Directory]::Delete($run.Shared, $true)
