# What 'build.ps1 -Task Package' does: the module as a versioned folder, and as a package for a PowerShell repository.
#
# The bytes follow from the sources and the .NET SDK alone: not from where and when they are built, nor for whom. So there are no paths,
# commits or times in assemblies or package, and the package stores its files as they are: a compressor's output is its version's own.

function Invoke-Package {
    $package = Get-Package
    $texts = [string[]] @('LICENSE', 'THIRD-PARTY-NOTICES.txt', 'CHANGELOG.md')
    if ([IO.File]::Exists($package.File) -and (Test-UpToDate $package.Built @(foreach ($file in $texts + 'build/package.ps1' + 'build.ps1') { "$root/$file" }))) {
        Say "Up to date: $($package.File)"
        return
    }
    $started = [DateTime]::UtcNow
    Remove-Directory $package.Directory
    $published = "$artifacts/package-publish"
    Remove-Directory $published
    # Outputs of its own, so that these options don't have the solution compiled again and again; its own lock files all the same. Nothing is
    # compiled ahead, which would be for one kind of machine.
    Invoke-Program 'dotnet' @(
        'publish', "$root/src/DhcpNet/DhcpNet.csproj", '--configuration', 'Release', '--artifacts-path', "$artifacts/package-build", '--output', $published
        '--nologo', '--verbosity', 'quiet', '-p:NuGetLockFilePath=packages.lock.json', '-p:RestoreLockedMode=true'
        '-p:DebugType=none', "-p:PathMap=$root/=/_/", '-p:DeterministicSourcePaths=false', '-p:EnableSourceLink=false', '-p:IncludeSourceRevisionInInformationalVersion=false')

    Copy-Module $published $package.Module
    foreach ($file in $texts) { [IO.File]::Copy("$root/$file", "$($package.Module)/$file") }
    [IO.File]::WriteAllText("$($package.Module)/SHA256SUMS", (Get-HashList $package.Module))
    Write-Package $package
    [IO.File]::WriteAllText("$($package.Directory)/SHA256SUMS", (Get-HashList $package.Directory "$($package.Name).$($package.Version).nupkg"))
    [IO.File]::WriteAllText($package.Built, '')
    [IO.File]::SetLastWriteTimeUtc($package.Built, $started)
    Say "Packed $($package.File)"
}

# Packs the same sources in another place, and holds the packages against each other.
function Test-Package {
    Invoke-Package
    $copy = [IO.Directory]::CreateTempSubdirectory('dhcpnet-package-').FullName
    try {
        Copy-Source $root $copy
        $log = Invoke-PowerShell -NoProfile -NonInteractive -File "$copy/build.ps1" -Task Package 2>&1
        if ($LASTEXITCODE -ne 0) { return New-SuiteResult 'package' 0 1 0 @('failed: the sources could not be packed in another place'; foreach ($line in $log) { "  $line" }) }
        $package = Get-Package
        $differences = [string[]] @(Compare-Directory $package.Directory "$copy/artifacts/package")
        if ($differences.Count -eq 0) { return New-SuiteResult 'package' 1 0 0 }
        New-SuiteResult 'package' 0 1 0 @('failed: the package that another directory makes is not the same'; foreach ($difference in $differences) { "  $difference" })
    }
    finally {
        Remove-Directory $copy
    }
}

# Where things are, and what the manifest says.
function Get-Package {
    $manifest = Import-PowerShellDataFile (Find-ModuleFile 'DhcpNet.psd1')
    $version = $manifest.ModuleVersion
    $project = ([xml] [IO.File]::ReadAllText("$root/Directory.Build.props")).SelectSingleNode('//Version').InnerText
    if ($version -ne $project) { Fail "DhcpNet.psd1 has version $version, Directory.Build.props $project. Make them the same." }
    $directory = "$artifacts/package"
    [pscustomobject] @{
        Name = 'DhcpNet'; Version = $version; Manifest = $manifest
        Directory = $directory; Module = "$directory/DhcpNet/$version"; File = "$directory/DhcpNet.$version.nupkg"; Built = "$artifacts/package-built"
    }
}

# Paths below a directory, in an order that is the same everywhere.
function Get-RelativeFile([string] $directory) {
    $files = [string[]] @(foreach ($file in [IO.Directory]::GetFiles($directory, '*', 'AllDirectories')) { [IO.Path]::GetRelativePath($directory, $file) })
    [Array]::Sort($files, [StringComparer]::Ordinal)
    $files
}

# As sha256sum(1) writes and checks it.
function Get-HashList([string] $directory, [string[]] $files = (Get-RelativeFile $directory)) {
    $lines = foreach ($file in $files) { "$(Get-Hash "$directory/$file")  $file`n" }
    [string]::Concat([string[]] @($lines))
}

function Get-Hash([string] $path) { [Convert]::ToHexString([Security.Cryptography.SHA256]::HashData([IO.File]::ReadAllBytes($path))).ToLowerInvariant() }

