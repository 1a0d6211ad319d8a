BeforeAll {
    . $PSScriptRoot/common.ps1
}

# The package holds both builds, so one run of this file is enough.
Describe 'The package' -Skip:($env:COSSLICE_BUILD -eq 'netstandard2.0') {
    BeforeAll {
        $folder = New-TestFolder
        $shell = [Diagnostics.Process]::GetCurrentProcess().MainModule.FileName
        function New-PackageFile([string] $Output) {
            $said = & $shell -NoProfile -NonInteractive -File (Join-Path $Repository 'build.ps1') Package -OutputFolder $Output 2>&1 | Out-String
            $made = @(Get-ChildItem -LiteralPath $Output -Filter *.nupkg)
            if ($made.Count -ne 1) {
                throw "$($made.Count) packages were made: $said"
            }

            $made[0]
        }

        $package = New-PackageFile $folder
        Add-Type -AssemblyName System.IO.Compression.FileSystem
        $unpacked = Join-Path $folder 'CosSlice'
        [IO.Compression.ZipFile]::ExtractToDirectory($package.FullName, $unpacked)
        $nuspec = [xml](Get-Content -LiteralPath "$unpacked/CosSlice.nuspec" -Raw)
        $manifest = Test-ModuleManifest "$unpacked/CosSlice.psd1"
    }

    AfterAll {
        Remove-Item -LiteralPath $folder -Recurse -Force
        Remove-TestJournal
    }

    It 'has the parts of a package' {
        '[Content_Types].xml', '_rels/.rels', 'CosSlice.nuspec' | ForEach-Object { Test-Path -LiteralPath "$unpacked/$_" | Should -BeTrue }
        Get-ChildItem -LiteralPath "$unpacked/package/services/metadata/core-properties" -Filter *.psmdcp | Should -HaveCount 1
    }

    It 'has the module at its root, and no assembly but our own' {
        (Get-ChildItem -LiteralPath $unpacked -Recurse -Filter *.dll).FullName.Substring($unpacked.Length + 1).Replace('\', '/') | Sort-Object | Should -Be @(
            'bin/net8.0/CosSlice.dll', 'bin/net8.0/CosSlice.Engine.dll'
            'bin/net8.0/zh-Hans/CosSlice.Engine.resources.dll', 'bin/net8.0/zh-Hans/CosSlice.resources.dll'
            'bin/netstandard2.0/CosSlice.dll', 'bin/netstandard2.0/CosSlice.Engine.dll'
            'bin/netstandard2.0/zh-Hans/CosSlice.Engine.resources.dll', 'bin/netstandard2.0/zh-Hans/CosSlice.resources.dll')
        Get-ChildItem -LiteralPath $unpacked -Recurse -Include *.pdb, *.json, *.deps | Should -BeNullOrEmpty
        'CosSlice.psd1', 'CosSlice.Format.ps1xml', 'CosSlice.Types.ps1xml', 'LICENSE' | ForEach-Object { "$unpacked/$_" | Should -Exist }
        foreach ($language in 'en-US', 'zh-CN') {
            'about_CosSlice.help.txt', 'CosSlice.dll-Help.xml' | ForEach-Object { "$unpacked/$language/$_" | Should -Exist }
        }
    }

    It 'has nothing of a library''s package' {
        'lib', 'ref', 'content', 'contentFiles', 'tools', 'build', 'module' | ForEach-Object { "$unpacked/$_" | Should -Not -Exist }
        $nuspec.SelectNodes("//*[local-name()='dependencies' or local-name()='dependency' or local-name()='packageType']").Count | Should -Be 0
    }

    It 'is named and versioned as the manifest says' {
        $metadata = $nuspec.package.metadata
        $package.Name | Should -BeExactly "CosSlice.$($manifest.Version).nupkg"
        $metadata.id | Should -BeExactly 'CosSlice'
        $metadata.version | Should -BeExactly "$($manifest.Version)"
        $metadata.authors | Should -BeExactly $manifest.Author
        $metadata.owners | Should -BeExactly $manifest.CompanyName
        $metadata.description | Should -BeExactly $manifest.Description
        $metadata.copyright | Should -BeExactly $manifest.Copyright
        $metadata.releaseNotes | Should -BeExactly $manifest.ReleaseNotes
        $metadata.license.type | Should -BeExactly 'expression'
        $metadata.license.InnerText | Should -BeExactly 'MIT'
        $manifest.LicenseUri | Should -Match '/mit$'
        $metadata.requireLicenseAcceptance | Should -BeExactly 'false'
        "$unpacked/CHANGELOG.md" | Should -Exist
    }

    It 'has the tags by which a gallery finds the module and its commands, once each' {
        $tags = $nuspec.package.metadata.tags -split ' '
        $tags | Should -Be ($tags | Select-Object -Unique)
        $manifest.Tags + 'PSModule', 'PSIncludes_Cmdlet' | ForEach-Object { $tags | Should -Contain $_ }
        $cmdlets = (Get-Module CosSlice).ExportedCmdlets.Keys
        @($tags -like 'PSCmdlet_*') | Sort-Object | Should -Be ($cmdlets | ForEach-Object { "PSCmdlet_$_" } | Sort-Object)
        @($tags -like 'PSCommand_*') | Sort-Object | Should -Be ($cmdlets | ForEach-Object { "PSCommand_$_" } | Sort-Object)
    }

    It 'is the same, byte for byte, when it is made again' {
        $again = New-PackageFile (Join-Path $folder 'again')
        Get-Sha1 $again.FullName | Should -Be (Get-Sha1 $package.FullName)
    }

    It 'works from where it was unpacked' {
        $file = New-TestFile "$folder/packed.bin" 5000
        $emulator = Start-Emulator
        $own = $ModulePath
        try {
            $ModulePath = "$unpacked/CosSlice.psd1"
            $run = Invoke-ScriptFile "(Send-CosFile '$($file.FullName)').Key; (Get-Module CosSlice).ModuleBase" @{
                COS_APPID = $AppId; COS_BUCKET = $Bucket; COS_ENDPOINT = $emulator.Url; COS_SECRET_ID = 'AKIDemulator'; COS_SECRET_KEY = $SecretKey
            }
            $run.Errors | Should -BeNullOrEmpty
            $run.Output | Should -Match 'packed\.bin'
            $run.Output | Should -Match ([regex]::Escape($unpacked))
            Get-StoredSha1 $emulator.Url packed.bin | Should -Be (Get-Sha1 $file.FullName)
        } finally {
            $ModulePath = $own
            Stop-Emulator $emulator
        }
    }
}
