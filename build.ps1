#requires -Version 5.1
<#
.SYNOPSIS
Builds CosSlice, tests it, shows it, measures it, or packs it.

.DESCRIPTION
Build    lays the importable module out in out/CosSlice.
Test     runs every test that this machine can run.
Demo     uploads a file to the emulator; what follows is passed on (./build.ps1 Demo FILE).
Bench    runs the benchmarks; what follows is passed on.
Package  builds afresh and makes out/CosSlice.<version>.nupkg, as Publish-PSResource and Install-PSResource expect it.

It needs the .NET SDK, and nothing else.
#>
[CmdletBinding(PositionalBinding = $false)]
param(
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Demo', 'Bench', 'Package')]
    [string] $Task = 'Build',

    [Parameter(ValueFromRemainingArguments)]
    [string[]] $Arguments = @(),

    # Where Package puts the file, in place of out.
    [string] $OutputFolder
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest

function Invoke-DotNet {
    & dotnet @args
    if ($LASTEXITCODE -ne 0) {
        throw "dotnet $($args[0]) failed with exit code $LASTEXITCODE."
    }
}

function Get-ProjectVersion {
    $props = [xml](Get-Content -LiteralPath (Join-Path $PSScriptRoot 'Directory.Build.props') -Raw)
    [string]$props.SelectSingleNode('/Project/PropertyGroup/Version').InnerText
}

function New-Nuspec([string] $Version) {
    # The tags are how a gallery finds the module and its commands.
    $tags = @('PSModule', 'PSEdition_Desktop', 'PSEdition_Core', 'PSIncludes_Cmdlet')
    $manifest = Get-Content -LiteralPath (Join-Path $PSScriptRoot 'CosSlice.psd1') -Raw
    if ($manifest -notmatch "CmdletsToExport\s*=\s*@\(([^)]*)\)") {
        throw 'CosSlice.psd1 has no CmdletsToExport.'
    }

    foreach ($cmdlet in $Matches[1] -split ',') {
        $name = $cmdlet.Trim(" '`r`n")
        $tags += "PSCmdlet_$name", "PSCommand_$name"
    }

    if ($manifest -notmatch "Tags\s*=\s*@\(([^)]*)\)") {
        throw 'CosSlice.psd1 has no Tags.'
    }

    $tags += $Matches[1] -split ',' | ForEach-Object { $_.Trim(" '`r`n") } | Where-Object { $tags -notcontains $_ }
    if ($manifest -notmatch "Description\s*=\s*'([^']*)'") {
        throw 'CosSlice.psd1 has no Description.'
    }

    @"
<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
  <metadata>
    <id>CosSlice</id>
    <version>$Version</version>
    <authors>The CosSlice authors</authors>
    <owners>The CosSlice authors</owners>
    <requireLicenseAcceptance>false</requireLicenseAcceptance>
    <license type="expression">MIT</license>
    <description>$([Security.SecurityElement]::Escape($Matches[1]))</description>
    <releaseNotes>See CHANGELOG.md.</releaseNotes>
    <copyright>Copyright (c) the CosSlice authors. MIT licence.</copyright>
    <tags>$($tags -join ' ')</tags>
  </metadata>
  <files>
    <file src="module/**" target="" />
  </files>
</package>
"@
}

# The same sources make the same package, whenever that is: all files in it get the earliest time that an archive can tell.
function Reset-EntryTime([string] $Package) {
    Add-Type -AssemblyName System.IO.Compression, System.IO.Compression.FileSystem
    $archive = [IO.Compression.ZipFile]::Open($Package, [IO.Compression.ZipArchiveMode]::Update)
    try {
        foreach ($entry in $archive.Entries) {
            $entry.LastWriteTime = [DateTimeOffset]::new(1980, 1, 1, 0, 0, 0, [timespan]::Zero)
        }
    } finally {
        $archive.Dispose()
    }
}

function New-Package([string] $OutputFolder) {
    $version = Get-ProjectVersion
    $output = if ($OutputFolder) { $OutputFolder } else { Join-Path $PSScriptRoot 'out' }
    $null = New-Item -ItemType Directory -Path $output -Force

    # A folder of its own, so that nothing that lies about in out or bin gets in.
    $staging = Join-Path ([IO.Path]::GetTempPath()) "CosSlice-$([guid]::NewGuid().ToString('N'))"
    $null = New-Item -ItemType Directory -Path $staging
    try {
        $module = Join-Path $staging 'module/'
        $project = Join-Path $PSScriptRoot 'src/CosSlice/CosSlice.csproj'
        $artifacts = Join-Path $staging 'artifacts'
        # The folder's name, which is another each time, must not get into the assemblies: %2C is the comma between two entries.
        $root = $PSScriptRoot.TrimEnd('/', '\') + [IO.Path]::DirectorySeparatorChar
        $names = "-p:PathMap=$staging=/_/out%2C$root=/_/"
        # Analysers look at the code at every other build.
        Invoke-DotNet build $project --configuration Release --artifacts-path $artifacts "-p:ModuleLayout=$module" $names "-p:RunAnalyzers=false"
        $changes = Join-Path $PSScriptRoot 'CHANGELOG.md'
        if (Test-Path -LiteralPath $changes) {
            Copy-Item -LiteralPath $changes -Destination $module
        }

        $nuspec = Join-Path $staging 'CosSlice.nuspec'
        [IO.File]::WriteAllText($nuspec, (New-Nuspec $version))

        # NoPackageAnalysis: a module's assemblies don't lie where those of a library do.
        Invoke-DotNet pack $project --configuration Release --artifacts-path $artifacts --no-build --output $output `
            "-p:NuspecFile=$nuspec" "-p:NuspecBasePath=$staging" "-p:NoPackageAnalysis=true"
        $package = Join-Path $output "CosSlice.$version.nupkg"
        Reset-EntryTime $package
        $package
    } finally {
        Remove-Item -LiteralPath $staging -Recurse -Force
    }
}

switch ($Task) {
    'Build' {
        Invoke-DotNet build (Join-Path $PSScriptRoot 'src/CosSlice/CosSlice.csproj') --configuration Release
    }
    'Test' {
        Invoke-DotNet test (Join-Path $PSScriptRoot 'CosSliceUpload.sln') @Arguments
    }
    'Demo' {
        Invoke-DotNet run --project (Join-Path $PSScriptRoot 'src/CosSlice.Demo') '--' @Arguments
    }
    'Bench' {
        $project = Join-Path $PSScriptRoot 'tests/CosSlice.Benchmarks'
        Invoke-DotNet run --configuration Release --project $project '--' @Arguments
    }
    'Package' {
        New-Package $OutputFolder
    }
}
