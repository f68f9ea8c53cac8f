# The tasks of this repository. 'build.sh X' and 'build.ps1 -Task X' are the same.
# All arguments but the task are the task's own.
param([string] $Task = 'Help')

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $false

# build.sh prints this too.
$usage = @'
Usage: ./build.sh <task> [arguments]      (or, in PowerShell: ./build.ps1 -Task <task> [arguments])

  Build                         assemble the importable module in artifacts/DhcpNet
  Package [-Verify]             make artifacts/package: the module as a versioned folder, and as a .nupkg for Publish-PSResource
  Test [-Filter <text>]         build everything and run all tests, or those with the text in their names
  TestNeutron [-Filter <text>]  build everything and run the tests against a real Neutron, which it installs (some 270 packages)
  TestContainers [-Filter <text>]
                                run the scenarios with several hosts, in containers, and the Pester suites where pwsh and Pester are
  TestAll                       all three, with one count
  Demo                          see a network served: real Open vSwitch, dnsmasq and client, in private namespaces
  Bench [arguments]             measure the module against the bare tools
  BenchNeutron [networks]       measure its agent against Neutron's own, with a real Neutron
  Shell [-File x | -Command y]  a PowerShell session with the module imported
  Docs                          bring docs/cmdlets and en-US up to date with the cmdlets; needs pwsh and Microsoft.PowerShell.PlatyPS
  Clean                         remove everything that was built
  Help                          this
'@

$root = $PSScriptRoot
$artifacts = "$root/artifacts"
$moduleDirectory = "$artifacts/DhcpNet"
$moduleManifest = "$moduleDirectory/DhcpNet.psd1"
$rest = $args

. "$root/build/powershell.ps1"

# Program, or file -> Debian package that has it.
$packages = [ordered] @{
    'ovs-vswitchd' = 'openvswitch-switch'
    'dnsmasq' = 'dnsmasq-base'
    'ip' = 'iproute2'
    'iptables-restore' = 'iptables'
    'udhcpc' = 'udhcpc'
    'dhcp_release' = 'dnsmasq-utils'
    'dhclient' = 'isc-dhcp-client'
    'dhcpcd' = 'dhcpcd-base'
    'nft' = 'nftables'
    'haproxy' = 'haproxy'
    'ansible-playbook' = 'ansible-core'
    'unzip' = 'unzip'
    'logrotate' = 'logrotate'
    'neutron-server' = 'neutron-server'
    'neutron-dhcp-agent' = 'neutron-dhcp-agent'
    'neutron-openvswitch-agent' = 'neutron-openvswitch-agent'
    '/usr/lib/rabbitmq/bin/rabbitmq-server' = 'rabbitmq-server'
    'mariadbd' = 'mariadb-server-core'
    'mariadb' = 'mariadb-client-core'
    '/usr/lib/python3/dist-packages/pymysql' = 'python3-pymysql'
    'sudo' = 'sudo'
    'podman' = 'podman'
    'runc' = 'runc'
    'mmdebstrap' = 'mmdebstrap'
}
$demoPrograms = 'ovs-vswitchd', 'dnsmasq', 'ip', 'iptables-restore', 'udhcpc'
$testPrograms = 'ovs-vswitchd', 'dnsmasq', 'ip', 'iptables-restore', 'udhcpc', 'dhcp_release', 'dhclient', 'dhcpcd', 'nft', 'haproxy'
# Without these their tests are skipped.
$exampleTestPrograms = 'ansible-playbook', 'unzip', 'logrotate'
$containerPrograms = 'podman', 'runc', 'mmdebstrap'
$neutronPrograms = [string[]] $packages.Keys.Where({ $_ -notin $containerPrograms + $exampleTestPrograms })

# --- small things ----------------------------------------------------------------------------------------------------------------

function Say([string] $text) { $Host.UI.WriteLine($text) }

function Fail([string] $message) {
    $Host.UI.WriteErrorLine("build: $message")
    exit 1
}

function Invoke-Program([string] $program, [string[]] $arguments) {
    & $program @arguments
    if ($LASTEXITCODE -ne 0) { Fail "'$program $([string]::Join(' ', $arguments))' ended with status $LASTEXITCODE." }
}

