#!/bin/sh
# Makes the image of a host and puts it into podman's storage: build-image.sh DIRECTORY IMAGE
# With mmdebstrap from the machine's own package sources, without it from the registry that the Containerfile names.
# Started in mount and process namespaces of its own, so that nothing stays mounted; the network is the machine's.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
directory=$1
image=$2

# podman keeps its state in a /run of its own; name resolution may need a file that was in the machine's.
resolver=$(cat /etc/resolv.conf 2>/dev/null || :)
mount -t tmpfs -o mode=755 tmpfs /run
mount -t tmpfs -o mode=1777 tmpfs /dev/shm
if [ -L /etc/resolv.conf ] && [ ! -e /etc/resolv.conf ]; then
    mkdir -p "$(dirname "$(readlink -m /etc/resolv.conf)")"
    echo "$resolver" >"$(readlink -m /etc/resolv.conf)"
fi
scratch=$directory/scratch
rm -rf "$scratch"
mkdir -p -m 755 "$scratch"
export TMPDIR="$scratch"

podman() { command podman $("$here/podman-options.sh" "$directory") "$@"; }

# Of an earlier image nothing is needed any more.
podman rm --all --force >/dev/null
podman rmi --all --force >/dev/null
if command -v mmdebstrap >/dev/null; then
    . /etc/os-release
    sources=''
    for file in "/etc/apt/sources.list.d/$ID.sources" /etc/apt/sources.list; do
        if [ -s "$file" ]; then
            sources=$file
            break
        fi
    done
    # Manuals and translations are a third of it.
    mmdebstrap --quiet --variant=minbase --include="$(paste -s -d, "$here/packages")" \
        --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
        "$VERSION_CODENAME" "$scratch/rootfs.tar" $sources
    podman import --quiet "$scratch/rootfs.tar" "$image" >/dev/null
else
    podman build --network host --tag "$image" "$here"
fi
rm -rf "$scratch"
