BeforeDiscovery {
    . $PSScriptRoot/examples.ps1
    $cultures = 'en-US', 'zh-CN'
    $markdown = Get-ChildItem -LiteralPath (Join-Path (Split-Path (Split-Path $PSScriptRoot)) 'docs/en-US') -Filter *.md
    $pages = foreach ($culture in $cultures) {
        $markdown.BaseName | ForEach-Object { @{ Cmdlet = $_; Culture = $culture } }
    }

    # Other languages have the same code.
    $examples = $markdown | ForEach-Object { Get-Example $_.FullName }
}

BeforeAll {
    . $PSScriptRoot/uploads.ps1
    . $PSScriptRoot/examples.ps1
    . $PSScriptRoot/pages.ps1
    $docs = Join-Path $Repository 'docs'
    $tool = Join-Path $Repository 'tools/New-HelpFile.ps1'
    $layout = Split-Path $ModulePath
    $about = @{}
    $helps = @{}
    foreach ($culture in 'en-US', 'zh-CN') {
        $helps[$culture] = Get-HelpIn $culture
        $file = Join-Path $layout "$culture/about_CosSlice.help.txt"
        if (Test-Path -LiteralPath $file) {
            $about[$culture] = [IO.File]::ReadAllText($file)
        }
    }

    # A text of the language, as a sentence that ends.
    $sentence = @{ 'en-US' = '(?s)^[A-Z].{15,}\.$'; 'zh-CN' = "(?s)[$Han].*\u3002$" }
    $command = @{}
    (Get-Module CosSlice).ExportedCmdlets.GetEnumerator() | ForEach-Object { $command[$_.Key] = $_.Value }

    # What a table of about_CosSlice names.
    function Get-Entry([string] $Text) {
        [regex]::Matches($Text, '(?m)^    ([A-Z]\w+)  +\S').ForEach({ $_.Groups[1].Value }) | Sort-Object
    }
}

AfterAll {
    Remove-TestUploads
}

Describe 'about_CosSlice in <_>' -ForEach $cultures {
    BeforeAll {
        $culture = $_
        $text = $about[$culture]
        $states = [Enum]::GetNames([CosSlice.CosUploadState])
    }

    It 'fits a console of 80 columns' {
        @($text -split "`r?`n" | Where-Object { (Get-Width $_) -gt 80 }) | Should -BeNullOrEmpty
    }

    # Get-Help needs no mark, but Get-Content and the editors of Windows PowerShell do.
    It 'is ASCII, or UTF-8 with a mark' {
        $bytes = [IO.File]::ReadAllBytes((Join-Path $layout "$culture/about_CosSlice.help.txt"))
        $hasMark = [BitConverter]::ToString($bytes, 0, 3) -eq 'EF-BB-BF'
        $hasMark | Should -Be ($text -match '[^\x00-\x7f]')
        { [Text.UTF8Encoding]::new($false, $true).GetString($bytes) } | Should -Not -Throw
    }

    It 'names every cmdlet' {
        foreach ($name in $command.Keys) {
            $text | Should -Match $name
        }
    }

    It 'names every state of an upload' {
        foreach ($name in $states) {
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
        Get-Entry $text | Where-Object { $_ -notin $states } | Should -Be $ids
    }
}

Describe 'about_CosSlice in Chinese' {
    It 'says what the English one does' {
        $headings = $about.Values | ForEach-Object { [regex]::Matches($_, '(?m)^\S').Count }
        $headings[0] | Should -BeGreaterThan 8
        $headings[1] | Should -Be $headings[0]
        $ours = Get-Identifier $about['zh-CN']
        Get-Identifier $about['en-US'] | Where-Object { $_ -notin $ours } | Should -BeNullOrEmpty
        [regex]::Matches($about['zh-CN'], "[$Han]").Count | Should -BeGreaterThan 1000
    }
}

Describe 'What Get-Help shows to a user of <Culture>' -ForEach @(
    @{ Culture = 'zh-CN'; Shown = 'zh-CN' }
    @{ Culture = 'en-US'; Shown = 'en-US' }
    @{ Culture = 'de-DE'; Shown = 'en-US' }
    @{ Culture = 'zh-TW'; Shown = 'en-US' }
) {
    # By a file: a console of another code page would lose the Chinese.
    It 'is the text in <Shown>' {
        $file = Join-Path $folder "shown-$Culture.txt"
        $run = Invoke-ScriptFile @"
            [Threading.Thread]::CurrentThread.CurrentUICulture = '$Culture'
            `$texts = (Get-Help Send-CosFile).Synopsis, (Get-Help Send-CosFile -Parameter Force).description.Text, (Get-Help about_CosSlice | Out-String)
            [IO.File]::WriteAllText('$file', (`$texts -join "``n=====``n"))
"@
        $run.Errors | Should -BeNullOrEmpty
        $synopsis, $force, $topic = [IO.File]::ReadAllText($file) -split "`n=====`n"
        $synopsis.Trim() | Should -Match $sentence[$Shown]
        $force.Trim() | Should -Match $sentence[$Shown]
        $topic.Replace("`r", '').Trim() | Should -BeExactly $about[$Shown].Replace("`r", '').Trim()
    }
}

