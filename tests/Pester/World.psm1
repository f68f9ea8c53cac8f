# The world of a suite: an Open vSwitch on the userspace datapath, a state directory, clients and an agent, all of them its own.
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$privateOvs = "$PSScriptRoot/../../docs/examples/private-ovs.ps1"
$world = $null

# Makes the session work on a directory of its own, and, unless the suite is about the store alone, on a switch of its own.
function Start-World {
    param([switch] $NoSwitch)
    if (-not $NoSwitch -and (Test-Device br-int)) {
        throw 'There is a br-int already. These suites are for private namespaces (./build.sh Test), or for a machine without Open vSwitch.'
    }
    $directory = [IO.Directory]::CreateTempSubdirectory('dhcpnet-pester-').FullName
    # dnsmasq reads its files as 'nobody'.
    [IO.File]::SetUnixFileMode($directory, [IO.UnixFileMode] 493) # 0755
    # The machine's own configuration is not the suite's.
    $env:DHCPNET_CONFIG = "$directory/dhcpnet.json"
    $script:world = [pscustomobject] @{
        Directory = $directory
        StatePath = "$directory/state"
        Ovsdb = "unix:$directory/ovs/db.sock"
        FormerNamespaces = @(Get-NamespaceName)
        Agent = $null
        AgentEvents = $null
        Sessions = [Collections.Generic.List[object]]::new()
    }
    if (-not $NoSwitch) { $null = & $privateOvs -Directory "$directory/ovs" }
    $null = Set-DhcpConfiguration -StatePath $world.StatePath -Ovsdb $world.Ovsdb -IntegrationBridge br-int
    $world
}

# Takes all of it down again, in whatever state a test that failed has left it.
function Stop-World {
    if (-not $world) { return }
    try {
        Stop-Agent
        foreach ($session in $world.Sessions) { $session.Dispose() }
        Get-DhcpNetwork -ErrorAction Ignore | Disable-NetworkDhcp -Force -ErrorAction Ignore | Out-Null
        foreach ($id in Get-ServingProcess) { [Diagnostics.Process]::GetProcessById($id).Kill() }
        foreach ($name in Get-NamespaceName) { if ($name -notin $world.FormerNamespaces) { Invoke-Program ip netns del $name } }
        if (Test-Path "$($world.Directory)/ovs") { Stop-Switch }
        [IO.Directory]::Delete($world.Directory, $true)
    }
    finally {
        $script:world = $null
    }
}

function Stop-Switch {
    try { & $privateOvs -Directory "$($world.Directory)/ovs" -Stop }
    catch {
        # One of its processes has ended before, or did not begin: the others, and what it has left, are taken away.
        foreach ($file in Get-Item "$($world.Directory)/ovs/*.pid") { Get-Process -Id (Get-Content $file) -ErrorAction Ignore | Where-Object Name -Like 'ovs*' | Stop-Process -Force }
        foreach ($device in 'br-int', 'ovs-netdev') { if (Test-Device $device) { Invoke-Program ip link del $device } }
    }
    # Its pid file goes before it does.
    $null = Wait-Until { -not (Test-Device br-int) } 'The end of br-int'
}

# --- looking at the host, without the module -------------------------------------------------------------------------------------

# The lines that a program puts out. One that fails is an error.
function Invoke-Program {
    $program, $arguments = $args
    $answer = & $program @arguments 2>&1 | ForEach-Object { "$_" }
    if ($LASTEXITCODE -ne 0) { throw "'$program $arguments' ended with exit status ${LASTEXITCODE}: $answer" }
    $answer
}

function Invoke-Vsctl { Invoke-Program ovs-vsctl "--db=$($world.Ovsdb)" --timeout=15 @args }

# Whether there is a network device of that name, outside of all networks' namespaces.
function Test-Device([string] $Name) { [IO.Directory]::Exists("/proc/sys/net/ipv4/conf/$Name") }

# The ports of a bridge that are DHCP ports' taps.
function Get-TapName([string] $Bridge = 'br-int') { Invoke-Vsctl list-ports $Bridge | Where-Object { $_ -like 'tap*' } }

function Get-NamespaceName { Invoke-Program ip netns list | ForEach-Object { $_.Split(' ')[0] } }

# The ids of the dnsmasq processes that serve from this world's directory.
function Get-ServingProcess {
    foreach ($directory in [IO.Directory]::GetDirectories('/proc')) {
        $id = 0
        if (-not [int]::TryParse([IO.Path]::GetFileName($directory), [ref] $id)) { continue }
        # It may end while it is looked at.
        try { $line = [IO.File]::ReadAllText("$directory/cmdline") } catch [IO.IOException] { continue }
        if ($line.Contains("--pid-file=$($world.StatePath)/")) { $id }
    }
}

# What there is on the host of networks' DHCP, a line a thing; nothing when all is undone.
function Get-Leftover {
    Get-NamespaceName | Where-Object { $_ -like 'qdhcp-*' } | ForEach-Object { "namespace $_" }
    Get-TapName | ForEach-Object { "tap $_" }
    Get-ServingProcess | ForEach-Object { "process $_" }
    if (Test-Path "$($world.StatePath)/dhcp") { Get-ChildItem "$($world.StatePath)/dhcp" | ForEach-Object { "files $_" } }
}

# Waits for something that comes by itself, and returns it.
function Wait-Until([scriptblock] $Condition, [string] $What, [int] $Seconds = 30) {
    $watch = [Diagnostics.Stopwatch]::StartNew()
    while ($true) {
        $answer = & $Condition
        if ($answer) { return $answer }
        if ($watch.Elapsed.TotalSeconds -gt $Seconds) { throw "$What did not come within $Seconds seconds." }
        [Threading.Thread]::Sleep(20)
    }
}

