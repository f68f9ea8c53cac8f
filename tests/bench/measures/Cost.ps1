# Where the time of one warm Enable-NetworkDhcp goes: its steps one by one, each by its own cmdlet, beside those of the bare tools.

# What a part consists of: module's steps, and steps of bare-tools.sh.
$costParts = [ordered] @{
    'plugin' = @('port'), @()
    'OVSDB and ovs-vswitchd' = @('tap'), @('ovs')
    'kernel: namespace, link, addresses, netfilter' = @('namespace', 'address'), @('namespace', 'link', 'sysctl', 'addresses', 'netfilter')
    'dnsmasq: files and process' = @('dnsmasq'), @('files', 'dnsmasq')
}

function Measure-Cost($world, [int] $rounds) {
    $runs = [Collections.Generic.List[object]]::new()
    $process = [Diagnostics.Process]::GetCurrentProcess()
    $processor = 0.0
    for ($i = 0; $i -lt $rounds; $i++) {
        $network = New-BenchNetwork $world
        $process.Refresh()
        $before = $process.TotalProcessorTime
        $whole = Measure-Time { Enable-NetworkDhcp $network }
        $process.Refresh()
        $processor += ($process.TotalProcessorTime - $before).TotalMilliseconds
        Remove-BenchNetwork $network
        $module = Measure-Step $world
        $module['whole'] = $whole
        $tools = Start-ByBareTools $world
        Stop-ByBareTools $world
        $runs.Add([pscustomobject] @{ Module = $module; Tools = $tools })
    }
    [pscustomobject] @{
        Rounds = $rounds
        Module = Get-MedianOfEach $runs.Module
        Tools = Get-MedianOfEach $runs.Tools
        # The kernel counts a process's time in hundredths of a second, so only the mean of many says something.
        Processor = $processor / $rounds
    }
}

# The milliseconds of the single steps for one network.
function Measure-Step($world) {
    $network = New-BenchNetwork $world
    $step = @{}
    $step['port'] = Measure-Time { $script:port = $network | New-DhcpPort }
    $step['tap'] = Measure-Time { $script:tap = $port | Add-OvsTap }
    $step['namespace'] = Measure-Time { $script:namespace = $tap | New-NetNamespace }
    $step['address'] = Measure-Time { $script:address = $namespace | Set-TapAddress }
    $step['dnsmasq'] = Measure-Time { $null = $address | Start-Dnsmasq }
    Remove-BenchNetwork $network
    # A part of New-NetNamespace, once more alone.
    $scratch = New-NetNamespace -Name 'bench-scratch'
    $step['netfilter'] = Measure-Time { Add-ChecksumRule $scratch.Name }
    $scratch | Remove-NetNamespace -Force
    Wait-ForKernel
    $step
}

# Calls the library: there is no cmdlet for this part of a step.
function Add-ChecksumRule([string] $namespace) {
    $assembly = [Linq.Enumerable]::First([AppDomain]::CurrentDomain.GetAssemblies(), [Func[Reflection.Assembly, bool]] { $args[0].GetName().Name -eq 'DhcpNet.Linux' })
    $rule = [Activator]::CreateInstance($assembly.GetType('DhcpNet.Linux.UdpChecksumRule'), @('neutron-dhcp-age-POSTROUTING', [uint16] 68, [uint16] 546))
    $null = $rule.EnsureAsync($namespace, $true, [Threading.CancellationToken]::None).GetAwaiter().GetResult()
}

function Get-MedianOfEach($tables) {
    $medians = @{}
    foreach ($name in $tables[0].Keys) { $medians[$name] = Get-Median ([double[]] @(foreach ($table in $tables) { $table[$name] })) }
    $medians
}

function Get-Sum($table, [string[]] $names) {
    $sum = 0.0
    foreach ($name in $names) { $sum += $table[$name] }
    $sum
}

function Show-Cost($costs) {
    $layout = '{0,-46} {1,10} {2,6} {3,14}'
    $whole = $costs.Module['whole']
    $Host.UI.WriteLine('')
    $Host.UI.WriteLine("What dominates one warm Enable-NetworkDhcp (medians of $($costs.Rounds); each part measured alone)")
    $Host.UI.WriteLine(($layout -f 'part', 'module', 'share', 'bare tools'))
    $Host.UI.WriteLine(($layout -f ('-' * 46), ('-' * 10), '------', ('-' * 14)))
    $sum = 0.0
    foreach ($part in $costParts.Keys) {
        $ofModule, $ofTools = $costParts[$part]
        $time = Get-Sum $costs.Module $ofModule
        $sum += $time
        Show-CostLine $layout $part $time $whole $(if ($ofTools) { Get-Sum $costs.Tools $ofTools })
        if ($ofTools -contains 'netfilter') {
            Show-CostLine $layout '  of it: the checksum rules' $costs.Module['netfilter'] $whole $costs.Tools['netfilter']
        }
    }
    Show-CostLine $layout 'the rest, less what single cmdlets cost more' ($whole - $sum) $whole $null
    Show-CostLine $layout 'whole' $whole $whole $costs.Tools['total']
    $Host.UI.WriteLine(('Of the bare tools'' time the kernel takes {0} to move the link, most of it waiting (RCU); the module cannot do that faster.' -f (Format-Number $costs.Tools['link'] 'ms')))
    $Host.UI.WriteLine(('The PowerShell process computes for {0} of it; the rest is waiting for others.' -f (Format-Number $costs.Processor 'ms')))
}

function Show-CostLine([string] $layout, [string] $part, [double] $time, [double] $whole, [object] $reference) {
    $Host.UI.WriteLine(($layout -f $part, (Format-Number $time 'ms'), "$([Math]::Round(100 * $time / $whole)) %", (Format-Number $reference 'ms')))
}
