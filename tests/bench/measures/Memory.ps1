# The memory of this process, which has used the module for everything before.
function Measure-Memory {
    $status = [IO.File]::ReadAllLines('/proc/self/status')
    foreach ($row in @(('VmHWM', 'memory of the PowerShell process, at most', 150), ('VmRSS', 'memory of the PowerShell process, at the end', 150))) {
        foreach ($line in $status) {
            if ($line -match "^$($row[0]):\s+(\d+) kB") { New-Result $row[1] 1 ([double] $Matches[1] / 1024) 'MB' $null $row[2] }
        }
    }
}