Describe 'The help file of <_>' -ForEach $cultures {
    BeforeAll {
        $culture = $_
        $checkedIn = [IO.File]::ReadAllText((Join-Path $Repository "src/CosSlice/$culture/CosSlice.dll-Help.xml")).Replace("`r", '')
    }

    It 'is what the tool makes of the Markdown' {
        & $tool -Destination "$folder/made"
        $checkedIn | Should -BeExactly ([IO.File]::ReadAllText("$folder/made/$culture/CosSlice.dll-Help.xml")) -Because 'tools/New-HelpFile.ps1 is to be run after a change of the Markdown'
    }

    It 'is laid out with the module' {
        [IO.File]::ReadAllText((Join-Path $layout "$culture/CosSlice.dll-Help.xml")).Replace("`r", '') | Should -BeExactly $checkedIn
    }

    It 'has a Markdown file for each cmdlet, and for nothing else' {
        (Get-ChildItem -LiteralPath "$docs/$culture" -Filter *.md).BaseName | Sort-Object | Should -Be ($command.Keys | Sort-Object)
    }

    It 'is not made of Markdown that <Name>' -ForEach @(
        @{ Name = 'lacks a section'; From = '## NOTES'; To = '## REMARKS' }
        @{ Name = 'has a parameter in the syntax alone'; From = '### -Force'; To = '### -Forced' }
        @{ Name = 'has a parameter twice'; From = '### -Force'; To = '### -Root' }
    ) {
        $broken = New-TestFolder
        Copy-Item -LiteralPath "$docs/en-US", "$docs/zh-CN" -Destination $broken -Recurse
        $page = "$broken/$culture/Send-CosFile.md"
        $text = [IO.File]::ReadAllText($page)
        $text | Should -Match $From
        [IO.File]::WriteAllText($page, $text.Replace($From, $To))
        { & $tool -Source $broken -Destination "$broken/made" } | Should -Throw -ExpectedMessage '*Send-CosFile.md*'
        "$broken/made" | Should -Not -Exist
        Remove-Item -LiteralPath $broken -Recurse
    }
}

Describe 'The Chinese page of <BaseName>' -ForEach $markdown {
    It 'says in Chinese what the English one does' {
        Compare-Page ([IO.File]::ReadAllText($_.FullName)) ([IO.File]::ReadAllText("$docs/zh-CN/$($_.Name)")) | Should -BeNullOrEmpty
    }
}

