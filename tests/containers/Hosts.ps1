# What scenarios are written with: hosts, wires between them, clients on them. Dot-sourced by run.ps1, whose $run says where things are.

# --- podman ----------------------------------------------------------------------------------------------------------------------

# Runs podman and returns the lines that it printed; throws with all of them where it failed. Nothing here may hang: what takes minutes is ended.
function Invoke-Podman {
    $arguments = [string[]] (@('--kill-after=5', '120', 'podman') + $run.PodmanOptions + $args)
    $lines = & timeout @arguments 2>&1
    $status = $LASTEXITCODE
    $answer = [Collections.Generic.List[string]]::new()
    foreach ($line in $lines) {
        $run.Transcript.Add("      $line")
        # Standard error, and a PowerShell's warnings, are for the transcript.
        if ($line -isnot [Management.Automation.ErrorRecord] -and -not "$line".StartsWith('WARNING: ')) { $answer.Add("$line") }
    }
    if ($status -ne 0) { throw "'podman $args' ended with status $status$(if ($status -eq 124) { ': it took too long' }). $([string]::Join("`n", [object[]] @($lines)))" }
    $answer
}

# --- hosts -----------------------------------------------------------------------------------------------------------------------

# A host that has just booted for the first time, with Open vSwitch and br-int, an empty DhcpNet store and no network.
function New-TestHost([string] $name) {
    Show-Step "$name boots"
    $node = [pscustomobject] @{ Name = $name; Container = "dhcpnet-$($run.Id)-$name" }
    # Open vSwitch takes as much of the limits as it may; the machine's own can be above what a container may set.
    $options = '--network', 'none', '--privileged', '--systemd=false', '--tmpfs', '/run', '--cgroup-parent', "/dhcpnet-$($run.Id)",
        '--ulimit', 'nofile=20000:20000', '--ulimit', 'nproc=20000:20000'
    $volumes = foreach ($from in $run.Volumes.Keys) { '--volume'; "$from`:$($run.Volumes[$from])" }
    $environment = foreach ($key in $run.Environment.Keys) { '--env'; "$key=$($run.Environment[$key])" }
    $null = Invoke-Podman run --detach --name $node.Container --hostname $name @options @volumes @environment $run.Image /opt/dhcpnet/tests/containers/host.sh
    Wait-TestHost $node
    $node
}

function Wait-TestHost($node) {
    $null = Invoke-HostProgram $node sh -c 'until [ -e /run/host-is-up ]; do sleep 0.1; done'
}

# The power goes off: everything that runs on the host ends at once.
function Stop-TestHost($node) {
    Show-Step "$($node.Name) is killed"
    $null = Invoke-Podman kill $node.Container
    $null = Invoke-Podman wait $node.Container
}

# It boots again. Its disk is as it was, /run is empty.
function Start-TestHost($node) {
    Show-Step "$($node.Name) boots again"
    $null = Invoke-Podman start $node.Container
    Wait-TestHost $node
}

function Remove-AllTestHosts {
    $null = Invoke-Podman rm --all --force --time 0
}

# Joins the integration bridges of two hosts by a wire, and a VXLAN tunnel on it.
function Connect-TestHost($one, $other) {
    Show-Step "$($one.Name) and $($other.Name) are joined by a VXLAN tunnel"
    $processes = foreach ($node in $one, $other) { Invoke-Podman inspect --format '{{.State.Pid}}' $node.Container }
    & ip link add wire0 netns $processes[0] type veth peer name wire0 netns $processes[1]
    if ($LASTEXITCODE -ne 0) { throw "There is no wire between $($one.Name) and $($other.Name)." }
    $null = Invoke-HostProgram $one /opt/dhcpnet/tests/containers/tunnel.sh wire0 172.31.0.1/24 172.31.0.2
    $null = Invoke-HostProgram $other /opt/dhcpnet/tests/containers/tunnel.sh wire0 172.31.0.2/24 172.31.0.1
}

# Runs a program on a host and returns what it prints.
function Invoke-HostProgram($node) {
    $run.Transcript.Add("   $($node.Name)# $args")
    Invoke-Podman exec $node.Container @args
}

# Runs statements in a new PowerShell session on a host, with the module imported, and returns the lines that they write. Of this script's
# variables they know those that are passed, as strings.
function Invoke-OnHost($node, [scriptblock] $statements, [Collections.IDictionary] $values = @{}, [string] $module = $run.Module) {
    $run.Transcript.Add("   $($node.Name)> $($statements.ToString().Trim())")
    $powershell = $run.PowerShell
    Invoke-Podman exec $node.Container @powershell -NoProfile -NonInteractive -Command (Get-SessionText $statements $values $module)
}

# The same, without waiting for the end.
function Start-OnHost($node, [scriptblock] $statements, [Collections.IDictionary] $values = @{}, [string] $module = $run.Module) {
    $run.Transcript.Add("   $($node.Name)> $($statements.ToString().Trim()) &")
    $powershell = $run.PowerShell
    $null = Invoke-Podman exec --detach $node.Container @powershell -NoProfile -NonInteractive -Command (Get-SessionText $statements $values $module)
}

function Get-SessionText([scriptblock] $statements, [Collections.IDictionary] $values, [string] $module) {
    $lines = [Collections.Generic.List[string]] @('$ErrorActionPreference = ''Stop''', "Import-Module '$module'")
    foreach ($name in $values.Keys) { $lines.Add("`$$name = '$("$($values[$name])".Replace("'", "''"))'") }
    [string]::Join("`n", $lines) + "`n" + $statements.ToString()
}

# --- clients ---------------------------------------------------------------------------------------------------------------------

# Plugs a client, as a virtual machine would be, into br-int of a host.
function Add-Client($node, [string] $name, [string] $mac, [string] $vlan = '') {
    $null = Invoke-HostProgram $node /opt/dhcpnet/tests/containers/client.sh plug $name $mac $vlan
}

# Has it ask for an address, and returns what it got: Address ('10.20.0.50/24'), Server, HostName, DnsServers. Throws where nobody answers.
function Request-Address($node, [string] $name) {
    foreach ($line in Invoke-HostProgram $node /opt/dhcpnet/tests/containers/client.sh ask $name @args) {
        if ($line -match '^leased (\S+) from (\S+) as (\S+) with DNS (.+)$') {
            return [pscustomobject] @{ Address = $Matches[1]; Server = $Matches[2]; HostName = $Matches[3]; DnsServers = $Matches[4].Trim() }
        }
    }
    throw "Client $name on $($node.Name) got no address."
}

# Has it look a host's name up, and returns the address that it is told.
function Resolve-Name($node, [string] $name, [string] $hostName, [string] $server) {
    # The server's own address comes first.
    foreach ($line in Invoke-HostProgram $node /opt/dhcpnet/tests/containers/client.sh resolve $name $hostName $server) {
        if ($line -match '^Address: (\d+\.\d+\.\d+\.\d+)$') { return $Matches[1] }
    }
}

# After its host has booted again.
function Restart-Client($node, [string] $name, [string] $mac) {
    $null = Invoke-HostProgram $node /opt/dhcpnet/tests/containers/client.sh boot $name $mac
}

function Remove-Client($node, [string] $name) {
    $null = Invoke-HostProgram $node /opt/dhcpnet/tests/containers/client.sh unplug $name
}

# --- telling and checking --------------------------------------------------------------------------------------------------------

function Show-Step([string] $text) { $run.Transcript.Add("   == $text") }

function Assert-That([bool] $condition, [string] $text) {
    if (-not $condition) { throw "This was to be so, and is not: $text" }
    $run.Transcript.Add("   ok: $text")
}

# For what happens by itself, if late.
function Wait-Until([string] $text, [scriptblock] $condition) {
    $end = [DateTime]::UtcNow.AddSeconds(60)
    while (-not (& $condition)) {
        if ([DateTime]::UtcNow -gt $end) { throw "This was to come about within a minute, and did not: $text" }
        [Threading.Thread]::Sleep(200)
    }
    $run.Transcript.Add("   ok: $text")
}