function Find-Program([string] $name) {
    if ($name.StartsWith('/')) {
        if ([IO.Path]::Exists($name)) { return $name }
        return
    }
    foreach ($directory in "$env:PATH`:/usr/local/sbin:/usr/sbin:/sbin".Split(':', [StringSplitOptions]::RemoveEmptyEntries)) {
        if ([IO.File]::Exists("$directory/$name")) { return "$directory/$name" }
    }
}

function Remove-Directory([string] $path) {
    if ([IO.Directory]::Exists($path)) { [IO.Directory]::Delete($path, $true) }
}

function Copy-Directory([string] $from, [string] $to) {
    $null = [IO.Directory]::CreateDirectory($to)
    foreach ($file in [IO.Directory]::GetFiles($from)) { [IO.File]::Copy($file, "$to/$([IO.Path]::GetFileName($file))", $true) }
    foreach ($directory in [IO.Directory]::GetDirectories($from)) { Copy-Directory $directory "$to/$([IO.Path]::GetFileName($directory))" }
}

# --- what the machine must have --------------------------------------------------------------------------------------------------

function Install-Prerequisite([string[]] $programs) {
    $problem = Install-Missing $programs
    if ($problem) { Fail $problem }
}

# Says what hinders it, where something does.
function Install-Missing([string[]] $programs) {
    $missing = [string[]] @(foreach ($program in $programs) { if (-not (Find-Program $program)) { $packages[$program] } })
    if ($missing.Count -eq 0) { return }
    $list = [string]::Join(' ', $missing)
    if (-not (Find-Program 'apt-get')) { return "These Debian packages, or what your distribution calls them, are missing: $list. There is no apt-get here to install them." }
    if (-not [Environment]::IsPrivilegedProcess) { return "These Debian packages are missing: $list. Install them as root: apt-get install --no-install-recommends $list" }
    Say "Installing Debian packages: $list"
    $env:DEBIAN_FRONTEND = 'noninteractive'
    $install = @('-q', 'install', '-y', '--no-install-recommends') + $missing
    $null = & apt-get -s @install 2>&1
    # The lists may be missing, or name versions that are gone.
    $isUpdated = $LASTEXITCODE -ne 0 -and (Update-PackageList)
    $policy = Deny-ServiceStart
    try {
        # Behind Out-Host, so that what it prints is not taken for this function's answer.
        & apt-get @install | Out-Host
        if ($LASTEXITCODE -ne 0 -and -not $isUpdated -and (Update-PackageList)) { & apt-get @install | Out-Host }
        if ($LASTEXITCODE -ne 0) { return "These Debian packages could not be installed: $list. 'apt-get $([string]::Join(' ', $install))' ended with status $LASTEXITCODE." }
    }
    finally {
        if ($policy) { [IO.File]::Delete($policy) }
    }
}

function Update-PackageList {
    & apt-get -q update | Out-Host
    $LASTEXITCODE -eq 0
}

# Installing openvswitch-switch would start a system-wide Open vSwitch, which nothing here needs. invoke-rc.d(8) asks this program first.
function Deny-ServiceStart {
    $policy = '/usr/sbin/policy-rc.d'
    if ([IO.File]::Exists($policy)) { return }
    [IO.File]::WriteAllText($policy, "#!/bin/sh`nexit 101`n")
    [IO.File]::SetUnixFileMode($policy, [IO.UnixFileMode] 493) # 0755
    $policy
}

function Assert-Root {
    if (-not [Environment]::IsPrivilegedProcess) { Fail "'$Task' makes network namespaces, which needs root: run it as root." }
}

# As the end of a task.
function Invoke-Isolated([string] $script, [string[]] $arguments) {
    Start-Isolated $script $arguments
    exit $LASTEXITCODE
}

# Runs a script in network, mount and process namespaces of its own: nothing that it does reaches the machine, and what it leaves running
# ends with it. The shell in between is process 1 there, so that daemons are reaped.
function Start-Isolated([string] $script, [string[]] $arguments) {
    $inside = @'
ip link set lo up
while umount -l /run/netns 2>/dev/null; do :; done
mount -t tmpfs -o mode=755 tmpfs /run
mkdir -p /run/lock
mkdir -m 1777 /run/tmp
export TMPDIR=/run/tmp
"$@"
exit $?
'@
    $env:PATH = "$env:PATH`:/usr/sbin:/sbin"
    $powerShell = [string[]] (Get-PowerShell)
    & unshare --net --mount --pid --fork --kill-child --mount-proc /bin/sh -c $inside sh @powerShell -NoProfile -NonInteractive -File $script @arguments
}

