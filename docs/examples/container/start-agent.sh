#!/bin/sh
# Makes the cgroup that outlive.sh puts the networks' processes in, and becomes the agent.
set -eu
if [ ! -e /sys/fs/cgroup/cgroup.procs ]; then
    echo "start-agent: /sys/fs/cgroup is not the host's, with cgroups of version 2. Run the container with --cgroupns host and -v /sys/fs/cgroup:/sys/fs/cgroup" >&2
    exit 1
fi
mkdir -p /sys/fs/cgroup/dhcpnet
exec pwsh -NoLogo -NoProfile -NonInteractive -File /etc/dhcpnet/agent.ps1
