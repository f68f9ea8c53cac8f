# For scripts that start another PowerShell, which is to be the one that runs them.

# The program, and what it takes before options. PowerShell as a .NET tool is a library that dotnet runs.
function Get-PowerShell {
    [Environment]::ProcessPath
    if ([IO.Path]::GetFileName([Environment]::ProcessPath) -eq 'dotnet') { "$PSHOME/pwsh.dll" }
}

function Invoke-PowerShell {
    $program, $arguments = [string[]] (Get-PowerShell) + $args
    & $program @arguments
}

function Test-BundledHost { [IO.Path]::GetFileName([Environment]::ProcessPath) -eq 'DhcpNet.Shell' }
