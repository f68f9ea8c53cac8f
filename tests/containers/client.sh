#!/bin/sh
# A virtual machine on br-int, as far as DHCP is concerned: a port in a namespace.
#   client.sh plug NAME MAC [VLAN]     adds it
#   client.sh ask NAME [OPTION…]       has it ask for an address; prints what it got
#   client.sh boot NAME MAC            makes its namespace anew after the host has booted: the port is in Open vSwitch's database
#   client.sh resolve NAME HOST DNS    has it look a host's name up
#   client.sh unplug NAME              removes it
set -eu
command=$1
name=$2
shift 2
here=$(dirname "$0")

boot() {
    ip netns add "$name"
    ip link set "$name" netns "$name"
    ip -n "$name" link set "$name" address "$1" up
}

case $command in
    plug)
        ovs-vsctl --timeout=30 add-port br-int "$name" ${2:+tag="$2"} -- set interface "$name" type=internal
        boot "$1"
        ;;
    boot) boot "$1" ;;
    ask) exec ip netns exec "$name" udhcpc -i "$name" -q -n -f -t 15 -T 1 -s "$here/udhcpc.sh" "$@" ;;
    resolve) exec ip netns exec "$name" busybox nslookup -type=a "$1" "$2" ;;
    unplug)
        ovs-vsctl --timeout=30 del-port "$name"
        ip netns del "$name"
        ;;
esac
