BeforeDiscovery {
    $root = Split-Path (Split-Path $PSScriptRoot)
    $hasAnalyzer = [bool](Get-Module -ListAvailable PSScriptAnalyzer)

    # Once is enough for sources that both builds share.
    $reason = ''
    if (-not $hasAnalyzer) {
        $reason = ': skipped, as PSScriptAnalyzer is not installed'
    } elseif ($env:COSSLICE_BUILD -eq 'netstandard2.0') {
        $reason = ': skipped, as the run for the other build looks at the same files'
    }

    $scripts = foreach ($folder in '.', 'tools', 'tests/CosSlice.Pester') {
        Get-ChildItem -Path (Join-Path $root $folder) -File |
            Where-Object { $_.Extension -in '.ps1', '.psd1', '.psm1' -and $_.Name -ne 'CosSlice.psd1' } |
            ForEach-Object { @{ Name = "$folder/$($_.Name)"; File = $_.FullName } }
    }
    $pages = @(Get-ChildItem -LiteralPath $root -Filter *.md -File) + @(Get-ChildItem -LiteralPath (Join-Path $root docs) -Filter *.md -Recurse) |
        Where-Object { [IO.File]::ReadAllText($_.FullName).Contains('```powershell') } |
        ForEach-Object { @{ Name = $_.FullName.Substring($root.Length + 1); File = $_.FullName } }
}

BeforeAll {
    . $PSScriptRoot/common.ps1

    # The rules of the nearest settings file count, as in an editor.
    function Get-SettingsFile([string] $Script) {
        $beside = Join-Path (Split-Path $Script) PSScriptAnalyzerSettings.psd1
        if (Test-Path -LiteralPath $beside) { $beside } else { Join-Path $Repository PSScriptAnalyzerSettings.psd1 }
    }

    filter Format-Finding {
        "$($_.ScriptName):$($_.Line) $($_.RuleName): $($_.Message)"
    }
}

Describe 'PSScriptAnalyzer<reason>' -Skip:([bool]$reason) -ForEach @{ Reason = $reason } {
    It 'finds nothing in <Name>' -ForEach $scripts {
        Invoke-ScriptAnalyzer -Path $File -Settings (Get-SettingsFile $File) | Format-Finding | Should -BeNullOrEmpty
    }

    It 'finds nothing in the manifest, with the files that it names beside it' {
        Invoke-ScriptAnalyzer -Path $ModulePath -Settings (Get-SettingsFile $ModulePath) | Format-Finding | Should -BeNullOrEmpty
        $laidOut = [IO.File]::ReadAllText($ModulePath).Replace("`r", '')
        $laidOut | Should -Be ([IO.File]::ReadAllText((Join-Path $Repository CosSlice.psd1)).Replace("`r", ''))
    }

    It 'finds nothing in the examples of <Name>' -ForEach $pages {
        # Examples show parts of scripts: what one sets, the reader's own goes on with.
        $settings = Import-PowerShellDataFile -LiteralPath (Get-SettingsFile $File)
        $settings.ExcludeRules += 'PSUseDeclaredVarsMoreThanAssignments'
        $text = [IO.File]::ReadAllText($File).Replace("`r", '')
        foreach ($block in [regex]::Matches($text, '(?ms)^```powershell\n(.*?)^```')) {
            Invoke-ScriptAnalyzer -ScriptDefinition $block.Groups[1].Value -Settings $settings | Format-Finding | Should -BeNullOrEmpty
        }
    }
}

Describe 'Scripts with other characters than ASCII' -ForEach @{ Scripts = $scripts } {
    It 'have a byte order mark, without which Windows PowerShell misreads them' {
        foreach ($script in $scripts) {
            $bytes = [IO.File]::ReadAllBytes($script.File)
            if ([Text.Encoding]::GetEncoding('iso-8859-1').GetString($bytes) -match '[^\x00-\x7f]') {
                [BitConverter]::ToString($bytes, 0, 3) | Should -Be 'EF-BB-BF' -Because $script.Name
            }
        }
    }
}
