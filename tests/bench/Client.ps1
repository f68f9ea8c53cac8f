# A client of the networks: an interface of the switch in a namespace of its own, and udhcpc.

function New-Client($world, [object] $vlanTag = $null, [string] $mac = '') {
    $name = 'bench-client'
    $tag = [string[]] @(if ($null -ne $vlanTag) { "tag=$vlanTag" })
    $null = Invoke-Program ovs-vsctl "--db=$($world.Ovsdb)" add-port br-int $name @tag '--' set interface $name type=internal
    $null = Invoke-Program ip netns add $name
    $null = Invoke-Program ip link set $name netns $name
    if ($mac) { Set-ClientMac $name $mac }
    $null = Invoke-Program ip -n $name link set $name up
    $name
}

function Set-ClientMac([string] $client, [string] $mac) { $null = Invoke-Program ip -n $client link set $client address $mac }

# Has the client ask until it has a lease, which it does nothing with.
function Get-Lease([string] $client) {
    $null = Invoke-Program ip netns exec $client udhcpc -i $client -q -n -f -t 50 -T 1 -s "$PSScriptRoot/no-script.sh" 2>$null
}

function Remove-Client($world, [string] $name) {
    $null = Invoke-Program ovs-vsctl "--db=$($world.Ovsdb)" del-port $name
    $null = Invoke-Program ip netns del $name
}
