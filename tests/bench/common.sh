# What the scripts that work by the bare tools have in common; they source it.

# Tells the microseconds since the last mark as those of a step.
mark() {
    local now=${EPOCHREALTIME/[.,]/}
    report+="$1 $((now - last))"$'\n'
    last=$now
}

# What iptables-restore and ip6tables-restore read, each with its clients' port.
checksum_rules='*mangle
:neutron-dhcp-age-POSTROUTING - [0:0]
-A POSTROUTING -j neutron-dhcp-age-POSTROUTING
-A neutron-dhcp-age-POSTROUTING -p udp -m udp --dport PORT -j CHECKSUM --checksum-fill
COMMIT'
