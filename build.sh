#!/bin/sh
# Finds a PowerShell and hands over to build.ps1, which has the tasks:
# pwsh on the PATH, else PowerShell as a .NET tool where the package registry has it, else this repository's own host.
set -eu

root=$(cd "$(dirname "$0")" && pwd)
artifacts=$root/artifacts
# The release whose engine the host is made of.
version=$(sed -n 's/.*"Microsoft.PowerShell.SDK" Version="\([^"]*\)".*/\1/p' "$root/Directory.Packages.props")
tool=$artifacts/powershell-$version
shell=$artifacts/shell
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

require_sdk() {
    if ! command -v dotnet >/dev/null 2>&1; then
        echo "build.sh: the .NET SDK 10 is missing ('dotnet' is not on the PATH). See https://dotnet.microsoft.com/download" >&2
        exit 1
    fi
    if ! (cd "$root" && dotnet --list-sdks) | grep -q '^[1-9][0-9]\.'; then
        echo "build.sh: the .NET SDK 10 or later is missing; 'dotnet --list-sdks' lists: $(dotnet --list-sdks | tr '\n' ' ')" >&2
        exit 1
    fi
}

# The tool is asked for once: whether the registry has it is remembered.
find_tool() {
    [ -x "$tool/pwsh" ] && return 0
    [ -e "$artifacts/no-powershell-$version" ] && return 1
    mkdir -p "$artifacts"
    if timeout 120 dotnet tool install PowerShell --version "$version" --tool-path "$tool" >"$artifacts/powershell-tool.log" 2>&1; then
        return 0
    fi
    rm -rf "$tool"
    # A registry that could not be reached may have it next time.
    grep -qiE 'NU1101|not found in NuGet feeds|is not found' "$artifacts/powershell-tool.log" || return 1
    echo "Remove this file to have build.sh look for PowerShell in the package registry again." >"$artifacts/no-powershell-$version"
    return 1
}

runtime_identifier() {
    libc=''
    if ls /lib/ld-musl-* >/dev/null 2>&1; then libc=musl-; fi
    case $(uname -m) in
        aarch64) echo "linux-${libc}arm64" ;;
        *) echo "linux-${libc}x64" ;;
    esac
}

# Precompiled where the registry has the compiler for it: the host then starts in a third of the time.
# It has a runtime identifier, which the solution's restore has not: it keeps away from the lock files and obj directories.
publish_shell() {
    dotnet publish "$root/src/DhcpNet.Shell/DhcpNet.Shell.csproj" --configuration Release --runtime "$(runtime_identifier)" --no-self-contained \
        --artifacts-path "$artifacts/shell-build" --output "$shell.new" --verbosity quiet --nologo "$@"
}

build_shell() {
    if [ -e "$shell/built" ] && [ -z "$(find "$root/src/DhcpNet.Shell" "$root/Directory.Build.props" "$root/Directory.Packages.props" \
        \( -name bin -o -name obj \) -prune -o -type f -newer "$shell/built" -print)" ]; then
        return 0
    fi
    echo "build.sh: building the bundled host (once; it takes a minute at most)" >&2
    mkdir -p "$artifacts"
    started=$artifacts/.shell-started
    : >"$started"
    rm -rf "$shell.new"
    if ! publish_shell -p:PublishReadyToRun=true >"$artifacts/shell-build.log" 2>&1; then
        rm -rf "$shell.new"
        if ! publish_shell >"$artifacts/shell-build.log" 2>&1; then
            cat "$artifacts/shell-build.log" >&2
            echo "build.sh: the bundled host could not be built" >&2
            exit 1
        fi
    fi
    mv "$started" "$shell.new/built"
    rm -rf "$shell"
    mv "$shell.new" "$shell"
}

task=${1:-Help}
[ $# -eq 0 ] || shift
case $task in
    [Hh]elp | -h | --help)
        sed -n "/^\$usage = @'/,/^'@/p" "$root/build.ps1" | sed '1d;$d'
        exit
        ;;
esac

require_sdk
if command -v pwsh >/dev/null 2>&1; then
    powershell=pwsh
elif find_tool; then
    powershell=$tool/pwsh
else
    build_shell
    powershell=$shell/DhcpNet.Shell
fi

case $task in
    # Tests start sessions of their own in the bundled host, whoever runs them.
    [Tt]est*) [ "$powershell" = "$shell/DhcpNet.Shell" ] || build_shell ;;
    [Ss]hell)
        # The session owns the terminal, so it replaces this process; build.ps1 only sees to it that there is a module.
        module=$artifacts/DhcpNet/DhcpNet.psd1
        [ -e "$module" ] || "$powershell" -NoProfile -NonInteractive -File "$root/build.ps1" -Task Build >&2
        if [ "$powershell" = "$shell/DhcpNet.Shell" ]; then
            exec "$powershell" -Module "$module" "$@"
        elif [ $# -eq 0 ]; then
            exec "$powershell" -NoProfile -NoExit -Command "Import-Module '$module'"
        fi
        exec "$powershell" -NoProfile -File "$root/build.ps1" -Task Shell "$@"
        ;;
esac
exec "$powershell" -NoProfile -NonInteractive -File "$root/build.ps1" -Task "$task" "$@"
