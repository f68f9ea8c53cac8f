# Functions in place of a few commands that the engine alone does not have, so that what people type without thinking works here.
# They know the parameters that are declared below, and no others: scripts for every PowerShell keep to the core and to .NET.

function Write-Output {
    [CmdletBinding()]
    param([Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromRemainingArguments)] [AllowNull()] [AllowEmptyCollection()] [psobject[]] $InputObject, [switch] $NoEnumerate)
    process { if ($NoEnumerate) { $PSCmdlet.WriteObject($InputObject) } else { $PSCmdlet.WriteObject($InputObject, $true) } }
}

function Write-Host {
    [CmdletBinding()]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromRemainingArguments)] [object] $Object,
        [switch] $NoNewline, [object] $Separator = ' ', [ConsoleColor] $ForegroundColor, [ConsoleColor] $BackgroundColor)
    process {
        $text = if ($Object -is [System.Collections.IList]) { [string]::Join("$Separator", [object[]] $Object) } else { "$Object" }
        $message = [System.Management.Automation.HostInformationMessage] @{ Message = $text; NoNewLine = $NoNewline.ToBool() }
        if ($PSBoundParameters.ContainsKey('ForegroundColor')) { $message.ForegroundColor = $ForegroundColor }
        if ($PSBoundParameters.ContainsKey('BackgroundColor')) { $message.BackgroundColor = $BackgroundColor }
        $PSCmdlet.WriteInformation($message, [string[]] 'PSHOST')
    }
}

function Write-Information {
    [CmdletBinding()]
    param([Parameter(Mandatory, Position = 0, ValueFromPipeline)] [Alias('Msg', 'Message')] [AllowNull()] [object] $MessageData, [Parameter(Position = 1)] [string[]] $Tags)
    process { $PSCmdlet.WriteInformation($MessageData, $Tags) }
}

function Write-Verbose {
    [CmdletBinding()]
    param([Parameter(Mandatory, Position = 0, ValueFromPipeline)] [Alias('Msg')] [AllowEmptyString()] [string] $Message)
    process { $PSCmdlet.WriteVerbose($Message) }
}

function Write-Debug {
    [CmdletBinding()]
    param([Parameter(Mandatory, Position = 0, ValueFromPipeline)] [Alias('Msg')] [AllowEmptyString()] [string] $Message)
    process { $PSCmdlet.WriteDebug($Message) }
}

function Write-Warning {
    [CmdletBinding()]
    param([Parameter(Mandatory, Position = 0, ValueFromPipeline)] [Alias('Msg')] [AllowEmptyString()] [string] $Message)
    process { $PSCmdlet.WriteWarning($Message) }
}

function Write-Error {
    [CmdletBinding(DefaultParameterSetName = 'Message')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ParameterSetName = 'Message')] [Alias('Msg')] [AllowEmptyString()] [string] $Message,
        [Parameter(Mandatory, ParameterSetName = 'Exception')] [Exception] $Exception,
        [Parameter(Mandatory, ParameterSetName = 'ErrorRecord')] [System.Management.Automation.ErrorRecord] $ErrorRecord,
        [System.Management.Automation.ErrorCategory] $Category = 'NotSpecified', [string] $ErrorId = 'Microsoft.PowerShell.Commands.WriteErrorException', [object] $TargetObject)
    process {
        if (-not $ErrorRecord) {
            if (-not $Exception) { $Exception = [System.Management.Automation.RuntimeException]::new($Message) }
            $ErrorRecord = [System.Management.Automation.ErrorRecord]::new($Exception, $ErrorId, $Category, $TargetObject)
        }
        $PSCmdlet.WriteError($ErrorRecord)
        $ErrorRecord = $Exception = $null
    }
}

function Write-Progress {
    [CmdletBinding()]
    param(
        [Parameter(Position = 0)] [string] $Activity = 'Working', [Parameter(Position = 1)] [string] $Status = 'Processing', [Parameter(Position = 2)] [int] $Id = 0,
        [int] $PercentComplete = -1, [int] $SecondsRemaining = -1, [string] $CurrentOperation, [int] $ParentId = -1, [switch] $Completed)
    $record = [System.Management.Automation.ProgressRecord]::new($Id, $Activity, $Status)
    $record.PercentComplete = $PercentComplete
    $record.SecondsRemaining = $SecondsRemaining
    $record.ParentActivityId = $ParentId
    $record.CurrentOperation = $CurrentOperation
    if ($Completed) { $record.RecordType = 'Completed' }
    $PSCmdlet.WriteProgress($record)
}

function Read-Host {
    [CmdletBinding()]
    param([Parameter(Position = 0)] [object] $Prompt, [switch] $AsSecureString)
    if ($null -ne $Prompt) { $Host.UI.Write("${Prompt}: ") }
    if ($AsSecureString) { $Host.UI.ReadLineAsSecureString() } else { $Host.UI.ReadLine() }
}

