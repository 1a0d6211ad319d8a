# Pages of help in two languages: what of a page must be the same in every language, what must be another, and what Get-Help makes
# of it. After common.ps1.

# Chinese characters, the punctuation that goes with them, and all that takes two columns of a console.
$Han = '\u3400-\u9fff'
$FullWidthMark = '\u3001\u3002\uff01\uff08\uff09\uff0c\uff1a\uff1b\uff1f\u201c\u201d'
$Wide = '\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u2014\u2018\u2019\u201c\u201d\u2026'

# The whole help of every cmdlet by its name, as Get-Help has it for that language. In a session of its own, since a session keeps
# what it has read.
function Get-HelpIn([string] $Culture) {
    $run = Start-Guarded {
        param($Culture)
        [Threading.Thread]::CurrentThread.CurrentUICulture = $Culture
        (Get-Module CosSlice).ExportedCmdlets.Keys | ForEach-Object { Get-Help $_ -Full }
    } @{ Culture = $Culture }
    Wait-Guarded $run | ForEach-Object { throw $_ }
    $help = @{}
    $run.Output | ForEach-Object { $help[$_.Name] = $_ }
    $run.Shell.Dispose()
    $help
}

function Get-Width([string] $Line) {
    $Line.Length + [regex]::Matches($Line, "[$Wide]").Count
}

# The parts of a page, in their order: its frame (headings, code, properties and links, the same in every language) and its prose.
function Get-PagePart([string] $Text, [string] $Culture) {
    $text = $Text.Replace("`r", '').Replace("/$Culture/", '/*/')
    $front = [regex]::Match($text, '(?s)\A---\n.*?\n---\n').Value
    [pscustomobject]@{ IsFrame = $true; Place = ''; Text = $front }
    $place = $section = ''
    $fence = $null
    $gathered = [Collections.Generic.List[string]]::new()
    foreach ($line in ($text.Substring($front.Length) -split "`n") + '') {
        if ($null -ne $fence) {
            if ($line.StartsWith('```')) {
                $code = $gathered -join "`n"
                $tokens = $null
                if ($fence -eq '```powershell') {
                    $null = [Management.Automation.Language.Parser]::ParseInput($code, [ref]$tokens, [ref]$null)
                    [array]::Reverse($tokens)
                    foreach ($comment in $tokens | Where-Object Kind -EQ 'Comment') {
                        [pscustomobject]@{ IsFrame = $false; Place = $place; Text = $comment.Text.Trim('# ') }
                        $code = $code.Remove($comment.Extent.StartOffset, $comment.Extent.EndOffset - $comment.Extent.StartOffset)
                    }
                }

                [pscustomobject]@{ IsFrame = $true; Place = $place; Text = "$fence`n$code" }
                $gathered.Clear()
                $fence = $null
            } else {
                $gathered.Add($line)
            }

            continue
        }

        if ($gathered.Count -gt 0 -and $line -match '^($|- |#|```)') {
            [pscustomobject]@{ IsFrame = $section -eq '## RELATED LINKS'; Place = $place; Text = $gathered -join ' ' }
            $gathered.Clear()
        }

        if ($line -match '^### (?:Example|\u793a\u4f8b) (\d+)(?:: |\uff1a)(.+)$') {
            $place = "example $($Matches[1])"
            [pscustomobject]@{ IsFrame = $true; Place = $place; Text = $place }
            [pscustomobject]@{ IsFrame = $false; Place = $place; Text = $Matches[2] }
        } elseif ($line -match '^##? ') {
            $place = $section = $line
            [pscustomobject]@{ IsFrame = $true; Place = $place; Text = $line }
        } elseif ($line -match '^#+ ') {
            $place = "$section $line"
            [pscustomobject]@{ IsFrame = $true; Place = $place; Text = $line }
        } elseif ($line.StartsWith('```')) {
            $fence = $line
        } elseif ($line) {
            $gathered.Add($line)
        }
    }
}

function Get-CodeSpan([string] $Text) {
    @([regex]::Matches($Text, '`[^`]+`').Value | Sort-Object -Unique) -join ' '
}

# What is wrong with the setting of a Chinese text.
function Get-TypingError([string] $Text) {
    $plain = ($Text -replace '\[([^\]]+)\]\([^)]*\)', '$1') -replace '`[^`]+`', '`x`'
    $rules = [ordered]@{
        'no space between Chinese and other letters'   = "[$Han][``A-Za-z0-9-]|[``A-Za-z0-9][$Han]"
        'a space between Chinese characters'           = "[$Han] [$Han]"
        'a space beside a full-width punctuation mark' = " [$FullWidthMark]|[$FullWidthMark] "
        'a half-width punctuation mark'                = "[,;!?()""]|[$Han``][.:]|:(?: |$)|\.$"
    }
    foreach ($rule in $rules.Keys) {
        if ($plain -match $rules[$rule]) {
            "$rule ('$($Matches[0])')"
        }
    }
}

# Where a Chinese page is not what the English one is, in Chinese: nothing where all is well.
function Compare-Page([string] $English, [string] $Chinese) {
    $parts = @(Get-PagePart $English 'en-US')
    $ours = @(Get-PagePart $Chinese 'zh-CN')
    foreach ($index in 0..([Math]::Max($parts.Count, $ours.Count) - 1)) {
        $part = $parts[$index]
        $our = $ours[$index]

        # What comes after a part too much or too few is compared with the wrong one.
        if ($null -eq $part -or $null -eq $our -or $part.IsFrame -ne $our.IsFrame) {
            "$($part.Place)$(if ($null -eq $part) { $our.Place }): '$($our.Text)' stands where '$($part.Text)' is in English"
            return
        }

        if ($part.IsFrame) {
            if ($part.Text -cne $our.Text) {
                "$($part.Place): '$($our.Text)' is '$($part.Text)' in English"
                return
            }

            continue
        }

        $problems = @(
            if ($our.Text -notmatch "[$Han]") { 'there is no Chinese' }
            if ((Get-CodeSpan $part.Text) -cne (Get-CodeSpan $our.Text)) { "English has the code $(Get-CodeSpan $part.Text)" }
            foreach ($number in [regex]::Matches(($part.Text -replace '`[^`]+`'), '\d+(?:\.\d+)?').Value) {
                if (-not $our.Text.Contains($number)) { "$number is missing" }
            }
            Get-TypingError $our.Text
        )
        foreach ($problem in $problems) {
            "$($part.Place): ${problem}: $($our.Text)"
        }
    }
}

# Names in a text that are the same in every language: cmdlets, parameters, variables, ids; and its numbers.
function Get-Identifier([string] $Text) {
    [regex]::Matches(($Text -replace '-\r?\n +', '-'), '(?<![\w-])-[A-Z]\w+|\$_?\w+|%\w+%|[A-Z]+_[A-Z_]+|[A-Z][a-z]+-[A-Z]\w+|[A-Z][a-z]+[A-Z]\w+|\b\d+\b').Value | Sort-Object -Unique
}