Describe 'A Chinese page' {
    BeforeAll {
        $english = [IO.File]::ReadAllText("$docs/en-US/Send-CosFile.md").Replace("`r", '')
        $chinese = [IO.File]::ReadAllText("$docs/zh-CN/Send-CosFile.md").Replace("`r", '')
    }

    It 'is found out that <Name>' -ForEach @(
        @{ Name = 'lacks a parameter'; From = '(?s)### -Force\n.*?(?=### )'; To = ''; Found = '### -Key' }
        @{ Name = 'lacks the text of a parameter'; From = '(### -Force\n\n).+\n\n'; To = '$1'; Found = '### -Force' }
        @{ Name = 'lacks an example'; From = '(?s)### \S+ 10.*?(?=## PARAMETERS)'; To = ''; Found = 'example 10' }
        @{ Name = 'has another default'; From = 'Default value: 16'; To = 'Default value: 6'; Found = '### -ThrottleLimit' }
        @{ Name = 'has another syntax'; From = '\[-NoComplete\] '; To = ''; Found = '### LiteralPath' }
        @{ Name = 'has other code'; From = 'backup/\n```'; To = "sichern/`n``````"; Found = 'example 1' }
        @{ Name = 'has an English text'; From = '(### -KeyPrefix\n\n).+'; To = '$1What every key begins with, as it is: `backup/` has its slash.'; Found = 'there is no Chinese' }
        @{ Name = 'lacks the name of a value'; From = '`backup/` '; To = ''; Found = '### -KeyPrefix: English has the code `backup/`' }
        @{ Name = 'lacks a number'; From = '4096 '; To = ''; Found = '4096 is missing' }
        @{ Name = 'has half-width punctuation'; From = '\u3002\n\n## SYNTAX'; To = ".`n`n## SYNTAX"; Found = 'half-width' }
        @{ Name = 'has no space before a name'; From = ' `-KeyPrefix` '; To = '`-KeyPrefix` '; Found = 'no space' }
    ) {
        $changed = [regex]::new($From).Replace($chinese, $To, 1)
        $changed | Should -Not -BeExactly $chinese
        Compare-Page $english $chinese | Should -BeNullOrEmpty
        (Compare-Page $english $changed) -join "`n" | Should -Match ([regex]::Escape($Found))
    }
}