function Set-Location {
    [CmdletBinding()]
    param([Parameter(Position = 0)] [string] $Path = $HOME, [switch] $PassThru)
    try { $location = $ExecutionContext.SessionState.Path.SetLocation($Path) }
    catch [System.Management.Automation.MethodInvocationException] { $PSCmdlet.ThrowTerminatingError($_.Exception.InnerException.ErrorRecord) }
    if ($PassThru) { $location }
}

function Get-Location {
    [CmdletBinding()]
    param()
    $ExecutionContext.SessionState.Path.CurrentLocation
}

function Get-ChildItem {
    [CmdletBinding()]
    param([Parameter(Position = 0, ValueFromPipeline)] [string[]] $Path = '.', [switch] $Recurse, [switch] $Force, [switch] $Name)
    process {
        try {
            if ($Name) { $ExecutionContext.InvokeProvider.ChildItem.GetNames($Path, 'ReturnMatchingContainers', $Recurse, $Force, $false) }
            else { $ExecutionContext.InvokeProvider.ChildItem.Get($Path, $Recurse, $Force, $false) }
        }
        catch [System.Management.Automation.MethodInvocationException] { $PSCmdlet.WriteError($_.Exception.InnerException.ErrorRecord) }
    }
}

function Select-Object {
    [CmdletBinding()]
    param(
        [Parameter(Position = 0)] [object[]] $Property, [string] $ExpandProperty, [int] $First = -1, [int] $Last = -1, [int] $Skip = 0,
        [Parameter(ValueFromPipeline)] [psobject] $InputObject)
    begin { $items = [System.Collections.Generic.List[object]]::new() }
    process { $items.Add($InputObject) }
    end {
        $start = [Math]::Min($Skip, $items.Count)
        $count = $items.Count - $start
        if ($First -ge 0) { $count = [Math]::Min($First, $count) }
        elseif ($Last -ge 0) { $start = 0; $count = [Math]::Max($items.Count - $Skip, 0); $start = [Math]::Max($count - $Last, 0); $count -= $start }
        foreach ($item in $items.GetRange($start, $count)) {
            if ($ExpandProperty) { $item.$ExpandProperty; continue }
            if (-not $Property) { $item; continue }
            $selected = [ordered] @{}
            foreach ($wanted in $Property) {
                if ($wanted -is [System.Collections.IDictionary]) {
                    $label = $wanted.Keys.Where({ $_ -in 'n', 'name', 'l', 'label' })[0]
                    $expression = $wanted[$wanted.Keys.Where({ $_ -in 'e', 'expression' })[0]]
                    $selected["$($wanted[$label])"] = if ($expression -is [scriptblock]) { $item | ForEach-Object $expression } else { $item.$expression }
                }
                elseif ("$wanted".Contains('*') -or "$wanted".Contains('?')) { foreach ($found in $item.psobject.Properties.Match("$wanted")) { $selected[$found.Name] = $found.Value } }
                else { $found = $item.psobject.Properties["$wanted"]; $selected["$wanted"] = if ($found) { $found.Value } }
            }
            [pscustomobject] $selected
        }
    }
}

function Sort-Object {
    [CmdletBinding()]
    param([Parameter(Position = 0)] [object[]] $Property, [switch] $Descending, [Parameter(ValueFromPipeline)] [psobject] $InputObject)
    begin { $rows = [System.Collections.Generic.List[object]]::new() }
    process {
        $keys = if (-not $Property) { , $InputObject } else { foreach ($wanted in $Property) { , $(if ($wanted -is [scriptblock]) { $InputObject | ForEach-Object $wanted } else { $InputObject.$wanted }) } }
        $rows.Add([pscustomobject] @{ Index = $rows.Count; Keys = @($keys); Item = $InputObject })
    }
    end {
        $rows.Sort([Comparison[object]] {
                param($a, $b)
                for ($i = 0; $i -lt $a.Keys.Count; $i++) {
                    $order = [System.Management.Automation.LanguagePrimitives]::Compare($a.Keys[$i], $b.Keys[$i], $true)
                    if ($order -ne 0) { if ($Descending) { return -$order } else { return $order } }
                }
                $a.Index - $b.Index
            })
        foreach ($row in $rows) { $row.Item }
    }
}

function Format-List {
    [CmdletBinding()]
    param([Parameter(Position = 0)] [string[]] $Property = '*', [Parameter(ValueFromPipeline)] [psobject] $InputObject)
    process {
        if ($null -eq $InputObject) { return }
        $shown = foreach ($pattern in $Property) { $InputObject.psobject.Properties.Match($pattern) }
        $width = 0
        foreach ($one in $shown) { $width = [Math]::Max($width, $one.Name.Length) }
        ''
        foreach ($one in $shown) {
            $value = if ($one.Value -is [System.Collections.ICollection]) { "{$([string]::Join(', ', [object[]] @($one.Value)))}" } else { "$($one.Value)" }
            $one.Name.PadRight($width) + ' : ' + $value.Replace("`n", "`n" + ' ' * ($width + 3))
        }
    }
    end { '' }
}
