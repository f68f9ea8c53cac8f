# Functions in place of those commands of PowerShell's own modules that examples use and the engine alone does not have.
# They do what the examples need of them, no more.

function Get-Date {
    param([string] $Format)
    if ($Format) { [DateTime]::Now.ToString($Format) } else { [DateTime]::Now }
}

function Get-Credential {
    param([string] $UserName)
    $password = [securestring]::new()
    $password.AppendChar('x')
    [pscredential]::new($UserName, $password)
}

function Get-Content {
    [CmdletBinding()]
    param([Parameter(Mandatory, Position = 0)] [string] $Path, [switch] $Raw)
    $file = $PSCmdlet.GetUnresolvedProviderPathFromPSPath($Path)
    if ($Raw) { [IO.File]::ReadAllText($file) } else { [IO.File]::ReadAllLines($file) }
}

function Set-Content {
    [CmdletBinding()]
    param([Parameter(Mandatory, Position = 0)] [string] $Path, [Parameter(ValueFromPipeline)] [object] $Value)
    begin { $lines = [Collections.Generic.List[string]]::new() }
    process { $lines.Add("$Value") }
    end { [IO.File]::WriteAllLines($PSCmdlet.GetUnresolvedProviderPathFromPSPath($Path), $lines) }
}

function Add-Content {
    [CmdletBinding()]
    param([Parameter(Mandatory, Position = 0)] [string] $Path, [Parameter(ValueFromPipeline)] [object] $Value)
    process { [IO.File]::AppendAllLines($PSCmdlet.GetUnresolvedProviderPathFromPSPath($Path), [string[]] "$Value") }
}

function Remove-Item {
    [CmdletBinding()]
    param([Parameter(Mandatory, Position = 0)] [string] $Path)
    [IO.File]::Delete($PSCmdlet.GetUnresolvedProviderPathFromPSPath($Path))
}

# Commas do not stand within fields here.
function ConvertFrom-Csv {
    param([Parameter(ValueFromPipeline)] [string] $InputObject)
    begin { $names = $null }
    process {
        foreach ($line in $InputObject.Split("`n", [StringSplitOptions]::RemoveEmptyEntries)) {
            $fields = $line.Split(',')
            if (-not $names) { $names = $fields; continue }
            $row = [ordered] @{}
            for ($i = 0; $i -lt $names.Count; $i++) { $row[$names[$i]] = $fields[$i] }
            [pscustomobject] $row
        }
    }
}

function Import-Csv {
    param([Parameter(Mandatory, Position = 0)] [string] $Path)
    Get-Content $Path | ConvertFrom-Csv
}

function Export-Csv {
    param([Parameter(Mandatory, Position = 0)] [string] $Path, [Parameter(ValueFromPipeline)] [psobject] $InputObject)
    begin { $lines = [Collections.Generic.List[string]]::new() }
    process {
        if ($lines.Count -eq 0) { $lines.Add([string]::Join(',', $InputObject.psobject.Properties.ForEach({ "`"$($_.Name)`"" }))) }
        $lines.Add([string]::Join(',', $InputObject.psobject.Properties.ForEach({ "`"$($_.Value)`"" })))
    }
    end { $lines | Set-Content $Path }
}

function Compare-Object {
    param([Parameter(Position = 0)] [object[]] $ReferenceObject, [Parameter(Position = 1)] [object[]] $DifferenceObject)
    foreach ($item in $DifferenceObject) { if ($item -notin $ReferenceObject) { [pscustomobject] @{ InputObject = $item; SideIndicator = '=>' } } }
    foreach ($item in $ReferenceObject) { if ($item -notin $DifferenceObject) { [pscustomobject] @{ InputObject = $item; SideIndicator = '<=' } } }
}

function ConvertTo-Json {
    param([Parameter(ValueFromPipeline)] [object] $InputObject, [switch] $Compress, [switch] $EnumsAsStrings)
    process {
        $properties = if ($InputObject -is [Collections.IDictionary]) { $InputObject.GetEnumerator() } else { $InputObject.psobject.Properties }
        '{' + [string]::Join(',', @($properties | ForEach-Object { "`"$($_.Key)$($_.Name)`":`"$("$($_.Value)".Replace('\', '\\').Replace('"', '\"'))`"" })) + '}'
    }
}