# --- Build -----------------------------------------------------------------------------------------------------------------------

function Invoke-Build {
    $published = "$artifacts/module-publish"
    $built = "$artifacts/module-built"
    if ([IO.File]::Exists($moduleManifest) -and (Test-UpToDate $built)) {
        Say "Up to date: $moduleManifest"
        return
    }
    $started = [DateTime]::UtcNow
    Remove-Directory $published
    Invoke-Program 'dotnet' @('publish', "$root/src/DhcpNet/DhcpNet.csproj", '--configuration', 'Release', '--output', $published, '--nologo', '--verbosity', 'quiet')

    Publish-Ahead $published

    $new = "$moduleDirectory.new"
    Remove-Directory $new
    Copy-Module $published $new

    Remove-Directory "$moduleDirectory.old"
    if ([IO.Directory]::Exists($moduleDirectory)) { [IO.Directory]::Move($moduleDirectory, "$moduleDirectory.old") }
    [IO.Directory]::Move($new, $moduleDirectory)
    Remove-Directory "$moduleDirectory.old"
    [IO.File]::WriteAllText($built, '')
    [IO.File]::SetLastWriteTimeUtc($built, $started)
    Say "Built $moduleManifest"
}

# What the module has of what was published, and of what is not compiled. Symbols and XML documentation stay behind.
function Copy-Module([string] $published, [string] $to) {
    $null = [IO.Directory]::CreateDirectory("$to/lib")
    foreach ($file in 'DhcpNet.psd1', 'DhcpNet.Format.ps1xml') { [IO.File]::Copy((Find-ModuleFile $file), "$to/$file") }
    foreach ($file in [IO.Directory]::GetFiles($published, '*.dll')) {
        $name = [IO.Path]::GetFileName($file)
        # prometheus-net names these for uses that the module does not make of it: HTTP clients that count.
        if ($name.StartsWith('Microsoft.Extensions.') -and $name -ne 'Microsoft.Extensions.ObjectPool.dll') { continue }
        if ($name -eq 'DhcpNet.dll') { [IO.File]::Copy($file, "$to/$name") } else { [IO.File]::Copy($file, "$to/lib/$name") }
    }
    foreach ($runtime in 'linux-x64', 'linux-arm64', 'linux-musl-x64', 'linux-musl-arm64') {
        $native = "runtimes/$runtime/native"
        if ([IO.Directory]::Exists("$published/$native")) { Copy-Directory "$published/$native" "$to/lib/$native" }
    }
    foreach ($help in "$root/en-US", "$root/src/DhcpNet/en-US") {
        if ([IO.Directory]::Exists($help)) { Copy-Directory $help "$to/en-US" }
    }
}

# Whether something that was made of the module's sources, and of other files, is newer than they are.
function Test-UpToDate([string] $made, [string[]] $others = @()) {
    if (-not [IO.File]::Exists($made)) { return $false }
    $time = [IO.File]::GetLastWriteTimeUtc($made)
    foreach ($file in $others) { if ([IO.File]::GetLastWriteTimeUtc($file) -ge $time) { return $false } }
    (Get-NewestSource) -lt $time
}

# Puts assemblies with code for this machine in the place of those that were published, which halves what the first command of a session
# takes. Where the registry lacks the compiler, the module works all the same.
function Publish-Ahead([string] $published) {
    $ahead = "$artifacts/module-ahead"
    Remove-Directory $ahead
    $log = & dotnet publish "$root/src/DhcpNet/DhcpNet.csproj" --configuration Release --runtime ([Runtime.InteropServices.RuntimeInformation]::RuntimeIdentifier) `
        --no-self-contained --artifacts-path "$artifacts/module-ahead-build" --output $ahead --nologo --verbosity quiet `
        -p:PublishReadyToRun=true 2>&1
    if ($LASTEXITCODE -ne 0) {
        [IO.File]::WriteAllLines("$artifacts/module-ahead.log", [string[]] @($log))
        Say "The module is not compiled ahead: its first command in a session takes a moment longer ($artifacts/module-ahead.log)."
        return
    }
    foreach ($file in [IO.Directory]::GetFiles($ahead, '*.dll')) {
        $portable = "$published/$([IO.Path]::GetFileName($file))"
        if ([IO.File]::Exists($portable)) { [IO.File]::Copy($file, $portable, $true) }
    }
}

