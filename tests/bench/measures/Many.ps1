# A thousand networks: whether one of them takes longer than one of a hundred, how long their list takes, and how much memory.
function Measure-Many($world, [int] $few, [int] $many, [int] $rounds) {
    $bulk = New-Bulk $world $many
    $list = @(Measure-List $world $many $rounds)
    $fewTimes = [double[]] @(for ($i = 0; $i -lt $rounds; $i++) {
            Enable-Bulk $bulk $few
            $null = Disable-Bulk $bulk
        })
    $time = Enable-Bulk $bulk
    Assert-Answer $bulk 1
    New-Result "Enable-NetworkDhcp of $many, each: to those of $few" 1 ($time / $many) 'ms' ((Get-Median $fewTimes) / $few) 1.3
    $list
    $null = Disable-Bulk $bulk
    New-Result "memory of a PowerShell that enables $many networks, at most" 1 (Measure-ManyMemory $world $many) 'MB' $null 200
    $null = Disable-Bulk $bulk
    Remove-Bulk $bulk
}

# In a process of its own: this one has done all the rest before.
function Measure-ManyMemory($world, [int] $count) {
    $statement = "Import-Module '$($world.ModulePath)'; `$n = @(Get-DhcpNetwork | Enable-NetworkDhcp).Count; ""`$n `$([IO.File]::ReadAllLines('/proc/self/status') -match '^VmHWM' -replace '\D')"""
    $enabled, $kilobytes = (Invoke-Program Invoke-PowerShell -NoProfile -NonInteractive -Command $statement).Split(' ')
    if ($enabled -ne $count) { throw "Enable-NetworkDhcp enabled $enabled networks of $count." }
    [double] $kilobytes / 1024
}

function Measure-List($world, [int] $count, [int] $rounds) {
    $statement = "Import-Module '$($world.ModulePath)'; `$w = [Diagnostics.Stopwatch]::StartNew(); `$n = @(Get-DhcpNetwork).Count; ""`$n `$(`$w.Elapsed.TotalMilliseconds.ToString([cultureinfo]::InvariantCulture))"""
    $firsts = [double[]]::new($rounds)
    $others = [double[]]::new($rounds)
    for ($i = 0; $i -lt $rounds; $i++) {
        $listed, $time = (Invoke-Program Invoke-PowerShell -NoProfile -NonInteractive -Command $statement).Split(' ')
        if ($listed -ne $count) { throw "Get-DhcpNetwork lists $listed networks of $count." }
        $firsts[$i] = [double] $time
        $others[$i] = Measure-Time { Get-DhcpNetwork }
    }
    New-Result "Get-DhcpNetwork of $count networks" $rounds (Get-Median $others) 'ms' $null 100
    New-Result '... first of all in its process' $rounds (Get-Median $firsts) 'ms' $null $null
}