Describe 'The help of <Cmdlet> in <Culture>' -ForEach $pages {
    BeforeAll {
        $name = $Cmdlet
        $command = Get-Command $name
        $help = $helps[$Culture][$name]
        $markdown = [IO.File]::ReadAllText("$docs/$Culture/$name.md").Replace("`r", '')
        $common = [Management.Automation.PSCmdlet]::CommonParameters + 'ProgressAction'
        $own = @($command.Parameters.Values | Where-Object Name -NotIn $common)
        $shown = @{}
        foreach ($parameter in $help.parameters.parameter) {
            $shown[$parameter.name] = $parameter
        }

        # A parameter that may be left open is one of its plain type.
        function Get-TypeName([type] $Type) {
            $plain = [Nullable]::GetUnderlyingType($Type)
            if ($plain) { $plain.Name } elseif ($Type.IsArray) { "$($Type.GetElementType().Name)[]" } else { $Type.Name }
        }

        # A property of a parameter in the Markdown.
        function Get-Property([string] $Parameter, [string] $Property) {
            $block = [regex]::Match($markdown, "(?ms)^### -$Parameter\n.*?^``````yaml\n(.*?)^``````").Groups[1].Value
            [regex]::Match($block, "(?m)^${Property}: *(.*)$").Groups[1].Value
        }
    }

    It 'says what it does, takes and returns' {
        $help.Synopsis | Should -Match $sentence[$Culture]
        $help.description.Text -join ' ' | Should -Match $sentence[$Culture]
        $help.alertSet.alert.Text | Should -Not -BeNullOrEmpty
        $help.inputTypes.inputType.type.name | Should -Not -BeNullOrEmpty
        $returned = @($help.returnValues.returnValue.type.name)
        $expected = @(foreach ($type in $command.OutputType.Type) { Get-TypeName $type })
        $returned | Sort-Object | Should -Be $(if ($expected) { $expected | Sort-Object } else { 'None' })
        $help.relatedLinks.navigationLink.Count | Should -BeGreaterThan 1
    }

    It 'has a text for every parameter, and for no other' {
        $shown.Keys | Sort-Object | Should -Be ($own.Name | Sort-Object)
        foreach ($parameter in $own.Name) {
            $shown[$parameter].description.Text -join ' ' | Should -Match $sentence[$Culture] -Because "-$parameter is explained"
            [regex]::Match($markdown, "(?m)^### -$parameter\n\n(.+)$").Groups[1].Value | Should -Not -Match '^(```|#|$)' -Because "-$parameter is explained"
            (Get-Help $name -Parameter $parameter).name | Should -Be $parameter
        }
    }

    It 'has the properties that every parameter really has' {
        $fresh = $command.ImplementingType.GetConstructor([type]::EmptyTypes).Invoke(@())
        foreach ($parameter in $own) {
            $because = "that is how -$($parameter.Name) is"
            $declared = @($parameter.ParameterSets.Values)[0]
            $sets = @($parameter.ParameterSets.Keys | Sort-Object) -join ', '
            Get-Property $parameter.Name 'Type' | Should -BeExactly (Get-TypeName $parameter.ParameterType) -Because $because
            Get-Property $parameter.Name 'Parameter Sets' | Should -BeExactly $sets.Replace('__AllParameterSets', '(All)') -Because $because
            Get-Property $parameter.Name 'Aliases' | Should -BeExactly ($parameter.Aliases -join ', ') -Because $because
            Get-Property $parameter.Name 'Required' | Should -BeExactly ([string]$declared.IsMandatory) -Because $because
            Get-Property $parameter.Name 'Position' | Should -Be $(if ($declared.Position -ge 0) { $declared.Position } else { 'Named' }) -Because $because
            $globbing = [bool]($parameter.Attributes | Where-Object { $_ -is [Management.Automation.SupportsWildcardsAttribute] })
            Get-Property $parameter.Name 'Accept wildcard characters' | Should -BeExactly ([string]$globbing) -Because $because
            $ways = @(if ($declared.ValueFromPipelineByPropertyName) { 'ByPropertyName' }; if ($declared.ValueFromPipeline) { 'ByValue' }) -join ', '
            Get-Property $parameter.Name 'Accept pipeline input' | Should -Be $(if ($ways) { "True ($ways)" } else { 'False' }) -Because $because
            $element = if ($parameter.ParameterType.IsArray) { $parameter.ParameterType.GetElementType() } else { $parameter.ParameterType }
            $values = if ($element.IsEnum) { [Enum]::GetNames($element) } else { $parameter.Attributes.Where({ $_ -is [ValidateSet] }).ValidValues }
            Get-Property $parameter.Name 'Accepted values' | Should -BeExactly (@($values) -join ', ') -Because $because

            # Numbers, times and choices have a default that the cmdlet itself knows; 0 stands for one that is decided later.
            $property = $command.ImplementingType.GetProperty($parameter.Name)
            if ($property -and $property.PropertyType.IsValueType -and $parameter.ParameterType -ne [switch]) {
                $default = $property.GetValue($fresh)
                if ($null -eq $default) {
                    Get-Property $parameter.Name 'Default value' | Should -BeExactly 'None' -Because $because
                } elseif ($default -ne 0) {
                    [Management.Automation.LanguagePrimitives]::ConvertTo((Get-Property $parameter.Name 'Default value'), $property.PropertyType) |
                        Should -Be $default -Because $because
                }
            }
        }
    }

    It 'has the syntax of every parameter set' {
        $syntax = @($help.syntax.syntaxItem)
        $syntax.Count | Should -Be $command.ParameterSets.Count
        $told = $syntax | ForEach-Object { ($_.parameter.name | Sort-Object) -join ' ' } | Sort-Object
        $told | Should -Be ($command.ParameterSets | ForEach-Object { ($_.Parameters.Name | Where-Object { $_ -notin $common } | Sort-Object) -join ' ' } | Sort-Object)
        if ($command.ParameterSets.Count -gt 1) {
            $markdown | Should -Match "(?m)^### $($command.DefaultParameterSet) \(Default\)$"
        }
    }

    It 'has three examples or more, also for Get-Help' {
        $examples = @(Get-Example "$docs/$Culture/$name.md")
        $examples.Count | Should -BeGreaterOrEqual 3
        $examples.Number | Should -Be (1..$examples.Count)
        $told = @($help.examples.example)
        $told.Count | Should -Be $examples.Count
        foreach ($index in 0..($examples.Count - 1)) {
            $examples[$index].Code | Should -Not -BeNullOrEmpty
            $told[$index].code | Should -BeLike "*$([WildcardPattern]::Escape($examples[$index].Code.Split("`n")[0]))*"
            $told[$index].remarks.Text -join '' | Should -Not -BeNullOrEmpty
        }
    }

    It 'names only errors that there are' {
        $notes = [regex]::Match($markdown, '(?ms)^## NOTES\n(.*?)^## ').Groups[1].Value
        foreach ($id in [regex]::Matches($notes, '`([A-Z][A-Za-z]+)`').ForEach({ $_.Groups[1].Value })) {
            $about[$Culture] | Should -Match "(?m)^    $id  +\S"
        }
    }
}

# The pages are the same for both builds: once is enough for their examples, all of which run.
Describe 'The examples of the help' -Skip:($env:COSSLICE_BUILD -eq 'netstandard2.0' -and $PSEdition -eq 'Core') {
    BeforeAll {
        $saved = @{}
        foreach ($variable in 'COS_APPID', 'COS_BUCKET', 'COS_ENDPOINT', 'COS_SECRET_ID', 'COS_SECRET_KEY', 'PSModulePath') {
            $saved[$variable] = [Environment]::GetEnvironmentVariable($variable)
        }
    }

    BeforeEach {
        # A service of its own: what one example leaves there must not meet the next.
        $emulator = Start-Emulator
        $relay = New-Relay $emulator
        $context = New-TestContext $relay.Url
        Set-ExampleEnvironment
        $here = New-ExampleFolder ([guid]::NewGuid().ToString('N'))
    }

    AfterEach {
        $relay.Dispose()
        Stop-Emulator $emulator
        foreach ($variable in $saved.Keys) {
            [Environment]::SetEnvironmentVariable($variable, $saved[$variable])
        }

        Remove-TestJournal
        Remove-Item -LiteralPath $here -Recurse -Force
    }

    It '<Cmdlet> <Number>: <Title>' -ForEach $examples {
        if ($PSEdition -eq 'Desktop' -and $Code -match 'SkipHeaderValidation') {
            Set-ItResult -Skipped -Because 'Windows PowerShell has no such parameter, and needs none'
            return
        }

        $local = ConvertTo-LocalCode $Code
        if ($Code -match '(?m)^exit ') {
            $run = Invoke-ScriptFile "`$Here = '$here'`n$ExamplePreamble$local"
            $run.Errors | Should -BeNullOrEmpty
            $run.ExitCode | Should -Be 0
            return
        }

        $preamble = "param(`$Here, `$Relay)`n$ExamplePreamble"
        if ($Code -match 'TargetObject') {
            # Such an example is about an upload that is cut off, and the line is whole again when it is carried on.
            $null = New-TestFile "$here/d/Backup/disk4.iso" 21MB ([Random]::new().Next())
            Remove-TestJournal
            $preamble += '$PSDefaultParameterValues = @{ "Send-CosFile:MaximumRetryCount" = 0; "Send-CosFile:Force" = $true; "Resume-CosUpload:MaximumRetryCount" = { $Relay.Mend(); 200 } }' + "`n"
            $relay.CutAfter(16MB)
        }

        $run = Start-Guarded ([scriptblock]::Create($preamble + $local)) @{ Here = $here; Relay = $relay }
        Wait-Guarded $run | Should -BeNullOrEmpty
        $run.Shell.Streams.Error | Where-Object { $Code -notmatch 'failed|catch' } | Should -BeNullOrEmpty
        $run.Shell.Streams.Warning | Should -BeNullOrEmpty
        if ($Code -notmatch '-WhatIf|Export-Clixml|-Clear|Remove-CosUpload|(?m)^Set-CosContext [^|]*\z') {
            $run.Output | Should -Not -BeNullOrEmpty
        }

        if ($Code -match 'TargetObject') {
            @($run.Output | Where-Object { $_ -is [CosSlice.CosFile] -and $_.Key -eq 'disk4.iso' }).Resumed | Should -BeTrue
        }

        $run.Shell.Dispose()
    }
}
