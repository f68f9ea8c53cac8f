#!/bin/sh
# The options that keep podman's storage in a directory, its state in /run, which is private to a run, and the machine's podman out of both.
# crun refuses hybrid cgroups, so it is runc; there is no systemd to ask for cgroups, and no journal.
echo --root "$1/storage" --runroot /run/containers --tmpdir /run/libpod --runtime runc --cgroup-manager cgroupfs --events-backend none --log-level error
