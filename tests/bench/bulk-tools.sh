#!/bin/bash
# What Enable-NetworkDhcp and Disable-NetworkDhcp do for many networks, by the tools that one has without them, as fast as they get: the
# reference for the module's bulk run.
#
#   bulk-tools.sh up <plans>                 does it for each plan in a directory
#   bulk-tools.sh floor <plans>              does it in parts, each alone: what is to be waited for however the work is arranged
#   bulk-tools.sh down <plans>               undoes it in the order in which it was done
#   bulk-tools.sh down-namespaces <plans>    undoes it namespaces first
#   bulk-tools.sh clean <plans>              removes whatever of it is there
#
# 'up' and 'floor' print a line a part, its name and its microseconds; all print last 'total' with those of all. The clock starts when the
# plans are read and all that the tools read is written down as text. Whatever fails removes what it made.
#
# 'up' is the quickest of what was tried, in turns, with 50 networks on two busy processors, of which the kernel needs 20 ms for each move by
# itself; least and median of nine rounds, ms a network:
#   one ip -batch moves beside workers that do the rest    2: 33, 43    3: 29, 34    4: 28, 35    6: 27, 33    8: 27, 35
#   two of them move the half each beside the workers      4: 27, 39    6: 26, 34
#   workers that each move their networks themselves       4: 30, 37    6: 29, 36
#   all moves, then workers that do the rest               2: 33, 49
# More workers than processors help because they wait for the same lock as the moves do. Whether namespaces are made beside ovs-vsctl or after
# it makes 0.5 ms, or less.
set -eu
. "${0%/*}/common.sh"

readonly workers=6

up() {
    # Namespaces are made while ovs-vswitchd makes the taps.
    add_taps & local adding=$!
    ip -batch - <<<"$namespace_additions"
    wait "$adding"
    mark taps
    ip -batch - <<<"$moves" & local moving=$!
    for_each "$workers" run_inside
    wait "$moving"
    mark networks
}

floor() {
    add_taps
    mark taps
    ip -batch - <<<"$namespace_additions"
    mark namespaces
    ip -batch - <<<"$moves"
    mark moves
    for_each "$workers" prepare_inside
    mark preparation
    for_each 2 start_dnsmasq
    mark dnsmasq
}

down() {
    stop_dnsmasq
    remove_taps
    ip -batch - <<<"$namespace_removals"
    rm -r "${directories[@]}"
    await_end
}

down-namespaces() {
    stop_dnsmasq
    # The kernel takes all of the taps apart together, and ovs-vswitchd closes what is gone.
    ip -batch - <<<"$namespace_removals"
    remove_taps
    rm -r "${directories[@]}"
    await_end
}

clean() {
    local directory namespace
    stop_dnsmasq
    for namespace in "${namespaces[@]}"; do [ ! -e "/run/netns/$namespace" ] || ip netns del "$namespace"; done
    remove_taps
    rm -rf "${directories[@]}"
    await_end
}

# --- parts -----------------------------------------------------------------------------------------------------------------------

add_taps() { ovs-vsctl "--db=$ovsdb" "${tap_additions[@]}"; }

remove_taps() { ovs-vsctl "--db=$ovsdb" "${tap_removals[@]}"; }

# Calls a function with the number of each network, so many at a time, the networks in their order. Fails where one does.
for_each() {
    local at_once=$1 work=$2 worker number running=()
    for ((worker = 0; worker < at_once; worker++)); do
        for ((number = worker; number < ${#taps[@]}; number += at_once)); do "$work" "$number"; done &
        running+=($!)
    done
    for worker in "${running[@]}"; do wait "$worker"; done
}

# dash starts in half of bash's time, and nsenter in less than 'ip netns exec', which mounts /sys.
run_inside() { nsenter "--net=/run/netns/${namespaces[$1]}" sh -c "${preparations[$1]}"$'\n'"exec ${dnsmasqs[$1]}"; }

prepare_inside() { nsenter "--net=/run/netns/${namespaces[$1]}" sh -c "${preparations[$1]}"; }

start_dnsmasq() { eval "nsenter --net=/run/netns/${namespaces[$1]} ${dnsmasqs[$1]}"; }

stop_dnsmasq() {
    local directory
    stopping=()
    for directory in "${directories[@]}"; do [ ! -e "$directory/pid" ] || stopping+=("$(<"$directory/pid")"); done
    [ ${#stopping[@]} -eq 0 ] || kill "${stopping[@]}"
}

await_end() {
    local pid
    for pid in "${stopping[@]}"; do
        while [ -e "/proc/$pid" ]; do sleep 0.005; done
    done
}

# --- plans -----------------------------------------------------------------------------------------------------------------------

read_plans() {
    local plan
    taps=() namespaces=() directories=() preparations=() dnsmasqs=() tap_additions=() tap_removals=()
    namespace_additions='' namespace_removals='' moves=''
    for plan in "$1"/*; do
        . "$plan"
        taps+=("$tap") namespaces+=("$namespace") directories+=("$directory")
        tap_additions+=(-- add-port "$bridge" "$tap" ${vlan:+"tag=$vlan"} -- set interface "$tap" type=internal "mtu_request=$mtu" "${external_ids[@]}")
        tap_removals+=(-- --if-exists del-port "$bridge" "$tap")
        namespace_additions+="netns add $namespace"$'\n'
        namespace_removals+="netns del $namespace"$'\n'
        moves+="link set $tap netns $namespace"$'\n'
        preparations+=("$(describe_preparation)")
        dnsmasqs+=("$(quote "${dnsmasq[@]}")")
    done
}

# Words of a shell's; bash's own way of quoting is not dash's.
quote() { printf "'%s' " "${@//\'/\'\\\'\'}"; }

# What is to be done inside of the namespace before dnsmasq is started. What needs no tap is done while it may still be under way.
describe_preparation() {
    local name
    cat <<END
set -e
echo 0 >/proc/sys/net/ipv6/conf/default/accept_ra
echo 1 >/proc/sys/net/ipv4/conf/all/promote_secondaries
echo 1 >/proc/sys/net/ipv4/ip_nonlocal_bind
iptables-restore --noflush -w <<RULES
${checksum_rules//PORT/68}
RULES
ip6tables-restore --noflush -w <<RULES
${checksum_rules//PORT/546}
RULES
umask 022
mkdir -p $(quote "$directory")
END
    for name in "${!files[@]}"; do echo "printf %s $(quote "${files[$name]}") >$(quote "$directory/$name")"; done
    cat <<END
waited=0
until [ -e /proc/sys/net/ipv6/conf/$tap ]; do
    waited=\$((waited + 1))
    [ \$waited -lt 10000 ]
    sleep 0.002
done
echo 0 >/proc/sys/net/ipv6/conf/$tap/accept_ra
ip -batch - <<BATCH
link set lo up
link set $tap address $mac mtu $mtu up
$(for address in "${addresses[@]}"; do echo "address add $address brd + dev $tap"; done)
$(for gateway in "${gateways[@]}"; do echo "route replace default via $gateway dev $tap proto static"; done)
BATCH
END
}

# After a failure: nobody goes on, and nothing stays.
abandon() {
    local status=$?
    [ "$status" -ne 0 ] || return 0
    kill $(jobs -p) 2>/dev/null || true
    wait || true
    clean || true
}

export LC_ALL=C
task=$1 report=''
read_plans "$2"
start=${EPOCHREALTIME/[.,]/}
last=$start
trap abandon EXIT
"$task"
printf '%s' "$report"
echo "total $((${EPOCHREALTIME/[.,]/} - start))"
