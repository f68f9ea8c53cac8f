# The memory of this process, which has used the module for everything before.
function Measure-Memory {
    New-Result 'memory of the PowerShell process, at most' 1 (Get-OwnMemory 'VmHWM') 'MB' $null 150
    New-Result 'memory of the PowerShell process, at the end' 1 (Get-OwnMemory 'VmRSS') 'MB' $null 150
}