# --- clients ---------------------------------------------------------------------------------------------------------------------

# A machine on the switch: a namespace with an interface that has the MAC address.
function New-Client([string] $Name, [string] $MacAddress, [string[]] $Tag = @()) {
    Invoke-Vsctl add-port br-int $Name $Tag.ForEach({ "tag=$_" }) '--' set interface $Name type=internal
    Invoke-Program ip netns add $Name
    Invoke-Program ip link set $Name netns $Name
    Invoke-Program ip -n $Name link set $Name address $MacAddress up
    [pscustomobject] @{ Name = $Name; MacAddress = $MacAddress }
}

# What udhcpc calls with what it was given.
$clientScript = @'
#!/bin/sh
case "$1" in
bound | renew)
    ip -4 addr flush dev "$interface"
    ip -4 addr add "$ip/$mask" dev "$interface"
    env > "$LEASE_FILE"
    ;;
esac
'@

# Has the client ask for a lease, and returns what it is told; nothing, if nobody answers in time.
function Get-ClientLease([Parameter(ValueFromPipeline)] $Client, [int] $Seconds = 10) {
    $script = "$($world.Directory)/client.sh"
    if (-not (Test-Path $script)) {
        [IO.File]::WriteAllText($script, $clientScript)
        [IO.File]::SetUnixFileMode($script, [IO.UnixFileMode] 493) # 0755
    }
    $file = "$($world.Directory)/$($Client.Name).lease"
    [IO.File]::Delete($file)
    $null = & ip netns exec $Client.Name env "LEASE_FILE=$file" udhcpc -i $Client.Name -q -n -f -t $Seconds -T 1 -s $script -O mtu -O staticroutes -O bootfile -O ntpsrv 2>&1
    if (-not (Test-Path $file)) { return }
    $given = @{}
    foreach ($line in [IO.File]::ReadAllLines($file)) {
        $name, $value = $line.Split('=', 2)
        $given[$name] = $value
    }
    [pscustomobject] @{
        Address = "$($given.ip)/$($given.mask)"
        Router = $given['router']
        DnsServer = $given['dns']
        HostName = $given['hostname']
        Domain = $given['domain']
        Mtu = $given['mtu']
        Routes = $given['staticroutes']
        BootFile = $given['boot_file'] ?? $given['bootfile']
        NtpServer = $given['ntpsrv']
        Seconds = $given['lease']
        Server = $given['serverid']
    }
}

# The address that the DNS of a DHCP port gives a client for a name; nothing, if it knows none.
function Resolve-ClientName($Client, [string] $Name, [string] $Server) {
    $answer = & ip netns exec $Client.Name busybox nslookup -type=a $Name $Server 2>&1 | ForEach-Object { "$_" }
    # The first address is the server's own.
    $answer | Where-Object { $_ -match '^Address(?: 1)?:\s+([0-9.]+)\s*$' } | ForEach-Object { $Matches[1] } | Select-Object -Last 1
}

# --- the agent -------------------------------------------------------------------------------------------------------------------

# An agent in the background, and its first sync done.
function Start-Agent {
    $world.Agent = [powershell]::Create().AddScript({
        param($module, $state, $ovsdb)
        Import-Module $module
        $null = Set-DhcpConfiguration -StatePath $state -Ovsdb $ovsdb
        Watch-NetworkDhcp
    }).AddArgument((Get-Module DhcpNet).Path).AddArgument($world.StatePath).AddArgument($world.Ovsdb)
    $world.AgentEvents = [Management.Automation.PSDataCollection[psobject]]::new()
    $null = $world.Agent.BeginInvoke([Management.Automation.PSDataCollection[psobject]]::new(), $world.AgentEvents)
    $null = Wait-Until { Get-AgentEvent Synced } 'The first sync'
}

# What the agent has told so far, of a kind and a network.
function Get-AgentEvent([string] $Kind = '*', [string] $Network = '*') {
    # Its enumerator would wait for more.
    $told = for ($i = 0; $i -lt $world.AgentEvents.Count; $i++) { $world.AgentEvents[$i] }
    $told | Where-Object { "$($_.Kind)" -like $Kind -and "$($_.Network)" -like $Network }
}

# Ends it as Ctrl+C would.
function Stop-Agent {
    if (-not $world.Agent) { return }
    $world.Agent.Stop()
    $world.Agent.Dispose()
    $world.Agent = $null
}

# --- other sessions --------------------------------------------------------------------------------------------------------------

# A session that knows nothing of what this one has set.
function New-Session {
    $session = [runspacefactory]::CreateRunspace()
    $session.Open()
    $world.Sessions.Add($session)
    Invoke-Session $session { Import-Module $args[0] } (Get-Module DhcpNet).Path
    $session
}

# Runs a script there. Errors are thrown here.
function Invoke-Session($Session, [string] $Script, [string[]] $Arguments = @()) {
    $shell = [powershell]::Create($Session)
    try {
        $null = $shell.AddScript("`$ErrorActionPreference = 'Stop'; $Script")
        foreach ($argument in $Arguments) { $null = $shell.AddArgument($argument) }
        $shell.Invoke()
    }
    catch [Management.Automation.MethodInvocationException] {
        throw $_.Exception.InnerException.ErrorRecord
    }
    finally {
        $shell.Dispose()
    }
}

Export-ModuleMember -Function *
