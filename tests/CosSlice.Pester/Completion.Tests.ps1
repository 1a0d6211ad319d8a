BeforeAll {
    . $PSScriptRoot/uploads.ps1

    # What is offered for the end of a line. Where a command offers nothing, PowerShell itself offers the files of the current
    # folder, which are results of another type.
    function Get-Offer([string] $Line) {
        $matched = [Management.Automation.CommandCompletion]::CompleteInput($Line, $Line.Length, $null).CompletionMatches
        @($matched | Where-Object ResultType -EQ 'ParameterValue')
    }

    # The upload that the line finds with what was offered in the place of its last word.
    function Find-Offered([string] $Line) {
        $completion = [Management.Automation.CommandCompletion]::CompleteInput($Line, $Line.Length, $null)
        $offers = @($completion.CompletionMatches | Where-Object ResultType -EQ 'ParameterValue')
        if ($offers.Count -ne 1) {
            throw "'$Line' has $($offers.Count) offers: $($offers.CompletionText -join ' ')"
        }

        $start = $completion.ReplacementIndex
        Invoke-Expression ($Line.Remove($start, $completion.ReplacementLength).Insert($start, $offers[0].CompletionText))
    }

    function New-Small([string] $Name, [string] $Key) {
        $file = New-FreshFile $Name 10000
        Send-CosFile -LiteralPath $file.FullName -Key $Key -Context $context -NoComplete
    }
}

AfterAll {
    Remove-TestUploads
}

Describe 'Where nothing is unfinished' {
    It 'nothing is offered, and no folder is made: <_>' -ForEach 'UploadId', 'Path', 'LiteralPath' {
        Get-Offer "Get-CosUpload -$_ " | Should -BeNullOrEmpty
        $env:COSSLICE_STATE | Should -Not -Exist
    }
}

