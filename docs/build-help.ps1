#requires -Version 7.4
<#
.SYNOPSIS
Builds the module's help, en-US/DhcpNet.dll-Help.xml, from the pages in docs/cmdlets.

.DESCRIPTION
Needs Microsoft.PowerShell.PlatyPS 1.0 or later. The same pages give the same file, byte for byte.

.PARAMETER Module
The manifest of a built module. If it is given, the pages are brought up to date first: cmdlets and parameters that are new get
their place, with a {{ Fill … }} where a person has to write, and the syntax is the module's again.
#>
param(
    [string] $Module,
    [string] $Destination = "$PSScriptRoot/../en-US"
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
Import-Module Microsoft.PowerShell.PlatyPS -MinimumVersion 1.0.0

# A date of its own for every build would make every build another.
$pageDate = '01/01/2026'
$pages = "$PSScriptRoot/cmdlets"

function Get-Page {
    Get-ChildItem -LiteralPath $pages -Filter '*-*.md' | Sort-Object -Property Name -Culture ''
}

# Parameters and syntax become the module's; what people wrote stays. (Update-MarkdownCommandHelp writes into that, too.)
function Update-Page([string] $manifest) {
    # PlatyPS runs script in its caller's scope that strict mode refuses.
    Set-StrictMode -Off
    $loaded = Import-Module $manifest -PassThru -Force
    $scratch = [IO.Directory]::CreateTempSubdirectory('dhcpnet-help').FullName
    try {
        foreach ($command in Get-Command -Module $loaded.Name) {
            $page = "$pages/$($command.Name).md"
            $help = New-CommandHelp -CommandInfo $command
            if (Test-Path -LiteralPath $page) { $help = Join-Help (Import-MarkdownCommandHelp -Path $page) $help }
            $help.Metadata['ms.date'] = $pageDate
            $file = $help | Export-MarkdownCommandHelp -OutputFolder $scratch -Force
            [IO.File]::WriteAllText($page, [IO.File]::ReadAllText($file.FullName).TrimEnd() + "`n")
        }
    }
    finally {
        Remove-Item -LiteralPath $scratch -Recurse -Force
    }
}

function Join-Help($written, $fresh) {
    $written.Syntax.Clear()
    $written.Syntax.AddRange($fresh.Syntax)
    foreach ($parameter in $fresh.Parameters) {
        $old = $written.Parameters | Where-Object Name -EQ $parameter.Name
        if (-not $old) { continue }
        $parameter.Description = $old.Description
        $parameter.DefaultValue = $old.DefaultValue
    }
    $written.Parameters.Clear()
    $written.Parameters.AddRange($fresh.Parameters)
    $written
}

# Markdown's marks mean nothing in a terminal.
function ConvertTo-Plain([string] $text) {
    $text -replace '\[([^\]]+)\]\([^)]+\)', '$1' -replace '\*\*([^*]+)\*\*', '$1' -replace '`([^`]+)`', '$1'
}

function Add-Element([Xml.XmlElement] $parent, [string] $prefix, [string] $name, [string] $text) {
    $element = $parent.OwnerDocument.CreateElement($prefix, $name, $parent.GetNamespaceOfPrefix($prefix))
    if ($text) { $element.InnerText = $text }
    $parent.AppendChild($element)
}

# Get-Help shows an example as title, introduction, code and remarks; PlatyPS leaves all of it, fences included, in the introduction.
function Repair-Example([Xml.XmlElement] $example, $source) {
    if ($source.Remarks -notmatch '(?s)\A(.*?)\s*```powershell\n(.*?)\n```\s*\z') {
        throw "'$($source.Title)': an example is text, then one block of PowerShell."
    }
    $prose, $code = $Matches[1], $Matches[2]
    $example.RemoveAll()
    $null = Add-Element $example 'maml' 'title' "--- $($source.Title) ---"
    $introduction = Add-Element $example 'maml' 'introduction'
    $null = Add-Element $introduction 'maml' 'para' "$(ConvertTo-Plain $prose)`n`n"
    $null = Add-Element $example 'dev' 'code' $code
    $null = Add-Element $example 'dev' 'remarks'
}

function Repair-Command([Xml.XmlElement] $command, $source, [Xml.XmlNamespaceManager] $names) {
    foreach ($text in $command.SelectNodes('.//maml:para', $names)) {
        $text.InnerText = ConvertTo-Plain $text.InnerText
    }
    foreach ($parameter in $command.SelectNodes('command:parameters/command:parameter', $names)) {
        $name = $parameter.SelectSingleNode('maml:name', $names).InnerText
        $short = $command.SelectSingleNode("command:syntax/command:syntaxItem/command:parameter[maml:name='$name']/command:parameterValue", $names)
        $long = $parameter.SelectSingleNode('command:parameterValue', $names)
        if ($short -and $long) { $long.InnerText = $short.InnerText }
        $default = ($source.Parameters | Where-Object Name -EQ $name).DefaultValue
        if ($default) { $null = Add-Element $parameter 'dev' 'defaultValue' $default }
    }
    $examples = @($command.SelectNodes('command:examples/command:example', $names))
    for ($i = 0; $i -lt $examples.Count; $i++) {
        Repair-Example $examples[$i] $source.Examples[$i]
    }
    # Links between pages are names to Get-Help; there is no online version.
    foreach ($link in @($command.SelectNodes('command:relatedLinks/maml:navigationLink', $names))) {
        $uri = $link.SelectSingleNode('maml:uri', $names)
        if ($link.SelectSingleNode('maml:linkText', $names).InnerText -eq 'Online Version') { $null = $link.ParentNode.RemoveChild($link) }
        elseif ($uri.InnerText -notmatch '^https?:') { $uri.IsEmpty = $true }
    }
}

if ($Module) { Update-Page (Resolve-Path -LiteralPath $Module).Path }

$sources = foreach ($page in Get-Page) {
    if (-not (Test-MarkdownCommandHelp -Path $page.FullName)) { throw "'$($page.FullName)' is not a page that PlatyPS can read. 'Test-MarkdownCommandHelp -DetailView' says why." }
    Import-MarkdownCommandHelp -Path $page.FullName
}
$scratch = [IO.Directory]::CreateTempSubdirectory('dhcpnet-help').FullName
try {
    $maml = [xml]::new()
    $maml.Load(($sources | Export-MamlCommandHelp -OutputFolder $scratch).FullName)
}
finally {
    Remove-Item -LiteralPath $scratch -Recurse -Force
}

$names = [Xml.XmlNamespaceManager]::new($maml.NameTable)
$names.AddNamespace('command', 'http://schemas.microsoft.com/maml/dev/command/2004/10')
$names.AddNamespace('maml', 'http://schemas.microsoft.com/maml/2004/10')
$names.AddNamespace('dev', 'http://schemas.microsoft.com/maml/dev/2004/10')
foreach ($source in $sources) {
    Repair-Command $maml.SelectSingleNode("//command:command[command:details/command:name='$($source.Title)']", $names) $source $names
}

$null = New-Item -ItemType Directory -Path $Destination -Force
$settings = [Xml.XmlWriterSettings] @{ Indent = $true; NewLineChars = "`n"; Encoding = [Text.UTF8Encoding]::new($false) }
$path = [IO.Path]::Combine((Resolve-Path -LiteralPath $Destination).Path, 'DhcpNet.dll-Help.xml')
$writer = [Xml.XmlWriter]::Create($path, $settings)
try {
    $maml.Save($writer)
    $writer.WriteRaw("`n")
}
finally {
    $writer.Dispose()
}
Get-Item -LiteralPath $path
