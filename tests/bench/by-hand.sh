#!/bin/bash
# What Enable-NetworkDhcp does for many networks, as a person does it: a loop over the networks with the commands of everybody's notes.
#
#   by-hand.sh <plans>    does it for each plan in a directory; prints 'total' and its microseconds
#
# Plans are read outside of the time that is told. Whatever fails removes what it made; bulk-tools.sh undoes the rest.
set -eu

serve() {
    local name program port address gateway
    ovs-vsctl "--db=$ovsdb" add-port "$bridge" "$tap" ${vlan:+"tag=$vlan"} -- set interface "$tap" type=internal "mtu_request=$mtu" "${external_ids[@]}"
    ip netns add "$namespace"
    ip link set "$tap" netns "$namespace"
    inside sysctl -qw net.ipv6.conf.default.accept_ra=0 "net.ipv6.conf.$tap.accept_ra=0" net.ipv4.conf.all.promote_secondaries=1 net.ipv4.ip_nonlocal_bind=1
    add_checksum_rule iptables 68
    add_checksum_rule ip6tables 546
    inside ip link set lo up
    inside ip link set "$tap" address "$mac" mtu "$mtu" up
    for address in "${addresses[@]}"; do inside ip address add "$address" brd + dev "$tap"; done
    for gateway in "${gateways[@]}"; do inside ip route replace default via "$gateway" dev "$tap" proto static; done
    mkdir -p "$directory"
    for name in "${!files[@]}"; do printf '%s' "${files[$name]}" >"$directory/$name"; done
    LC_ALL=C inside "${dnsmasq[@]}"
}

inside() { ip netns exec "$namespace" "$@"; }

add_checksum_rule() {
    inside "$1" -w -t mangle -N neutron-dhcp-age-POSTROUTING
    inside "$1" -w -t mangle -A POSTROUTING -j neutron-dhcp-age-POSTROUTING
    inside "$1" -w -t mangle -A neutron-dhcp-age-POSTROUTING -p udp --dport "$2" -j CHECKSUM --checksum-fill
}

abandon() { [ "$1" -eq 0 ] || bash "${0%/*}/bulk-tools.sh" clean "$plans" >/dev/null; }

plans=$1 total=0
umask 022
trap 'abandon $?' EXIT
for plan in "$plans"/*; do
    . "$plan"
    start=${EPOCHREALTIME/[.,]/}
    serve
    total=$((total + ${EPOCHREALTIME/[.,]/} - start))
done
echo "total $total"