Describe 'What is offered for unfinished uploads' {
    BeforeAll {
        $names = 'deep/half [1].bin', 'deep/none.iso', "deep/it's `$five.bin", 'deep/1kb', 'deep/-f', 'deep/a`b', "deep/$([char]0x5907) #1.bin", 'plain.bin'
        $uploads = @{}
        foreach ($name in $names) {
            $uploads[$name] = New-Small $name "k/$name"
        }

        $again = New-Small 'plain.bin' 'k/again'
        $all = $uploads.Values + $again
        Push-Location -LiteralPath $folder
    }

    AfterAll {
        Pop-Location
        Remove-TestJournal
    }

    It 'is the id, with path, key and state: <_>' -ForEach 'Get-CosUpload', 'Resume-CosUpload', 'Complete-CosUpload', 'Remove-CosUpload' {
        $offers = Get-Offer "$_ -UploadId "
        $offers.CompletionText | Sort-Object | Should -Be ($all.UploadId | Sort-Object)
        $offers[0].CompletionText | Should -Be $again.UploadId
        $offers[0].ToolTip | Should -BeExactly "$($again.LiteralPath) -> k/again, Sent"
        $id = $again.UploadId
        (Get-Offer "$_ -UploadId $($id.Substring(0, 20).ToUpperInvariant())").CompletionText | Should -Be $id
        (Get-Offer "$_ -UploadId '$($id.Substring(0, 20))").CompletionText | Should -Be "'$id'"
        (Get-Offer "$_ -UploadId nonsense, $($id.Substring(0, 20))").CompletionText | Should -Be $id
        Get-Offer "$_ -UploadId xyz" | Should -BeNullOrEmpty
    }

    It 'is the path, once a file, with keys and states: <_>' -ForEach 'Get-CosUpload', 'Resume-CosUpload', 'Complete-CosUpload', 'Remove-CosUpload' {
        foreach ($parameter in '-LiteralPath', '-LP', '-Path', '') {
            $offers = Get-Offer "$_ $parameter $folder/"
            @($offers).Count | Should -Be $names.Count
            $plain = @($offers | Where-Object CompletionText -EQ "$folder/plain.bin")
            $plain.ListItemText | Should -BeExactly $again.LiteralPath
            $plain.ToolTip | Should -BeExactly "$($again.LiteralPath) -> k/again, Sent; k/plain.bin, Sent"
        }
    }

    It 'comes through TabExpansion2 as well' {
        $line = 'Get-CosUpload -LiteralPath pl'
        (TabExpansion2 -inputScript $line -cursorColumn $line.Length).CompletionMatches.CompletionText | Should -Be 'plain.bin'
    }

    It 'finds its upload when it is used: <Name>' -ForEach @(
        @{ Name = 'deep/half [1].bin'; Typed = 'deep/half' }
        @{ Name = 'deep/none.iso'; Typed = 'deep/no' }
        @{ Name = "deep/it's `$five.bin"; Typed = 'deep/IT' }
        @{ Name = 'deep/1kb'; Typed = 'deep/1' }
        @{ Name = 'deep/-f'; Typed = 'deep/-' }
        @{ Name = 'deep/a`b'; Typed = 'deep/a' }
        @{ Name = "deep/$([char]0x5907) #1.bin"; Typed = "deep/$([char]0x5907)" }
    ) {
        foreach ($command in 'Get-CosUpload -LiteralPath', 'Get-CosUpload -Path', 'Get-CosUpload') {
            foreach ($word in $Typed, "./$Typed", "deep/../$Typed", "'$Typed", "`"$Typed", "'$Typed'", "$folder/$Typed") {
                (Find-Offered "$command $word").Key | Should -Be "k/$Name" -Because "$command $word"
            }
        }

        Push-Location -LiteralPath deep
        try {
            foreach ($command in 'Get-CosUpload -LiteralPath', 'Get-CosUpload -Path') {
                (Find-Offered "$command './$(Split-Path -Leaf $Typed)").Key | Should -Be "k/$Name"
                (Find-Offered "$command ../$Typed").Key | Should -Be "k/$Name"
            }
        } finally {
            Pop-Location
        }
    }

    It 'is quoted where it must be, and where the word was' {
        (Get-Offer 'Get-CosUpload -LiteralPath deep/no').CompletionText | Should -BeExactly 'deep/none.iso'
        (Get-Offer "Get-CosUpload -LiteralPath 'deep/no").CompletionText | Should -BeExactly "'deep/none.iso'"
        (Get-Offer 'Get-CosUpload -LiteralPath "deep/no').CompletionText | Should -BeExactly '"deep/none.iso"'
        (Get-Offer 'Get-CosUpload -LiteralPath deep/ha').CompletionText | Should -BeExactly "'deep/half [1].bin'"
        (Get-Offer 'Get-CosUpload -Path deep/ha').CompletionText | Should -BeExactly "'deep/half ``[1``].bin'"
        (Get-Offer 'Get-CosUpload -LiteralPath "deep/it').CompletionText | Should -BeExactly "'deep/it''s `$five.bin'"
    }

    It 'is the whole path where only the beginning of the file''s name was typed, and it lies elsewhere' {
        Push-Location -LiteralPath ([IO.Path]::GetTempPath())
        try {
            (Get-Offer 'Get-CosUpload -LiteralPath plai').CompletionText | Should -BeExactly $again.LiteralPath
            (Get-Offer 'Get-CosUpload -LiteralPath ').Count | Should -Be $names.Count
            Get-Offer 'Get-CosUpload -LiteralPath ./plai' | Should -BeNullOrEmpty
        } finally {
            Pop-Location
        }
    }

    It 'knows drives of PowerShell''s own' {
        $null = New-PSDrive -Name Deep -PSProvider FileSystem -Root "$folder/deep" -Scope Global
        try {
            (Get-Offer 'Get-CosUpload -LiteralPath Deep:/no').CompletionText | Should -BeExactly 'Deep:/none.iso'
            (Find-Offered 'Get-CosUpload -LiteralPath Deep:/ha').Key | Should -Be 'k/deep/half [1].bin'
        } finally {
            Remove-PSDrive Deep
        }
    }

    It 'is nothing below what is no folder: <_>' -ForEach 'Env:/', 'nodrive:/x', 'nowhere/', 'deep/[' {
        Get-Offer "Get-CosUpload -LiteralPath $_" | Should -BeNullOrEmpty
        Get-Offer "Get-CosUpload -Path $_" | Should -BeNullOrEmpty
    }

    It 'is the whole path where the current location is none of the file system' {
        Push-Location Env:
        try {
            (Get-Offer 'Get-CosUpload -LiteralPath plai').CompletionText | Should -BeExactly $again.LiteralPath
        } finally {
            Pop-Location
        }
    }

    It 'tells of files that are gone, too' {
        Rename-Item -LiteralPath plain.bin away
        try {
            (Find-Offered 'Get-CosUpload -LiteralPath pl').Key | Sort-Object | Should -Be 'k/again', 'k/plain.bin'
        } finally {
            Rename-Item -LiteralPath away plain.bin
        }
    }

    It 'works where the language is constrained' {
        $run = Invoke-ScriptFile @"
            Set-Location -LiteralPath '$folder'
            `$ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'
            (TabExpansion2 'Get-CosUpload -LiteralPath pl' 29).CompletionMatches.CompletionText
"@
        $run.Errors | Should -BeNullOrEmpty
        $run.Output.Trim() | Should -BeExactly 'plain.bin'
    }

    It 'is read without a connection, and nothing is written' {
        $stub = [CosSlice.Pester.StubServer]::new()
        $before = Get-JournalText
        $passed = $relay.Passed
        $earlier = Get-CosContext
        try {
            Set-CosContext -Context (New-TestContext $stub.Url)
            $env:COS_ENDPOINT = $stub.Url
            foreach ($command in 'Get-CosUpload -Refresh', 'Resume-CosUpload', 'Complete-CosUpload', 'Remove-CosUpload -Remote') {
                foreach ($parameter in 'UploadId', 'Path', 'LiteralPath', 'Region') {
                    Get-Offer "$command -Endpoint $($stub.Url) -$parameter " | Should -Not -BeNullOrEmpty
                }
            }

            Send-Go $stub
            $stub.Connections | Should -Be 1
            $relay.Passed | Should -Be $passed
            Get-JournalText | Should -Be $before
        } finally {
            Remove-Item env:COS_ENDPOINT
            Set-CosContext -Context $earlier
            $stub.Dispose()
        }
    }
}

Describe 'A journal that cannot be read' {
    BeforeAll {
        $good = New-Small 'good.bin' 'k/good'
        $damaged = New-Small 'damaged.bin' 'k/damaged'
        [IO.File]::WriteAllText((Get-HeadFile $damaged.UploadId), '{"version":1,"uploadId"')
        [IO.File]::WriteAllText("$env:COSSLICE_STATE/notes.txt", 'mine')
        $state = $env:COSSLICE_STATE
    }

    AfterEach {
        $env:COSSLICE_STATE = $state
    }

    AfterAll {
        Remove-TestJournal
    }

    It 'offers what can be read of it' {
        $before = Get-JournalText
        $count = $Error.Count
        (Get-Offer 'Get-CosUpload -UploadId ').CompletionText | Should -Be $good.UploadId
        (Get-Offer 'Get-CosUpload -LiteralPath ').ListItemText | Should -Be $good.LiteralPath
        Get-JournalText | Should -Be $before
        $Error.Count | Should -Be $count
    }

    It 'offers nothing where it is <Name>' -ForEach @(
        @{ Name = 'a file'; Place = { "$state/notes.txt" } }
        @{ Name = 'below a file'; Place = { "$state/notes.txt/below" } }
        @{ Name = 'named by no absolute path'; Place = { 'relative' } }
    ) {
        $count = $Error.Count
        $env:COSSLICE_STATE = & $Place
        Get-Offer 'Get-CosUpload -UploadId ' | Should -BeNullOrEmpty
        Get-Offer 'Get-CosUpload -LiteralPath ' | Should -BeNullOrEmpty
        Get-Offer 'Get-CosUpload -Path ' | Should -BeNullOrEmpty
        $Error.Count | Should -Be $count
    }
}

Describe 'What is offered for -Region' {
    It 'is every region under both names: <_>' -ForEach @(
        'Complete-CosUpload', 'Get-CosFile', 'Get-CosUpload', 'New-CosContext', 'Remove-CosUpload', 'Resume-CosUpload', 'Send-CosFile', 'Set-CosContext',
        'Test-CosFile'
    ) {
        $offers = Get-Offer "$_ -Region "
        $offers.CompletionText | Sort-Object | Should -Be @(
            'ap-beijing', 'ap-beijing-1', 'ap-chengdu', 'ap-guangzhou', 'ap-hongkong', 'ap-shanghai', 'ap-singapore', 'bj', 'ca', 'cd', 'eu-frankfurt', 'ger',
            'gz', 'hk', 'na-toronto', 'sgp', 'sh', 'tj')
        (Get-Offer "$_ -Region S").CompletionText | Should -Be 'sh', 'sgp'
        (Get-Offer "$_ -Region 'ap-sh").CompletionText | Should -Be "'ap-shanghai'"
    }

    It 'says what a name is' {
        (Get-Offer 'New-CosContext -Region sh').ToolTip | Should -Be "The JSON API's name of the region that the XML API calls ap-shanghai."
        (Get-Offer 'New-CosContext -Region ap-sh').ToolTip | Should -Be "The XML API's name of the region that the JSON API calls sh."
    }

    It 'is taken by the command' {
        foreach ($offer in Get-Offer 'New-CosContext -Region ') {
            (New-CosContext -Region $offer.CompletionText).Region | Should -Not -BeNullOrEmpty
        }
    }

    It 'is on every cmdlet that has the parameter' {
        $without = foreach ($command in (Get-Module CosSlice).ExportedCmdlets.Values) {
            $region = $command.Parameters['Region']
            if ($region -and -not ($region.Attributes | Where-Object { $_ -is [Management.Automation.ArgumentCompleterAttribute] })) {
                $command.Name
            }
        }

        $without | Should -BeNullOrEmpty
    }
}