# When what the module is made of changed last. A directory changes when a file in it is added or removed.
function Get-NewestSource {
    $newest = [DateTime]::MinValue
    $pending = [Collections.Generic.Stack[string]]::new([string[]] @("$root/src", "$root/en-US"))
    $files = [string[]] @([IO.Directory]::GetFiles($root, 'Directory.*') + "$root/DhcpNet.psd1")
    while ($true) {
        foreach ($file in $files) {
            $time = [IO.File]::GetLastWriteTimeUtc($file)
            if ($time -gt $newest) { $newest = $time }
        }
        if ($pending.Count -eq 0) { return $newest }
        $directory = $pending.Pop()
        $files = [string[]] @()
        if (-not [IO.Directory]::Exists($directory) -or [IO.Path]::GetFileName($directory) -in 'bin', 'obj', 'DhcpNet.Shell') { continue }
        $files = [string[]] @([IO.Directory]::GetFiles($directory) + $directory)
        foreach ($child in [IO.Directory]::GetDirectories($directory)) { $pending.Push($child) }
    }
}

function Find-ModuleFile([string] $name) {
    foreach ($directory in $root, "$root/src/DhcpNet") {
        if ([IO.File]::Exists("$directory/$name")) { return "$directory/$name" }
    }
    Fail "$name is neither in the repository's root nor in src/DhcpNet."
}

# --- Test ------------------------------------------------------------------------------------------------------------------------

# What a suite says of itself: counts, and lines about tests that failed or were skipped.
function New-SuiteResult([string] $name, [int] $passed, [int] $failed, [int] $skipped, [string[]] $notes = @()) {
    [pscustomobject] @{ Name = $name; Passed = $passed; Failed = $failed; Skipped = $skipped; Notes = $notes }
}

# Some of the suites: 'all' that need neither containers nor a Neutron, 'Containers', 'Neutron'.
function Invoke-Test([string[]] $suites) {
    $filter = Get-Filter
    $results = [Collections.Generic.List[object]]::new()
    if ('all' -in $suites) {
        Install-Prerequisite $testPrograms
        $lacking = Install-Missing $exampleTestPrograms
        if ($lacking) { Say $lacking }
    }
    $problem = if ('Neutron' -in $suites) { Install-Missing $neutronPrograms }
    & dotnet build "$root/DhcpNet.sln" --configuration Release --nologo --verbosity quiet
    if ($LASTEXITCODE -ne 0) { $results.Add((New-SuiteResult 'build' 0 1 0 'failed: the solution does not build')) }
    else {
        Invoke-Build
        if ('all' -in $suites) {
            if ($filter) { Invoke-Package } else { $results.Add((Test-Format)); $results.Add((Test-Package)) }
            $results.Add((Test-Assembly 'DhcpNet.Tests' $filter))
            $results.Add((Test-Assembly 'DhcpNet.SystemTests' $filter))
            # With containers, they run in one of these.
            if ('Containers' -notin $suites) { foreach ($result in Test-Pester $filter) { $results.Add($result) } }
        }
        if ('Containers' -in $suites) { foreach ($result in Test-Container $filter) { $results.Add($result) } }
        if ('Neutron' -in $suites) {
            if ($problem) { $results.Add((New-SuiteResult 'DhcpNet.NeutronTests' 0 0 1 "skipped: the tests against a real Neutron were not run: $problem")) }
            else { $results.Add((Test-Assembly 'DhcpNet.NeutronTests' $filter)) }
        }
    }
    exit (Show-Result $results)
}

function Get-Filter {
    if ($rest.Count -eq 0) { return '' }
    if ($rest.Count -eq 2 -and $rest[0] -eq '-Filter') { return $rest[1] }
    Fail "'$Task' takes -Filter <text>, not: $([string]::Join(' ', $rest))"
}