function Compare-Directory([string] $one, [string] $other) {
    $files = [Linq.Enumerable]::Union([string[]] @(Get-RelativeFile $one), [string[]] @(Get-RelativeFile $other))
    foreach ($file in $files) {
        if (-not [IO.File]::Exists("$one/$file") -or -not [IO.File]::Exists("$other/$file")) { "$file is in one of them only" }
        elseif ((Get-Hash "$one/$file") -ne (Get-Hash "$other/$file")) { "$file has other bytes" }
    }
}

# What a build needs of the repository. The order in which files are made is another than in the original, and so is the one in which a
# file system may list them.
function Copy-Source([string] $from, [string] $to) {
    $null = [IO.Directory]::CreateDirectory($to)
    $files = [IO.Directory]::GetFiles($from)
    [Array]::Sort($files, [StringComparer]::Ordinal)
    [Array]::Reverse($files)
    foreach ($file in $files) { [IO.File]::Copy($file, "$to/$([IO.Path]::GetFileName($file))") }
    foreach ($directory in [IO.Directory]::GetDirectories($from)) {
        $name = [IO.Path]::GetFileName($directory)
        if ($name -notin 'artifacts', 'bin', 'obj', 'tests', 'docs' -and -not $name.StartsWith('.')) { Copy-Source $directory "$to/$name" }
    }
}

# --- the package file ------------------------------------------------------------------------------------------------------------

# A NuGet package, as Publish-PSResource makes it: a zip file in the Open Packaging Conventions.
function Write-Package($package) {
    $files = [string[]] @(Get-RelativeFile $package.Module)
    $stream = [IO.File]::Create($package.File)
    $archive = [IO.Compression.ZipArchive]::new($stream, [IO.Compression.ZipArchiveMode]::Create)
    try {
        Add-Entry $archive '_rels/.rels' (Get-Utf8 (Get-Relationship $package))
        Add-Entry $archive "$($package.Name).nuspec" (Get-Utf8 (Get-Specification $package))
        foreach ($file in $files) { Add-Entry $archive $file ([IO.File]::ReadAllBytes("$($package.Module)/$file")) }
        Add-Entry $archive '[Content_Types].xml' (Get-Utf8 (Get-ContentType $files))
    }
    finally {
        $archive.Dispose()
        $stream.Dispose()
    }
}

function Add-Entry($archive, [string] $name, [byte[]] $bytes) {
    $entry = $archive.CreateEntry($name, [IO.Compression.CompressionLevel]::NoCompression)
    # The earliest that a zip file can tell.
    $entry.LastWriteTime = [DateTimeOffset]::new(1980, 1, 1, 0, 0, 0, [TimeSpan]::Zero)
    $entry.ExternalAttributes = 0x81A4 -shl 16 # a file, 0644
    $stream = $entry.Open()
    $stream.Write($bytes, 0, $bytes.Length)
    $stream.Dispose()
}

function Get-Utf8([string] $text) { [Text.UTF8Encoding]::new($false).GetBytes($text) }

function Get-Element([string] $name, [string] $value) {
    if ($value) { "    <$name>$([Security.SecurityElement]::Escape($value))</$name>`n" }
}

function Get-Specification($package) {
    $manifest = $package.Manifest
    $more = $manifest.PrivateData.PSData
    $elements = [string]::Concat([string[]] @(
            Get-Element 'id' $package.Name
            Get-Element 'version' $package.Version
            Get-Element 'authors' $manifest.Author
            Get-Element 'owners' $manifest.CompanyName
            Get-Element 'requireLicenseAcceptance' 'false'
            Get-Element 'licenseUrl' $more['LicenseUri']
            Get-Element 'projectUrl' $more['ProjectUri']
            Get-Element 'description' $manifest.Description
            Get-Element 'releaseNotes' $more['ReleaseNotes']
            Get-Element 'copyright' $manifest.Copyright
            Get-Element 'tags' "PSModule $([string]::Join(' ', $more.Tags))"))
    @"
<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://schemas.microsoft.com/packaging/2011/08/nuspec.xsd">
  <metadata>
$elements  </metadata>
</package>

"@
}

function Get-Relationship($package) {
    @"
<?xml version="1.0" encoding="utf-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
  <Relationship Type="http://schemas.microsoft.com/packaging/2010/07/manifest" Target="/$($package.Name).nuspec" Id="R1" />
</Relationships>

"@
}

# By the end of the name, or by the whole name of a file without one.
function Get-ContentType([string[]] $files) {
    $extensions = [Collections.Generic.SortedSet[string]]::new([string[]] @('nuspec'), [StringComparer]::Ordinal)
    $others = foreach ($file in $files) {
        $extension = [IO.Path]::GetExtension($file).TrimStart('.')
        if ($extension) { $null = $extensions.Add($extension) }
        else { "  <Override PartName=`"/$file`" ContentType=`"application/octet`" />`n" }
    }
    $types = [string]::Concat([string[]] @(
            foreach ($extension in $extensions) { "  <Default Extension=`"$extension`" ContentType=`"application/octet`" />`n" }
            $others))
    @"
<?xml version="1.0" encoding="utf-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
  <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml" />
$types</Types>

"@
}
