<#
.SYNOPSIS
    Starts an Open vSwitch of its own in a directory, or stops it.
.DESCRIPTION
    For trying things out: an ovsdb-server and an ovs-vswitchd that nobody else uses, with a bridge on the userspace datapath, which
    needs no kernel module. Run it inside private network and mount namespaces ('unshare --net --mount …'), so that the bridge's
    devices are nobody else's either. On a host that has Open vSwitch running already, none of this is needed.
#>
param(
    [Parameter(Mandatory)] [string] $Directory,
    [string] $Bridge = 'br-int',
    [switch] $Stop
)
$ErrorActionPreference = 'Stop'

function Invoke-Program {
    $program, $arguments = $args
    $answer = & $program @arguments
    if ($LASTEXITCODE -ne 0) { throw "$program $arguments ended with exit status $LASTEXITCODE." }
    $answer
}

if ($Stop) {
    foreach ($daemon in 'ovs-vswitchd', 'ovsdb-server') {
        $pidFile = "$Directory/$daemon.pid"
        if (-not [IO.File]::Exists($pidFile)) { continue }
        $process = [Diagnostics.Process]::GetProcessById([int][IO.File]::ReadAllText($pidFile))
        # ovs-vswitchd's devices outlive it, unless it is told to clean up.
        [string[]] $options = if ($daemon -eq 'ovs-vswitchd') { '--cleanup' } else { @() }
        Invoke-Program ovs-appctl -t "$Directory/$daemon.$($process.Id).ctl" exit @options
        for ($i = 0; $i -lt 100 -and [IO.File]::Exists($pidFile); $i++) { [Threading.Thread]::Sleep(50) }
    }
    return
}

foreach ($name in 'OVS_RUNDIR', 'OVS_DBDIR', 'OVS_LOGDIR', 'OVS_SYSCONFDIR') {
    [Environment]::SetEnvironmentVariable($name, $Directory)
}
$null = [IO.Directory]::CreateDirectory($Directory)
$socket = "$Directory/db.sock"
Invoke-Program ovsdb-tool create "$Directory/conf.db" /usr/share/openvswitch/vswitch.ovsschema
Invoke-Program ovsdb-server '-vconsole:off' "$Directory/conf.db" "--remote=punix:$socket" "--pidfile=$Directory/ovsdb-server.pid" "--log-file=$Directory/ovsdb-server.log" --detach
Invoke-Program ovs-vsctl "--db=unix:$socket" --no-wait init
Invoke-Program ovs-vswitchd '-vconsole:off' "unix:$socket" "--pidfile=$Directory/ovs-vswitchd.pid" "--log-file=$Directory/ovs-vswitchd.log" --detach
Invoke-Program ovs-vsctl "--db=unix:$socket" add-br $Bridge '--' set bridge $Bridge datapath_type=netdev
"unix:$socket"