function Test-Format {
    $log = & dotnet format "$root/DhcpNet.sln" --verify-no-changes --no-restore 2>&1
    if ($LASTEXITCODE -eq 0) { return New-SuiteResult 'format' 1 0 0 }
    New-SuiteResult 'format' 0 1 0 @('failed: dotnet format --verify-no-changes'; foreach ($line in $log) { "  $line" })
}

function Test-Assembly([string] $name, [string] $filter) {
    $report = "$artifacts/test-results/$name.xml"
    $null = [IO.Directory]::CreateDirectory("$artifacts/test-results")
    [IO.File]::Delete($report)
    $selection = if ($filter) { '-method', "*$filter*" } else { @() }
    # Behind Out-Host, so that what the tests print is not taken for this function's answer.
    & dotnet "$root/tests/$name/bin/Release/net10.0/$name.dll" -noLogo -noColor -result-xml $report @selection | Out-Host
    $status = $LASTEXITCODE
    if (-not [IO.File]::Exists($report)) { return New-SuiteResult $name 0 1 0 "failed: $name ended with status $status and without results" }
    Read-Report $name $report $status
}

function Read-Report([string] $name, [string] $report, [int] $status) {
    $document = [xml] [IO.File]::ReadAllText($report)
    $notes = [Collections.Generic.List[string]]::new()
    $passed = $failed = $skipped = 0
    foreach ($assembly in $document.SelectNodes('/assemblies/assembly')) {
        $passed += [int] $assembly.GetAttribute('passed')
        $failed += [int] $assembly.GetAttribute('failed') + [int] $assembly.GetAttribute('errors')
        $skipped += [int] $assembly.GetAttribute('skipped')
    }
    foreach ($test in $document.SelectNodes('//test[@result="Fail"]')) { $notes.Add("failed: $($test.GetAttribute('name')): $(Get-FirstLine $test 'failure/message')") }
    foreach ($test in $document.SelectNodes('//test[@result="Skip"]')) { $notes.Add("skipped: $($test.GetAttribute('name')): $(Get-FirstLine $test 'reason')") }
    foreach ($problem in $document.SelectNodes('//errors/error')) { $notes.Add("failed: $($problem.GetAttribute('type')) $($problem.GetAttribute('name')): $(Get-FirstLine $problem 'failure/message')") }
    if ($status -ne 0 -and $failed -eq 0 -and $passed + $skipped -gt 0) {
        $failed = 1
        $notes.Add("failed: $name ended with status $status although no test failed")
    }
    New-SuiteResult $name $passed $failed $skipped $notes
}

function Get-FirstLine($node, [string] $path) {
    $found = $node.SelectSingleNode($path)
    if ($found) { $found.InnerText.Trim().Split("`n")[0].Trim() }
}

function Test-Pester([string] $filter) {
    $files = [string[]] @(foreach ($file in [IO.Directory]::GetFiles("$root/tests/Pester", '*.Tests.ps1', 'AllDirectories')) {
        if ([IO.File]::ReadAllText($file).Contains($filter, [StringComparison]::OrdinalIgnoreCase)) { $file }
    })
    if ($files.Count -eq 0) { return }
    $pester = Find-Pester
    $reason = if ($pester.Problem) { $pester.Problem }
    elseif (-not [Environment]::IsPrivilegedProcess) { 'needs root: it makes network namespaces and an Open vSwitch of its own' }
    if ($reason) {
        Say "The Pester suites were not run: $reason."
        return New-PesterSkip $files $reason
    }
    $report = "$artifacts/test-results/Pester.txt"
    $null = [IO.Directory]::CreateDirectory("$artifacts/test-results")
    [IO.File]::Delete($report)
    $env:DHCPNET_MODULE = $moduleManifest
    Start-Isolated "$root/tests/Pester/run.ps1" @('-Report', $report; '-Pester', "$($pester.Directory)/Pester.psd1"; if ($filter) { '-Filter', $filter }) | Out-Host
    Read-CountReport 'Pester' $report
}

