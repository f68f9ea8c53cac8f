#!/bin/sh
# What udhcpc calls with what it was given: sets the address, and shows what came with it.
case "$1" in
deconfig)
    ip -4 addr flush dev "$interface"
    ;;
bound | renew)
    ip -4 addr replace "$ip/$mask" dev "$interface"
    echo "  address     $ip/$mask"
    echo "  router      ${router:-none}"
    echo "  DNS server  ${dns:-none}"
    echo "  host name   ${hostname:-none}"
    echo "  domain      ${domain:-none}"
    echo "  MTU         ${mtu:-none}"
    echo "  lease       $lease seconds, from ${serverid}"
    ;;
esac
