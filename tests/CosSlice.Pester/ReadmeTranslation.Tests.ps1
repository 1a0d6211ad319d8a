# README.md and README.zh-CN.md: whatever is changed in one of them, and can be compared, must be changed in the other.

BeforeAll {
    $repository = Split-Path (Split-Path $PSScriptRoot)

    # The headings, code, tables, names and links of one README, section by section.
    function Get-Section([string] $File) {
        $text = [IO.File]::ReadAllText((Join-Path $repository $File)).Replace("`r", '')
        $section = $null
        $fenced = $false
        foreach ($line in $text -split "`n") {
            if (-not $fenced -and $line -match '^(#+) ') {
                if ($section) {
                    $section
                }

                $section = @{ Heading = $line; Level = $Matches[1]; Code = @(); Prose = '' }
            } elseif ($line.StartsWith('```')) {
                $fenced = -not $fenced
                $section.Code += $line
            } elseif ($fenced) {
                $section.Code += $line -replace ' +# .*$'
            } else {
                $section.Prose += "$line`n"
            }
        }

        $section
    }

    # All code spans of a text, each once: the languages name things in another order.
    function Get-Name([string] $Text) {
        [regex]::Matches($Text, '`([^`]+)`').ForEach({ $_.Groups[1].Value }) | Sort-Object -Unique
    }

    function Get-Row([string] $Text) {
        $Text -split "`n" | Where-Object { $_.StartsWith('|') }
    }

    # Figures, written alike in both languages; what is spelt out has none.
    function Get-Figure([string] $Text) {
        [regex]::Matches(($Text -replace '`[^`]+`'), '\d+(?:[.,]\d+)*').Value | Sort-Object -Unique
    }

    $english = @(Get-Section 'README.md')
    $chinese = @(Get-Section 'README.zh-CN.md')
    $pairs = foreach ($index in 0..($english.Count - 1)) {
        @{ English = $english[$index]; Chinese = $chinese[$index]; Because = "'$($english[$index].Heading)' says the same in both" }
    }
}

Describe 'The README in Chinese' {
    It 'has the sections of the English one' {
        $english.Count | Should -BeGreaterThan 9
        $chinese.Level | Should -Be $english.Level
    }

    It 'is written in Chinese, and linked with the English one' {
        foreach ($section in $chinese) {
            $section.Prose | Should -Match '[\u3400-\u9fff]' -Because $section.Heading
        }

        $english[0].Prose | Should -Match '\]\(README\.zh-CN\.md\)'
        $chinese[0].Prose | Should -Match '\]\(README\.md\)'
    }

    It 'has the same code and output, comments apart' {
        foreach ($pair in $pairs) {
            $pair.Chinese.Code | Should -BeExactly $pair.English.Code -Because $pair.Because
        }
    }

    It 'has the same tables, with the same parameters' {
        foreach ($pair in $pairs) {
            $rows = @(Get-Row $pair.English.Prose)
            $ours = @(Get-Row $pair.Chinese.Prose)
            $ours.Count | Should -Be $rows.Count -Because $pair.Because
            for ($index = 0; $index -lt $rows.Count; $index++) {
                Get-Name ($ours[$index] -split '\|')[1] | Should -BeExactly (Get-Name ($rows[$index] -split '\|')[1])
                Get-Name $ours[$index] | Should -BeExactly (Get-Name $rows[$index])
                Get-Figure $ours[$index] | Should -Be (Get-Figure $rows[$index])
            }
        }
    }

    It 'names the same things and figures in each section' {
        foreach ($pair in $pairs) {
            Get-Name $pair.Chinese.Prose | Should -BeExactly (Get-Name $pair.English.Prose) -Because $pair.Because
            Get-Figure $pair.Chinese.Prose | Should -Be (Get-Figure $pair.English.Prose) -Because $pair.Because
        }
    }

    It 'links to what is there, and to all that the English one links to' {
        $links = '(?<=\]\()[^)]+(?=\))'
        foreach ($pair in $pairs) {
            $ours = @([regex]::Matches($pair.Chinese.Prose, $links).Value)
            [regex]::Matches($pair.English.Prose, $links).Value | Where-Object { $_ -ne 'README.zh-CN.md' -and $_ -notin $ours } |
                Should -BeNullOrEmpty -Because $pair.Because
            foreach ($link in $ours | Where-Object { $_ -and $_ -notmatch '^https?:' }) {
                Join-Path $repository $link | Should -Exist
            }
        }
    }

    It 'has a table of parameters that Send-CosFile has' {
        $markdown = [IO.File]::ReadAllText((Join-Path $repository 'docs/en-US/Send-CosFile.md'))
        $known = [regex]::Matches($markdown, '(?m)^### -(\w+)').ForEach({ $_.Groups[1].Value })
        $table = @($chinese | Where-Object { $_.Prose -match '(?m)^\| `-Key`' })
        $table.Count | Should -Be 1
        $named = Get-Row $table[0].Prose | ForEach-Object { Get-Name ($_ -split '\|')[1] }
        $named.Count | Should -BeGreaterThan 15
        $named | Where-Object { $_.TrimStart('-') -notin $known } | Should -BeNullOrEmpty
    }
}
