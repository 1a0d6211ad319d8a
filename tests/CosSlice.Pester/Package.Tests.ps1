BeforeAll {
    . $PSScriptRoot/common.ps1
}

# The package holds both builds, so one run of this file is enough.
Describe 'The package' -Skip:($env:COSSLICE_BUILD -eq 'netstandard2.0') {
    BeforeAll {
        $folder = New-TestFolder
        $shell = [Diagnostics.Process]::GetCurrentProcess().MainModule.FileName
        $output = & $shell -NoProfile -NonInteractive -File (Join-Path $Repository 'build.ps1') Package -OutputFolder $folder 2>&1 | Out-String
        $package = Get-ChildItem -LiteralPath $folder -Filter CosSlice.*.nupkg | Select-Object -First 1
        if (-not $package) {
            throw "No package was made: $output"
        }

        Add-Type -AssemblyName System.IO.Compression.FileSystem
        $unpacked = Join-Path $folder 'CosSlice'
        [IO.Compression.ZipFile]::ExtractToDirectory($package.FullName, $unpacked)
        $nuspec = [xml](Get-Content -LiteralPath "$unpacked/CosSlice.nuspec" -Raw)
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
            'bin/net8.0/CosSlice.dll', 'bin/net8.0/CosSlice.Engine.dll', 'bin/netstandard2.0/CosSlice.dll', 'bin/netstandard2.0/CosSlice.Engine.dll')
        Get-ChildItem -LiteralPath $unpacked -Recurse -Include *.pdb, *.json, *.deps | Should -BeNullOrEmpty
        'CosSlice.psd1', 'CosSlice.Format.ps1xml', 'CosSlice.Types.ps1xml', 'LICENSE', 'en-US/about_CosSlice.help.txt' | ForEach-Object { Test-Path -LiteralPath "$unpacked/$_" | Should -BeTrue }
    }

    It 'is named, versioned and tagged as a gallery expects' {
        $nuspec.package.metadata.id | Should -BeExactly 'CosSlice'
        $nuspec.package.metadata.version | Should -Be (Test-ModuleManifest "$unpacked/CosSlice.psd1").Version
        $tags = $nuspec.package.metadata.tags -split ' '
        $tags | Should -Contain 'PSModule'
        (Get-Module CosSlice).ExportedCmdlets.Keys | ForEach-Object { $tags | Should -Contain "PSCmdlet_$_"; $tags | Should -Contain "PSCommand_$_" }
    }

    It 'works from where it was unpacked' {
        $file = New-TestFile "$folder/packed.bin" 5000
        $emulator = Start-Emulator
        $own = $ModulePath
        try {
            $ModulePath = "$unpacked/CosSlice.psd1"
            $run = Invoke-ScriptFile "(Send-CosFile '$($file.FullName)').Key; (Get-Module CosSlice).ModuleBase" @{
                COS_APPID = $AppId; COS_BUCKET = $Bucket; COS_ENDPOINT = $emulator.Url; COS_SECRET_ID = 'AKIDemulator'; COS_SECRET_KEY = 'emulator'
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