function Show-Result($results) {
    $passed = $failed = $skipped = 0
    Say ''
    foreach ($result in $results) {
        Say ('{0,-20} {1,5} passed {2,5} failed {3,5} skipped' -f $result.Name, $result.Passed, $result.Failed, $result.Skipped)
        foreach ($note in $result.Notes) { Say "  $note" }
        $passed += $result.Passed
        $failed += $result.Failed
        $skipped += $result.Skipped
    }
    Say "$passed passed, $failed failed, $skipped skipped"
    if ($failed -gt 0 -or $passed -eq 0) { 1 } else { 0 }
}

# --- Package ---------------------------------------------------------------------------------------------------------------------

. "$root/build/package.ps1"

function Invoke-PackageTask {
    if ($rest.Count -eq 0) { Invoke-Package; return }
    if ($rest.Count -ne 1 -or $rest[0] -ne '-Verify') { Fail "'$Task' takes -Verify, not: $([string]::Join(' ', $rest))" }
    exit (Show-Result @(Test-Package))
}

# --- TestContainers --------------------------------------------------------------------------------------------------------------

function Invoke-TestContainers {
    $filter = Get-Filter
    Invoke-Build
    exit (Show-Result (Test-Container $filter))
}

# The scenarios with several hosts, and the Pester suites on one: both in containers. podman's storage is in artifacts/containers, everything else
# of a run in namespaces that end with it, but for cgroups.
function Test-Container([string] $filter) {
    $directory = "$artifacts/containers"
    $pesterFiles = [string[]] @(if (-not $filter -and [IO.Directory]::Exists("$root/tests/Pester")) { [IO.Directory]::GetFiles("$root/tests/Pester", '*.Tests.ps1', 'AllDirectories') })
    $lock = $null
    try {
        $problem = Install-Podman
        if (-not $problem) {
            $null = [IO.Directory]::CreateDirectory($directory)
            try { $lock = [IO.File]::Open("$directory/lock", 'OpenOrCreate', 'ReadWrite', 'None') }
            catch { $problem = "another run is using $directory" }
        }
        if (-not $problem) { $problem = Update-TestImage $directory }
        if (-not $problem) { return Invoke-ContainerRun $directory $filter $pesterFiles }
        New-SuiteResult 'containers' 0 0 1 "skipped: the scenarios with several hosts were not run: $problem"
        if ($pesterFiles.Count -gt 0) { New-PesterSkip $pesterFiles $problem }
    }
    finally {
        if ($lock) { $lock.Dispose() }
    }
}

# Says what hinders it, where something does.
function Install-Podman {
    if (-not [Environment]::IsPrivilegedProcess) { return 'this needs root' }
    $problem = Install-Missing $containerPrograms
    # Without mmdebstrap the image comes from a registry.
    if (-not (Find-Program 'podman') -or -not (Find-Program 'runc')) { $problem }
}

function Invoke-ContainerRun([string] $directory, [string] $filter, [string[]] $pesterFiles) {
    $reports = "$artifacts/test-results"
    $null = [IO.Directory]::CreateDirectory($reports)
    foreach ($suite in 'containers', 'Pester') { [IO.File]::Delete("$reports/$suite.txt") }
    $id = [Guid]::NewGuid().ToString('N').Substring(0, 8)
    $arguments = [string[]] @('-Root', $root, '-Directory', $directory, '-Image', (Get-TestImage), '-Id', $id, '-ReportDirectory', $reports)
    if ($filter) { $arguments += '-Filter', $filter }
    $pester = if ($pesterFiles.Count -gt 0) { Find-Pester }
    if ($pester -and -not $pester.Problem) { $arguments += '-Pester', $pester.Directory }
    Say 'Scenarios with several hosts, in containers (tests/containers/scenarios):'
    # Of a run that was killed.
    Remove-TestCgroup
    try {
        # Behind Out-Host, so that what it prints is not taken for this function's answer.
        Start-Isolated "$root/tests/containers/run.ps1" $arguments | Out-Host
        Read-CountReport 'containers' "$reports/containers.txt"
        if (-not $pester) { return }
        if ($pester.Problem) { New-PesterSkip $pesterFiles $pester.Problem } else { Read-CountReport 'Pester' "$reports/Pester.txt" }
    }
    finally { Remove-TestCgroup }
}

