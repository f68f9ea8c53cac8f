<#
.SYNOPSIS
    From nothing to a DHCP service with a client, step by step, and back to nothing.
.DESCRIPTION
    './build.sh Demo' runs this inside private namespaces, as root, with an Open vSwitch of its own. It ends with exit status 0 only if
    everything that it shows has really happened.
#>
param(
    # The module to show.
    [string] $ModulePath = 'DhcpNet'
)
$ErrorActionPreference = 'Stop'
Import-Module $ModulePath

$work = [IO.Directory]::CreateTempSubdirectory('dhcpnet-quickstart-').FullName
[IO.File]::SetUnixFileMode($work, 493) # 0755: dnsmasq reads its files as 'nobody'
$client = 'quickstart-vm1'
$mac = 'fa:16:3e:00:00:10'

function Show-Step([string] $Text) { "`n== $Text" | Out-Host }

function Assert-That([bool] $Condition, [string] $Text) {
    if (-not $Condition) { throw "This was to be so, and is not: $Text" }
    "   ok: $Text" | Out-Host
}

function Invoke-Program {
    $program, $arguments = $args
    & $program @arguments
    if ($LASTEXITCODE -ne 0) { throw "$program $arguments ended with exit status $LASTEXITCODE." }
}

try {
    $ovsdb = & "$PSScriptRoot/private-ovs.ps1" -Directory "$work/ovs"

    Show-Step 'Where things are: a state directory and an OVSDB of this demonstration''s own'
    Set-DhcpConfiguration -StatePath "$work/state" -Ovsdb $ovsdb | Out-Null

    Show-Step 'A network with a subnet, and a reservation for a client'
    New-DhcpNetwork blue | Out-Host
    New-DhcpSubnet blue 10.20.0.0/24 -DnsServer 10.20.0.2 -HostRoute '10.99.0.0/16,10.20.0.254' | Out-Host
    New-DhcpReservation blue $mac -IPAddress 10.20.0.50 -HostName vm1 | Out-Host

    Show-Step 'Step 1, New-DhcpPort: this host''s port on the network, from the plugin'
    $port = Get-DhcpNetwork blue | New-DhcpPort
    $port | Out-Host
    Show-Step 'Step 2, Add-OvsTap: an internal interface on the integration bridge'
    $tap = $port | Add-OvsTap
    $tap | Out-Host
    Show-Step 'Step 3, New-NetNamespace: the network''s namespace, and the tap moved in'
    $namespace = $tap | New-NetNamespace
    $namespace | Out-Host
    Show-Step 'Step 4, Set-TapAddress: addresses and default route'
    $address = $namespace | Set-TapAddress
    $address | Out-Host
    Show-Step 'Step 5, Start-Dnsmasq: the files written and dnsmasq started'
    $dnsmasq = $address | Start-Dnsmasq
    $dnsmasq | Out-Host

    Show-Step 'The same as one pipeline: all is there already, so nothing changes'
    $again = Get-DhcpNetwork | New-DhcpPort | Add-OvsTap | New-NetNamespace | Set-TapAddress | Start-Dnsmasq
    $again | Out-Host
    Assert-That ($again.ProcessId -eq $dnsmasq.ProcessId) "dnsmasq is still process $($dnsmasq.ProcessId)"

    Show-Step 'A client is plugged into the bridge and asks for an address'
    Invoke-Program ovs-vsctl "--db=$ovsdb" add-port br-int $client '--' set interface $client type=internal
    Invoke-Program ip netns add $client
    Invoke-Program ip link set $client netns $client
    Invoke-Program ip -n $client link set $client address $mac up
    Invoke-Program ip netns exec $client udhcpc -i $client -q -n -f -t 5 -T 1 -s "$PSScriptRoot/udhcpc-show.sh" | Out-Host
    $addresses = [string](Invoke-Program ip -n $client -4 -o addr show dev $client)
    Assert-That ($addresses.Contains('10.20.0.50/24')) 'the client has the address that was reserved for it'

    Show-Step 'It asks for its own name'
    $answer = [string]::Join("`n", (Invoke-Program ip netns exec $client busybox nslookup -type=a vm1.openstacklocal 10.20.0.2))
    $answer | Out-Host
    Assert-That ($answer.Contains('10.20.0.50')) 'DNS answers with that address'

    Show-Step 'How it stands'
    $state = Get-NetworkDhcp blue
    $state | Out-Host
    Assert-That ($state.State -eq 'Enabled') 'DHCP is enabled on network blue, and nothing is wrong with it'

    Show-Step 'Undo: Disable-NetworkDhcp'
    Disable-NetworkDhcp blue -Force | Out-Host
    Invoke-Program ovs-vsctl "--db=$ovsdb" del-port $client
    Invoke-Program ip netns del $client
    Assert-That ((Get-NetworkDhcp blue).State -eq 'Disabled') 'DHCP is disabled on network blue'
    Assert-That (-not [IO.File]::Exists($namespace.Path)) "namespace $($namespace.Name) is gone"
    Assert-That (-not (Invoke-Program ovs-vsctl "--db=$ovsdb" list-ports br-int)) 'no port is left on br-int'
    Assert-That (-not [IO.Directory]::Exists("/proc/$($dnsmasq.ProcessId)") -or -not [IO.File]::ReadAllText("/proc/$($dnsmasq.ProcessId)/cmdline")) "process $($dnsmasq.ProcessId) has ended"
    Assert-That (-not [IO.Directory]::Exists($dnsmasq.Path)) "directory $($dnsmasq.Path) is gone"
    Assert-That (-not (Get-DhcpPort)) 'the plugin has the DHCP port back'
    Remove-DhcpNetwork blue -Force
    Assert-That (-not (Get-DhcpNetwork)) 'network blue is gone'
}
finally {
    & "$PSScriptRoot/private-ovs.ps1" -Directory "$work/ovs" -Stop
    [IO.Directory]::Delete($work, $true)
}
"`nAll of this happened." | Out-Host
