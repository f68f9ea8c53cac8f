# Results: a table of 100 columns, and the same as JSON.

# One row. Without a reference the target is for what was measured, with one for the ratio.
function New-Result([string] $name, [int] $n, [double] $measured, [string] $unit, [object] $reference, [object] $target) {
    $ratio = if ($null -ne $reference) { $measured / $reference }
    $compared = if ($null -ne $reference) { $ratio } else { $measured }
    [pscustomobject] @{
        Name = $name
        N = $n
        Measured = $measured
        Unit = $unit
        Reference = $reference
        Ratio = $ratio
        Target = $target
        Met = if ($null -ne $target) { $compared -le $target }
    }
}

function Format-Number([object] $value, [string] $unit = '') {
    if ($null -eq $value) { return '' }
    $digits = if ([Math]::Abs($value) -ge 100) { 'F0' } elseif ([Math]::Abs($value) -ge 10) { 'F1' } else { 'F2' }
    ([double] $value).ToString($digits, [cultureinfo]::InvariantCulture) + $(if ($unit) { " $unit" })
}

function Show-Result([object[]] $results) {
    $layout = '{0,-50} {1,3} {2,10} {3,10} {4,6} {5,11} {6,4}'
    $Host.UI.WriteLine('')
    $Host.UI.WriteLine(($layout -f 'what', 'n', 'measured', 'reference', 'ratio', 'target', 'met'))
    $Host.UI.WriteLine(($layout -f ('-' * 50), '---', ('-' * 10), ('-' * 10), ('-' * 6), ('-' * 11), '----'))
    foreach ($result in $results) {
        $targetUnit = if ($null -eq $result.Reference) { $result.Unit } else { '' }
        $Host.UI.WriteLine(($layout -f $result.Name, $result.N, (Format-Number $result.Measured $result.Unit), (Format-Number $result.Reference $result.Unit),
                (Format-Number $result.Ratio), $(if ($null -ne $result.Target) { "<= $(Format-Number $result.Target $targetUnit)" }),
                $(if ($null -eq $result.Met) { '' } elseif ($result.Met) { 'yes' } else { 'no' })))
    }
}

function Save-Result([object[]] $results, [string] $path) {
    $rows = foreach ($result in $results) {
        $fields = foreach ($name in 'Name', 'N', 'Measured', 'Unit', 'Reference', 'Ratio', 'Target', 'Met') { "`"$($name.ToLowerInvariant())`": $(ConvertTo-JsonText $result.$name)" }
        "  { $([string]::Join(', ', $fields)) }"
    }
    $null = [IO.Directory]::CreateDirectory([IO.Path]::GetDirectoryName([IO.Path]::GetFullPath($path)))
    [IO.File]::WriteAllText($path, "[`n$([string]::Join(",`n", $rows))`n]`n")
}

# ConvertTo-Json is not in every host.
function ConvertTo-JsonText([object] $value) {
    if ($null -eq $value) { return 'null' }
    if ($value -is [bool]) { return "$value".ToLowerInvariant() }
    if ($value -is [string]) { return '"' + [Text.Json.JsonEncodedText]::Encode($value).ToString() + '"' }
    ([double] $value).ToString('0.####', [cultureinfo]::InvariantCulture)
}