# The first line has the counts.
function Read-CountReport([string] $suite, [string] $report) {
    if (-not [IO.File]::Exists($report)) { return New-SuiteResult $suite 0 1 0 "failed: $suite ended with status $LASTEXITCODE and without results" }
    $lines = [IO.File]::ReadAllLines($report)
    $counts = $lines[0].Split(' ')
    New-SuiteResult $suite $counts[0] $counts[1] $counts[2] ([Linq.Enumerable]::ToArray([Linq.Enumerable]::Skip($lines, 1)))
}

# The image's name changes with what it is made of.
function Get-TestImage {
    $inputs = foreach ($name in 'packages', 'Containerfile', 'build-image.sh') { [IO.File]::ReadAllText("$root/tests/containers/$name") }
    $hash = [Security.Cryptography.SHA256]::HashData([Text.Encoding]::UTF8.GetBytes([string]::Join("`n", $inputs)))
    "localhost/dhcpnet-host:$([Convert]::ToHexString($hash).Substring(0, 12).ToLowerInvariant())"
}

# Says what hinders it, where something does.
function Update-TestImage([string] $directory) {
    $image = Get-TestImage
    # In the storage, so that it is not there without the image.
    $built = "$directory/storage/dhcpnet-image"
    if ([IO.File]::Exists($built) -and [IO.File]::ReadAllText($built) -eq $image) { return }
    Say 'Making the image of the hosts (once; it takes a minute)'
    if ([IO.File]::Exists($built)) { [IO.File]::Delete($built) }
    $log = & unshare --mount --pid --fork --kill-child --mount-proc "$root/tests/containers/build-image.sh" $directory $image 2>&1
    if ($LASTEXITCODE -eq 0) { [IO.File]::WriteAllText($built, $image); return }
    [IO.File]::WriteAllLines("$directory/image.log", [string[]] @($log))
    "their image could not be made: $(if ($log) { @($log)[-1] }) (all of it is in $directory/image.log)"
}

# Cgroups alone belong to no namespace that ends. Those of this task are known by their name; they are empty, or their run is over in a moment.
function Remove-TestCgroup {
    if (-not [IO.Directory]::Exists('/sys/fs/cgroup')) { return }
    foreach ($hierarchy in @('/sys/fs/cgroup') + [IO.Directory]::GetDirectories('/sys/fs/cgroup')) {
        foreach ($group in [IO.Directory]::GetDirectories($hierarchy, 'dhcpnet-????????')) {
            # The kernel's files in them go with the directories, which is why they are not deleted as others are.
            $null = & find $group -depth -type d -exec rmdir '{}' + 2>&1
        }
    }
}

# Where Pester is, for the pwsh that runs this; or what is missing. Where it is not installed, it comes from the package registry.
function Find-Pester {
    $found = Invoke-PowerShell -NoProfile -NonInteractive -Command '(Get-Module -ListAvailable Pester | Where-Object { $_.Version -ge [version] "5.0" } | Select-Object -First 1).ModuleBase'
    if (-not $found) { $found = Get-PesterPackage }
    [pscustomobject] @{ Directory = "$found"; Problem = if (-not $found) { 'Pester 5 is not installed, nor is it in the package registry' } }
}

# In the version that Directory.Packages.props says. Nothing where the registry lacks it.
function Get-PesterPackage {
    $version = ([xml] [IO.File]::ReadAllText("$root/Directory.Packages.props")).SelectSingleNode('//PackageVersion[@Include="Pester"]').GetAttribute('Version')
    $directory = "$artifacts/pester/pester/$version/tools"
    if (-not [IO.Directory]::Exists($directory)) {
        $log = & timeout 120 dotnet package download "Pester@$version" --output "$artifacts/pester" 2>&1
        [IO.File]::WriteAllLines("$artifacts/pester.log", [string[]] @($log))
        if ($LASTEXITCODE -ne 0) { return }
    }
    $directory
}

function New-PesterSkip([string[]] $files, [string] $reason) {
    New-SuiteResult 'Pester' 0 0 $files.Count @(foreach ($file in $files) { "skipped: $([IO.Path]::GetFileName($file)): $reason" })
}

# --- the other tasks -------------------------------------------------------------------------------------------------------------

function Invoke-Demo {
    Install-Prerequisite $demoPrograms
    Assert-Root
    Invoke-Build
    Invoke-Isolated "$root/docs/examples/quickstart.ps1" (@('-ModulePath', $moduleManifest) + $rest)
}

