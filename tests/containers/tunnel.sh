#!/bin/sh
# Joins br-int with another host's by VXLAN: tunnel.sh DEVICE ADDRESS/LENGTH REMOTE
# DEVICE is the wire between the hosts. In user space Open vSwitch does the tunnelling itself: the tunnel's own address must be on a bridge
# of the same datapath, from which it learns route and neighbour.
set -eu
ovs-vsctl add-br br-phy -- set bridge br-phy datapath_type=netdev -- add-port br-phy "$1"
ip link set "$1" up
ip addr add "$2" dev br-phy
ip link set br-phy up
ovs-vsctl add-port br-int vxlan0 -- set interface vxlan0 type=vxlan options:remote_ip="$3" options:key=100
