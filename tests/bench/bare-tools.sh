#!/bin/bash
# What Enable-NetworkDhcp does for one network, by the tools that one has without it, one after the other: the benchmark's reference.
#
#   bare-tools.sh up <plan>      does it; prints a line a step: its name and its microseconds, and last 'total' with those of all
#   bare-tools.sh down <plan>    undoes it
#
# The plan is shell text that bench.ps1 writes. It tells what the module asked its plugin for: the port, the addresses, the contents of the files.
#
# It is as fast as this way of working gets: one ovs-vsctl with all of the interface's columns, one ip for all that is set inside of the
# namespace, one nsenter (ip netns exec also makes a mount namespace and mounts /sys), the shell's own commands for files and sysctls. Its
# clock starts when bash is up and has read the plan.
set -eu
. "${0%/*}/common.sh"

up() {
    ovs-vsctl "--db=$ovsdb" add-port "$bridge" "$tap" ${vlan:+"tag=$vlan"} -- set interface "$tap" type=internal "mtu_request=$mtu" "${external_ids[@]}"
    mark ovs
    ip netns add "$namespace"
    mark namespace
    ip link set "$tap" netns "$namespace"
    mark link
    printf '%s' "$report"
    exec nsenter "--net=/run/netns/$namespace" bash "$0" inside "$plan" "$start" "$last"
}

inside() {
    for device in default "$tap"; do echo 0 >"/proc/sys/net/ipv6/conf/$device/accept_ra"; done
    echo 1 >/proc/sys/net/ipv4/conf/all/promote_secondaries
    echo 1 >/proc/sys/net/ipv4/ip_nonlocal_bind
    mark sysctl
    iptables-restore --noflush -w <<<"${checksum_rules//PORT/68}"
    ip6tables-restore --noflush -w <<<"${checksum_rules//PORT/546}"
    mark netfilter
    {
        echo "link set lo up"
        echo "link set $tap address $mac mtu $mtu up"
        for address in "${addresses[@]}"; do echo "address add $address brd + dev $tap"; done
        for gateway in "${gateways[@]}"; do echo "route replace default via $gateway dev $tap proto static"; done
    } | ip -batch -
    mark addresses
    umask 022
    mkdir -p "$directory"
    for name in "${!files[@]}"; do printf '%s' "${files[$name]}" >"$directory/$name"; done
    mark files
    LC_ALL=C "${dnsmasq[@]}"
    mark dnsmasq
    printf '%s' "$report"
    echo "total $((last - start))"
}

down() {
    local pid
    pid=$(<"$directory/pid")
    kill "$pid"
    while [ -e "/proc/$pid" ]; do sleep 0.005; done
    ovs-vsctl "--db=$ovsdb" del-port "$bridge" "$tap"
    ip netns del "$namespace"
    rm -r "$directory"
}

task=$1 plan=$2 report=''
. "$plan"
# The shell inside of the namespace is handed when all began and when the last step ended.
start=${3:-${EPOCHREALTIME/[.,]/}}
last=${4:-$start}
"$task"