function Invoke-Bench {
    Install-Prerequisite $demoPrograms
    Assert-Root
    Invoke-Build
    Invoke-Isolated "$root/tests/bench/bench.ps1" (@('-ModulePath', $moduleManifest) + $rest)
}

function Invoke-BenchNeutron {
    $networks = if ($rest.Count -gt 0) { $rest[0] } else { '100' }
    Assert-Root
    $problem = Install-Missing $neutronPrograms
    if ($problem) { Fail "There is no Neutron to measure: $problem" }
    Invoke-Build
    $powerShell = [string[]] (Get-PowerShell)
    Invoke-Program 'dotnet' @('build', "$root/tests/DhcpNet.NeutronTests/DhcpNet.NeutronTests.csproj", '--configuration', 'Release', '--nologo', '--verbosity', 'quiet')
    & dotnet "$root/tests/DhcpNet.NeutronTests/bin/Release/net10.0/DhcpNet.NeutronTests.dll" bench $networks $moduleManifest "$artifacts/bench-neutron.json" @powerShell
    exit $LASTEXITCODE
}

function Invoke-Shell {
    if (-not [IO.File]::Exists($moduleManifest)) { Invoke-Build }
    if (Test-BundledHost) { Invoke-PowerShell -Module $moduleManifest @rest }
    elseif ($rest.Count -eq 0) { Invoke-PowerShell -NoProfile -NoExit -Command "Import-Module '$moduleManifest'" }
    else { Invoke-PowerShell -NoProfile -Command "Import-Module '$moduleManifest'; $(Get-Statement $rest)" }
    exit $LASTEXITCODE
}

# '-File x.ps1 -Name value' and '-Command text' as statements.
function Get-Statement([string[]] $words) {
    $tail = [string[]] [Linq.Enumerable]::ToArray([Linq.Enumerable]::Skip($words, 1))
    if ($words[0] -in '-Command', '-c') { return [string]::Join(' ', $tail) }
    if ($words[0] -notin '-File', '-f') { $tail = $words }
    $quoted = foreach ($word in $tail) { if ($word -match '^-[A-Za-z_]\w*:?$') { $word } else { "'" + $word.Replace("'", "''") + "'" } }
    "& $([string]::Join(' ', $quoted)); if (-not `$?) { exit `$LASTEXITCODE }"
}

# PlatyPS needs the whole of PowerShell; everybody else has its results in the repository.
function Invoke-Docs {
    $how = "Get PowerShell 7.4 or later (https://aka.ms/powershell), and in it: Install-PSResource Microsoft.PowerShell.PlatyPS"
    if (-not (Find-Program 'pwsh')) { Fail "There is no pwsh on the PATH to build the help with. $how" }
    if (-not (& pwsh -NoProfile -NonInteractive -Command 'Get-Module -ListAvailable Microsoft.PowerShell.PlatyPS | Where-Object Version -ge 1.0.0')) {
        Fail "pwsh does not find the module Microsoft.PowerShell.PlatyPS, 1.0 or later, to build the help with. $how"
    }
    Invoke-Build
    Invoke-Program 'pwsh' @('-NoProfile', '-NonInteractive', '-File', "$root/docs/build-help.ps1", '-Module', $moduleManifest)
}

function Invoke-Clean {
    foreach ($parent in "$root/src", "$root/tests") {
        foreach ($project in [IO.Directory]::GetDirectories($parent)) {
            Remove-Directory "$project/bin"
            Remove-Directory "$project/obj"
        }
    }
    Remove-Directory $artifacts
}

switch ($Task) {
    'Build' { Invoke-Build }
    'Package' { Invoke-PackageTask }
    'Test' { Invoke-Test 'all' }
    'TestNeutron' { Invoke-Test 'Neutron' }
    'TestContainers' { Invoke-TestContainers }
    'TestAll' { Invoke-Test 'all', 'Containers', 'Neutron' }
    'Demo' { Invoke-Demo }
    'Bench' { Invoke-Bench }
    'BenchNeutron' { Invoke-BenchNeutron }
    'Shell' { Invoke-Shell }
    'Docs' { Invoke-Docs }
    'Clean' { Invoke-Clean }
    'Help' { Say $usage }
    default { Say $usage; Fail "There is no task '$Task'." }
}
