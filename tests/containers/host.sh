#!/bin/sh
# Process 1 of a host: brings up Open vSwitch as booting a host does, with the database of the time before where there is one. /run is empty.
# Then it waits, and reaps the daemons that end.
set -eu
ip link set lo up
mkdir -p /run/openvswitch /run/lock /etc/openvswitch /var/log/openvswitch
database=/etc/openvswitch/conf.db
[ -e "$database" ] || ovsdb-tool create "$database" /usr/share/openvswitch/vswitch.ovsschema
ovsdb-server "$database" --remote=punix:/run/openvswitch/db.sock --pidfile --detach --log-file -vconsole:off
ovs-vsctl --no-wait init
# In user space: no kernel module is needed.
ovs-vsctl --no-wait --may-exist add-br br-int -- set bridge br-int datapath_type=netdev
ovs-vswitchd --pidfile --detach --log-file -vconsole:off
: >/run/host-is-up
sleep infinity &
wait
