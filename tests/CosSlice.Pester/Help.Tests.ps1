BeforeAll {
    . $PSScriptRoot/common.ps1
    $file = Join-Path (Split-Path $ModulePath) 'en-US/about_CosSlice.help.txt'
    $text = [IO.File]::ReadAllText($file)
}

Describe 'about_CosSlice' {
    It 'is found by Get-Help' {
        $run = Invoke-ScriptFile 'Get-Help about_CosSlice'
        $run.Output | Should -Match 'UNFINISHED UPLOADS'
        $run.Errors | Should -BeNullOrEmpty
    }

    It 'fits a console of 80 columns, in ASCII' {
        @($text -split "`r?`n" | Where-Object Length -GT 80) | Should -BeNullOrEmpty
        $text | Should -Not -Match '[^\x00-\x7f]'
    }

    It 'names every cmdlet' {
        foreach ($name in (Get-Module CosSlice).ExportedCmdlets.Keys) {
            $text | Should -Match $name
        }
    }

    It 'names every state of an upload' {
        foreach ($name in [Enum]::GetNames([CosSlice.CosUploadState])) {
            $text | Should -Match "(?m)^    $name +\S"
        }
    }

    It 'names every error id, and none that is not there' {
        $source = Get-ChildItem -Path (Join-Path $Repository 'src/CosSlice.Engine'), (Join-Path $Repository 'src/CosSlice') -Recurse -Filter *.cs |
            Where-Object FullName -NotMatch '[\\/](obj|bin)[\\/]' |
            ForEach-Object { [IO.File]::ReadAllText($_.FullName) } |
            Out-String
        $patterns = '"([A-Z]\w+)",\s*CosErrorKind', 'const string \w+Id = "([A-Z]\w+)"', 'ContextPartMissing\("(\w+)"', 'base\("(\w+)", meaning', 'string Unexpected = "(\w+)"'
        $ids = $patterns | ForEach-Object { [regex]::Matches($source, $_) } | ForEach-Object { $_.Groups[1].Value } | Sort-Object -Unique
        $ids.Count | Should -BeGreaterThan 30
        $section = $text.Substring($text.IndexOf("`nERRORS"))
        $told = [regex]::Matches($section, '(?m)^    ([A-Z]\w+)  +\S').Groups.Where({ $_.Name -eq '1' }).Value | Sort-Object
        $told | Should -Be $ids
    }
}
