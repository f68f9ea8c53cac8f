#!/bin/sh
# What udhcpc calls with what it was given: sets the address, and says it in one line.
case $1 in
    deconfig) ip -4 addr flush dev "$interface" ;;
    bound | renew)
        ip -4 addr replace "$ip/$mask" dev "$interface"
        echo "leased $ip/$mask from $serverid as ${hostname:-nobody} with DNS ${dns:-none}"
        ;;
esac
