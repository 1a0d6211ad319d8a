BeforeDiscovery {
    . $PSScriptRoot/examples.ps1
    $markdown = Get-ChildItem -LiteralPath (Join-Path (Split-Path (Split-Path $PSScriptRoot)) 'docs/en-US') -Filter *.md
    $cmdlets = $markdown.BaseName
    $examples = $markdown | ForEach-Object { Get-Example $_.FullName }
}

BeforeAll {
    . $PSScriptRoot/uploads.ps1
    . $PSScriptRoot/examples.ps1
    $docs = Join-Path $Repository 'docs/en-US'
    $file = Join-Path (Split-Path $ModulePath) 'en-US/about_CosSlice.help.txt'
    $text = [IO.File]::ReadAllText($file)
    $about = $text.Substring($text.IndexOf("`nERRORS"))
}

AfterAll {
    Remove-TestUploads
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

Describe 'The help file' {
    It 'is what the tool makes of the Markdown' {
        $made = Join-Path $folder made.xml
        & (Join-Path $Repository 'tools/New-HelpFile.ps1') -Path $made
        $checkedIn = [IO.File]::ReadAllText((Join-Path $Repository 'src/CosSlice/en-US/CosSlice.dll-Help.xml')).Replace("`r", '')
        $checkedIn | Should -BeExactly ([IO.File]::ReadAllText($made)) -Because 'tools/New-HelpFile.ps1 is to be run after a change of the Markdown'
    }

    It 'is laid out with the module' {
        $checkedIn = [IO.File]::ReadAllText((Join-Path $Repository 'src/CosSlice/en-US/CosSlice.dll-Help.xml'))
        [IO.File]::ReadAllText((Join-Path (Split-Path $ModulePath) 'en-US/CosSlice.dll-Help.xml')) | Should -BeExactly $checkedIn
    }

    It 'has a Markdown file for each cmdlet, and for nothing else' {
        (Get-ChildItem -LiteralPath $docs -Filter *.md).BaseName | Sort-Object | Should -Be ((Get-Module CosSlice).ExportedCmdlets.Keys | Sort-Object)
    }

    It 'is not made of Markdown that <Name>' -ForEach @(
        @{ Name = 'lacks a section'; From = '## NOTES'; To = '## REMARKS' }
        @{ Name = 'has a parameter in the syntax alone'; From = '### -Force'; To = '### -Forced' }
        @{ Name = 'has a parameter twice'; From = '### -Force'; To = '### -Root' }
    ) {
        $broken = New-TestFolder
        $text = [IO.File]::ReadAllText("$docs/Send-CosFile.md")
        $text | Should -Match $From
        [IO.File]::WriteAllText("$broken/Send-CosFile.md", $text.Replace($From, $To))
        { & (Join-Path $Repository 'tools/New-HelpFile.ps1') -Source $broken -Path "$broken/made.xml" } | Should -Throw -ExpectedMessage '*Send-CosFile.md*'
        "$broken/made.xml" | Should -Not -Exist
        Remove-Item -LiteralPath $broken -Recurse
    }
}

Describe 'The help of <_>' -ForEach $cmdlets {
    BeforeAll {
        $name = $_
        $command = Get-Command $name
        $help = Get-Help $name -Full
        $markdown = [IO.File]::ReadAllText("$docs/$name.md").Replace("`r", '')
        $common = [Management.Automation.PSCmdlet]::CommonParameters + 'ProgressAction'
        $own = @($command.Parameters.Values | Where-Object Name -NotIn $common)
        $shown = @{}
        foreach ($parameter in $help.parameters.parameter) {
            $shown[$parameter.name] = $parameter
        }

        function Get-TypeName([type] $Type) {
            if ($Type.IsArray) { "$($Type.GetElementType().Name)[]" } else { $Type.Name }
        }

        # A property of a parameter in the Markdown.
        function Get-Property([string] $Parameter, [string] $Property) {
            $block = [regex]::Match($markdown, "(?ms)^### -$Parameter\n.*?^``````yaml\n(.*?)^``````").Groups[1].Value
            [regex]::Match($block, "(?m)^${Property}: *(.*)$").Groups[1].Value
        }
    }

    It 'says what it does, takes and returns' {
        $help.Synopsis | Should -Match '^[A-Z].*\.$'
        $help.description.Text | Should -Not -BeNullOrEmpty
        $help.alertSet.alert.Text | Should -Not -BeNullOrEmpty
        $help.inputTypes.inputType.type.name | Should -Not -BeNullOrEmpty
        $returned = @($help.returnValues.returnValue.type.name)
        $expected = @($command.OutputType.Type | ForEach-Object { Get-TypeName $_ })
        $returned | Sort-Object | Should -Be $(if ($expected) { $expected | Sort-Object } else { 'None' })
        $help.relatedLinks.navigationLink.Count | Should -BeGreaterThan 1
    }

    It 'has a text for every parameter, and for no other' {
        $shown.Keys | Sort-Object | Should -Be ($own.Name | Sort-Object)
        foreach ($parameter in $own.Name) {
            $shown[$parameter].description.Text -join ' ' | Should -Match '^[A-Z].{15,}\.$' -Because "-$parameter is explained"
            [regex]::Match($markdown, "(?m)^### -$parameter\n\n(.+)$").Groups[1].Value | Should -Match '^[A-Z]' -Because "-$parameter is explained"
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
                if ($default -ne 0) {
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
        $examples = @(Get-Example "$docs/$name.md")
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
            $about | Should -Match "(?m)^    $id  +\S"
        }
    }
}

Describe 'The examples of the help' {
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
