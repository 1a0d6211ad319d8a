BeforeAll {
    . $PSScriptRoot/uploads.ps1
}

AfterAll {
    Remove-TestUploads
}

Describe 'Where nothing is unfinished' {
    It 'lists nothing, and makes no folder' {
        Get-CosUpload -WarningVariable warnings -ErrorVariable problems | Should -BeNullOrEmpty
        $warnings | Should -BeNullOrEmpty
        $problems | Should -BeNullOrEmpty
        $env:COSSLICE_STATE | Should -Not -Exist
    }
}

Describe 'Get-CosUpload' {
    BeforeAll {
        $half = New-Interrupted 'deep/half [1].bin' @{ Key = 'get/half' }
        $none = New-Interrupted 'deep/none.iso' @{ Key = 'get/none'; Checksum = 'None' }
        $sent = New-Sent 'sent.bin' @{ Key = 'get/sent' }
    }

    AfterAll {
        Remove-TestJournal
    }

    It 'lists all, the last one first, without credential or question' {
        $passed = $relay.Passed
        $all = Get-CosUpload
        $all | Should -BeOfType CosSlice.CosUpload
        $all.Key | Should -Be 'get/sent', 'get/none', 'get/half'
        $all.State | Should -Be 'Sent', 'Interrupted', 'Interrupted'
        $relay.Passed | Should -Be $passed
        $all[2].UploadId | Should -Be $half.UploadId
        $all[2].LiteralPath | Should -Be ([IO.Path]::GetFullPath("$folder/deep/half [1].bin"))
        $all[2].Length | Should -Be 4MB
        $all[2].BytesSent | Should -BeGreaterThan 0
        $all[2].BytesSent | Should -BeLessOrEqual 2MB
        $all[2].LastError | Should -Not -BeNullOrEmpty
        $all[2].UpdatedAt.Kind | Should -Be 'Utc'
        $all[0].BytesSent | Should -Be 4MB
        $all[0].PercentComplete | Should -Be 100
    }

    It 'finds by id, in the order of the ids' {
        (Get-CosUpload -UploadId $half.UploadId, $sent.UploadId).Key | Should -Be 'get/half', 'get/sent'
    }

    It 'says what is not there, and goes on' {
        $found = Get-CosUpload -UploadId 'nonsense', ('0' * 32), $half.UploadId -ErrorAction SilentlyContinue -ErrorVariable problems
        $found.Key | Should -Be 'get/half'
        $problems.FullyQualifiedErrorId | Should -Be (@('UploadNotFound,CosSlice.Commands.GetCosUploadCommand') * 2)
        $problems[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $problems[0].TargetObject | Should -Be 'nonsense'
    }

    It 'finds by path: <Path>' -ForEach @(
        @{ Path = 'deep/*'; Keys = 'get/half', 'get/none' }
        @{ Path = 'deep/*.iso'; Keys = , 'get/none' }
        @{ Path = './de?p/[a-n]*'; Keys = 'get/half', 'get/none' }
        @{ Path = 'deep/half `[1`].bin'; Keys = , 'get/half' }
        @{ Path = '*/half `[1`]*'; Keys = , 'get/half' }
        @{ Path = 'sent.bin'; Keys = , 'get/sent' }
        @{ Path = 'deep/../sent.bin'; Keys = , 'get/sent' }
        @{ Path = '*'; Keys = , 'get/sent' }
    ) {
        Push-Location -LiteralPath $folder
        try {
            (Get-CosUpload $Path).Key | Sort-Object | Should -Be $Keys
        } finally {
            Pop-Location
        }

        (Get-CosUpload (Join-Path $folder $Path)).Key | Sort-Object | Should -Be $Keys
    }

    It 'finds by literal path, also of a file that is gone' {
        Push-Location -LiteralPath $folder
        try {
            (Get-CosUpload -LiteralPath 'deep/half [1].bin').Key | Should -Be 'get/half'
            (Get-CosUpload -LP 'deep/half [1].bin').Key | Should -Be 'get/half'
            (Get-CosUpload (Get-Item -LiteralPath 'deep/half [1].bin')).Key | Should -Be 'get/half'
            Rename-Item -LiteralPath 'deep/half [1].bin' away
            (Get-CosUpload -LiteralPath 'deep/half [1].bin').Key | Should -Be 'get/half'
            (Get-CosUpload 'deep/half*').Key | Should -Be 'get/half'
        } finally {
            Rename-Item -LiteralPath deep/away 'half [1].bin' -ErrorAction SilentlyContinue
            Pop-Location
        }
    }

    It 'warns of a pattern without a match, and calls a path without one an error' {
        Get-CosUpload "$folder/none*.txt" -WarningVariable warnings -WarningAction SilentlyContinue -ErrorVariable problems | Should -BeNullOrEmpty
        @($warnings).Count | Should -Be 1
        $problems | Should -BeNullOrEmpty
        foreach ($named in @{ Path = "$folder/none.txt" }, @{ LiteralPath = "$folder/none*.txt" }) {
            Get-CosUpload @named -ErrorAction SilentlyContinue -ErrorVariable problems | Should -BeNullOrEmpty
            $problems[0].FullyQualifiedErrorId | Should -Be 'UploadNotFound,CosSlice.Commands.GetCosUploadCommand'
        }

        { Get-CosUpload Env:x -ErrorAction Stop } | Should -Throw -ErrorId 'PathNotFileSystem,*'
        { Get-CosUpload "$folder/[a" -ErrorAction Stop } | Should -Throw -ErrorId 'PathNotFound,*'
        Push-Location Env:
        try {
            { Get-CosUpload * -ErrorAction Stop } | Should -Throw -ErrorId 'PathNotFileSystem,*'
        } finally {
            Pop-Location
        }
    }

    It 'keeps to -State' {
        (Get-CosUpload -State Sent).Key | Should -Be 'get/sent'
        (Get-CosUpload -State Sent, Interrupted).Count | Should -Be 3
        (Get-CosUpload "$folder/deep/*" -State Interrupted).Count | Should -Be 2
        Get-CosUpload -State Failed | Should -BeNullOrEmpty
        { Get-CosUpload -State Nonsense } | Should -Throw -ErrorId 'CannotConvertArgumentNoMessage,*'
    }

    It 'keeps to the place and key that are named' {
        (Get-CosUpload -Bucket $Bucket -AppId $AppId -Endpoint $relay.Url -ApiVersion 4).Count | Should -Be 3
        Get-CosUpload -Bucket other | Should -BeNullOrEmpty
        Get-CosUpload -ApiVersion 1 | Should -BeNullOrEmpty
        Get-CosUpload -Region sh | Should -BeNullOrEmpty
        Get-CosUpload -Endpoint $emulator.Url | Should -BeNullOrEmpty
        (Get-CosUpload -Key get/none).Key | Should -Be 'get/none'
        { Get-CosUpload -Bucket 'No Bucket' -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidContext,*'
    }

    It 'takes uploads, live and read back, and files from a pipeline' {
        ($half, $none | Get-CosUpload).Key | Should -Be 'get/half', 'get/none'
        (Copy-ByClixml $half, $none | Get-CosUpload).Key | Should -Be 'get/half', 'get/none'
        (Get-ChildItem "$folder/deep" | Get-CosUpload).Key | Sort-Object | Should -Be 'get/half', 'get/none'
        ([pscustomobject]@{ UploadId = $half.UploadId } | Get-CosUpload).Key | Should -Be 'get/half'
        ("$folder/deep/*", "$folder/none.bin" | Get-CosUpload -ErrorAction SilentlyContinue).Key | Sort-Object | Should -Be 'get/half', 'get/none'
        { 5 | Get-CosUpload -ErrorAction Stop } | Should -Throw -ErrorId 'InputObjectNotBound,*'
    }

    It 'never takes what is empty for a wish for all: <Name>' -ForEach @(
        @{ Name = 'id'; Script = { Get-CosUpload -UploadId $nothing } }
        @{ Name = 'path'; Script = { Get-CosUpload $nothing } }
        @{ Name = 'literal path'; Script = { Get-CosUpload -LiteralPath $nothing } }
        @{ Name = 'key'; Script = { Get-CosUpload -Key $nothing } }
        @{ Name = 'bucket'; Script = { Get-CosUpload -Bucket $nothing } }
        @{ Name = 'state'; Script = { Get-CosUpload -State $nothing } }
        @{ Name = 'input'; Script = { $null | Get-CosUpload -ErrorAction Stop } }
        @{ Name = 'row without anything'; Script = { [pscustomobject]@{ Bucket = $Bucket } | Get-CosUpload -ErrorAction Stop } }
        @{ Name = 'row of an empty id'; Script = { [pscustomobject]@{ UploadId = $nothing } | Get-CosUpload -ErrorAction Stop } }
        @{ Name = 'empty text'; Script = { '' | Get-CosUpload -ErrorAction Stop } }
        @{ Name = 'row of an empty path'; Script = { [pscustomobject]@{ LiteralPath = $nothing } | Get-CosUpload -ErrorAction Stop } }
    ) {
        foreach ($nothing in $null, '', @()) {
            $Script | Should -Throw
        }
    }

    It 'survives Export-Clixml and JSON' {
        $read = Copy-ByClixml $half
        foreach ($name in 'UploadId', 'LiteralPath', 'Key', 'Bucket', 'AppId', 'Endpoint', 'ApiVersion', 'Length', 'BytesSent', 'SliceSize', 'UpdatedAt', 'LastError', 'PercentComplete') {
            $read.$name | Should -Be $half.$name -Because $name
        }

        "$($read.State)" | Should -Be 'Interrupted'
        ($half | ConvertTo-Json | ConvertFrom-Json).UploadId | Should -Be $half.UploadId
        Out-String -InputObject $half | Should -Not -Match 'session'
    }

    It 'has a table with state, share, length, age, path and key' {
        $table = Get-CosUpload | Format-Table | Out-String -Width 120
        $table | Should -Match 'State +Sent +Length +Age +LiteralPath +Key'
        $table | Should -Match 'Sent +100 % +4\.0 MiB +\d+ [sm] .*sent\.bin +get/sent'
        $table | Should -Match "Interrupted +\d+ % +\d+\.\d MiB +\d+ [sm] \u2026.*half \[1\]\.bin +get/half"
        Copy-ByClixml $half | Out-String | Should -Match 'Interrupted'
        $half | Format-List | Out-String | Should -Match 'UploadId +: [0-9a-f]{32}'
    }

    It 'tells an age of <Ago> as <Age>' -ForEach @(
        @{ Ago = [timespan]::FromMinutes(3.5); Age = '3 m' }
        @{ Ago = [timespan]::FromHours(2.5); Age = '2 h' }
        @{ Ago = [timespan]::FromDays(40.5); Age = '40 d' }
        @{ Ago = [timespan]::FromDays(-1); Age = '0 s' }
    ) {
        $aged = [CosSlice.CosUpload]@{ Key = 'k'; UpdatedAt = [datetime]::UtcNow - $Ago }
        $aged | Format-Table | Out-String | Should -Match " $Age "
    }
}

Describe 'What does not belong to the journal' {
    BeforeAll {
        $one = New-Interrupted 'one.bin'
        $two = New-Interrupted 'two.bin'
        [IO.File]::WriteAllText((Get-HeadFile $one.UploadId), '{"version":1,"uploadId"')
        $foreign = '1234567890abcdef' * 2
        [IO.File]::WriteAllText((Get-HeadFile $foreign), '{"version":99}')
        [IO.File]::WriteAllText("$env:COSSLICE_STATE/notes.txt", 'mine')
    }

    AfterAll {
        Remove-TestJournal
    }

    It 'is warned of once each, and the others are listed' {
        $before = Get-JournalText
        $all = Get-CosUpload -WarningVariable warnings -WarningAction SilentlyContinue -ErrorVariable problems
        $all.Key | Should -Be 'two.bin'
        $problems | Should -BeNullOrEmpty
        @($warnings).Count | Should -Be 3
        @($warnings -match 'damaged').Count | Should -Be 1
        @($warnings -match 'another version').Count | Should -Be 1
        @($warnings -match 'notes\.txt').Count | Should -Be 1
        Get-JournalText | Should -Be $before
    }

    It 'is warned of once, however many inputs come by' {
        $null = Get-ChildItem $folder -File | Get-CosUpload -WarningVariable warnings -WarningAction SilentlyContinue -ErrorAction SilentlyContinue
        @($warnings).Count | Should -Be 3
    }

    It 'is not found by its id' {
        Get-CosUpload -UploadId $one.UploadId -WarningVariable warnings -WarningAction SilentlyContinue -ErrorAction SilentlyContinue -ErrorVariable problems
        @($warnings).Count | Should -Be 1
        $problems.FullyQualifiedErrorId | Should -Be 'UploadNotFound,CosSlice.Commands.GetCosUploadCommand'
    }

    It 'keeps nobody from carrying the others on' {
        $done = Get-CosUpload -WarningAction SilentlyContinue | Resume-CosUpload -Context $context -WarningVariable warnings -WarningAction SilentlyContinue
        $done.Key | Should -Be 'two.bin'
        $warnings | Should -BeNullOrEmpty
        Get-StoredSha1 $emulator.Url two.bin | Should -Be (Get-Sha1 "$folder/two.bin")
    }

    It 'may be the folder itself: one warning, no error' {
        $own = $env:COSSLICE_STATE
        try {
            $env:COSSLICE_STATE = 'not/absolute'
            Get-CosUpload -WarningVariable warnings -WarningAction SilentlyContinue -ErrorVariable problems | Should -BeNullOrEmpty
            @($warnings).Count | Should -Be 1
            $problems | Should -BeNullOrEmpty
        } finally {
            $env:COSSLICE_STATE = $own
        }
    }
}

Describe 'Get-CosUpload -Refresh' {
    AfterEach {
        Remove-TestJournal
    }

    It 'needs a credential, and without it ends the command' {
        { Get-CosUpload -Refresh } | Should -Throw -ErrorId 'CosCredentialMissing,CosSlice.Commands.GetCosUploadCommand'
    }

    It 'says what the service has, in order, and writes nothing' {
        $first = New-Interrupted 'first.bin'
        $second = New-Interrupted 'second.bin' @{ Checksum = 'Md5' }
        $third = New-Sent 'third.bin'
        $before = Get-JournalText
        $asked = Get-CosUpload -Refresh -Context $context
        $asked.Key | Should -Be 'third.bin', 'second.bin', 'first.bin'
        $asked.State | Should -Be 'Sent', 'Interrupted', 'Interrupted'
        $asked[0].BytesSent | Should -Be 4MB
        $asked[2].BytesSent | Should -BeGreaterOrEqual $first.BytesSent
        $asked[2].BytesSent % 1MB | Should -Be 0
        Get-JournalText | Should -Be $before
        (Get-CosUpload -Refresh -Context $context -ThrottleLimit 1).Key | Should -Be $asked.Key
        ($asked | Get-CosUpload -Refresh -Credential (New-TestCredential)).Key | Should -Be $asked.Key
    }

    It 'calls finished what is finished, lost what is lost, and -State keeps to that' {
        $sent = New-Sent 'finished.bin'
        $lost = New-Interrupted 'lost.bin'
        $own = $env:COSSLICE_STATE
        $env:COSSLICE_STATE = "$own-other"
        try {
            # As another machine would.
            $null = Send-CosFile -LiteralPath $sent.LiteralPath -Context $context -Checksum Sha1
        } finally {
            Remove-TestJournal
            $env:COSSLICE_STATE = $own
        }

        (Remove-Object $relay.Url lost.bin (Get-Signature @{ Once = $true; Key = 'lost.bin' })).code | Should -Be 0
        (Get-CosUpload).State | Should -Be 'Interrupted', 'Sent'
        $asked = Get-CosUpload -Refresh -Context $context
        $asked.State | Should -Be 'Interrupted', 'Completed'
        $asked.BytesSent | Should -Be 0, 4MB
        (Get-CosUpload -Refresh -Context $context -State Completed).Key | Should -Be 'finished.bin'
        Get-CosUpload -Refresh -Context $context -State Sent | Should -BeNullOrEmpty
    }

    It 'says which it could not ask about, and goes on' {
        $gone = Start-Emulator
        try {
            $there = New-Interrupted 'there.bin'
            $file = New-FreshFile 'away.bin'
            $away = Send-CosFile $file -Context (New-TestContext $gone.Url) -NoComplete
        } finally {
            Stop-Emulator $gone
        }

        $asked = Get-CosUpload -Refresh -Context $context -MaximumRetryCount 0 -ErrorAction SilentlyContinue -ErrorVariable problems
        $asked.Key | Should -Be 'there.bin'
        $problems.FullyQualifiedErrorId | Should -Be 'TransferInterrupted,CosSlice.Commands.GetCosUploadCommand'
        $problems[0].TargetObject | Should -BeOfType CosSlice.CosUpload
        $problems[0].TargetObject.Key | Should -Be 'away.bin'
        $problems[0].ErrorDetails.Message | Should -Match 'away\.bin'
    }

    It 'asks with a signature, of its own bucket alone' {
        $null = New-Interrupted 'signed.bin'
        $signature = Get-Signature
        (Get-CosUpload -Refresh -Signature $signature).Key | Should -Be 'signed.bin'
        $other = New-CosSignature -AppId $AppId -Bucket other -Credential (New-TestCredential)
        Get-CosUpload -Refresh -Signature $other -ErrorAction SilentlyContinue -ErrorVariable problems | Should -BeNullOrEmpty
        $problems.FullyQualifiedErrorId | Should -Be 'InvalidSignature,CosSlice.Commands.GetCosUploadCommand'
        $problems[0].TargetObject.Key | Should -Be 'signed.bin'
    }
}
