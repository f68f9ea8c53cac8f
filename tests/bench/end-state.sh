#!/bin/bash
# Prints the whole of a network's DHCP service as the host has it, without what differs between two that are the same: numbers of processes
# and devices, times, counters.
#
#   end-state.sh <OVSDB> <namespace> <tap> <directory>
set -eu
ovsdb=$1 namespace=$2 tap=$3 directory=$4

echo '== Open vSwitch'
ovs-vsctl "--db=$ovsdb" port-to-br "$tap"
ovs-vsctl "--db=$ovsdb" get port "$tap" tag external_ids
ovs-vsctl "--db=$ovsdb" get interface "$tap" type mtu_request external_ids error
echo '== devices and addresses'
ip -n "$namespace" -o link show | sed -E 's/^[0-9]+: //; s/ ?link-netnsid [0-9]+//; s/state (UP|UNKNOWN|DOWN)//'
ip -n "$namespace" -o address show | sed -E 's/^[0-9]+: //; s/ (tentative|valid_lft .*)//g'
echo '== routes'
ip -n "$namespace" route show
ip -n "$namespace" -6 route show
echo '== kernel parameters'
for key in net.ipv6.conf.{default,"$tap"}.accept_ra net.ipv4.conf.all.promote_secondaries net.ipv4.ip_nonlocal_bind; do
    nsenter "--net=/run/netns/$namespace" sysctl "$key" | sed "s/$tap/<tap>/"
done
echo '== netfilter'
for family in iptables ip6tables; do nsenter "--net=/run/netns/$namespace" "$family-save" -t mangle | sed -E '/^#/d; s/\[[0-9]+:[0-9]+\]//'; done
echo '== dnsmasq'
pid=$(<"$directory/pid")
tr '\0' '\n' <"/proc/$pid/cmdline"
[ "/proc/$pid/ns/net" -ef "/run/netns/$namespace" ] && echo 'in the namespace'
echo '== files'
for file in "$directory"/*; do
    # The module's own note of what it serves, which serves nobody.
    [ "${file##*/}" = revision ] && continue
    stat --format='%n %A %U' "$file"
    [ "${file##*/}" = pid ] || cat "$file"
done
