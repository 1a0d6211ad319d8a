BeforeAll {
    . $PSScriptRoot/uploads.ps1
}

AfterAll {
    Remove-TestUploads
}

Describe 'An upload that was cut off' {
    AfterEach {
        Remove-TestJournal
    }

    It 'is carried on from what the service has, in version <Version> with <Checksum>' -ForEach @(
        @{ Version = 4; Checksum = 'Sha1' }
        @{ Version = 4; Checksum = 'Md5' }
        @{ Version = 4; Checksum = 'None' }
        @{ Version = 1; Checksum = 'Sha1' }
    ) {
        $name = "whole-$Version-$Checksum.bin"
        $half = New-Interrupted $name @{ ApiVersion = $Version; Checksum = $Checksum } -Length 21MB
        $half.BytesSent | Should -BeGreaterOrEqual 8MB
        $done = Get-CosUpload | Resume-CosUpload -Context $context
        $done | Should -BeOfType CosSlice.CosFile
        $done.Resumed | Should -BeTrue
        $done.InstantUpload | Should -BeFalse
        $done.ApiVersion | Should -Be $Version
        $done.LiteralPath | Should -Be $half.LiteralPath
        $done.BytesSent | Should -BeLessOrEqual (21MB - $half.BytesSent)
        $done.BytesSent | Should -BeGreaterThan 0
        Get-StoredSha1 $emulator.Url $name | Should -Be (Get-Sha1 $half.LiteralPath)
        Get-CosUpload | Should -BeNullOrEmpty
    }

    It 'is found as <Name>' -ForEach @(
        @{ Name = 'object'; Script = { $half | Resume-CosUpload @c } }
        @{ Name = 'object read back from a file'; Script = { $half | Export-Clixml "$folder/half.xml"; Import-Clixml "$folder/half.xml" | Resume-CosUpload @c } }
        @{ Name = 'row of all its properties'; Script = { $half | ConvertTo-Json | ConvertFrom-Json | Select-Object * | Resume-CosUpload @c } }
        @{ Name = 'row of a CSV file'; Script = { $half | Export-Csv "$folder/half.csv" -NoTypeInformation; Import-Csv "$folder/half.csv" | Resume-CosUpload @c } }
        @{ Name = 'what a job returned'; Script = { Get-UploadFromJob $half.UploadId | Resume-CosUpload @c } }
        @{ Name = 'text by the pipeline, for its path'; Script = { "$folder/fo*.bin" | Resume-CosUpload @c } }
        @{ Name = 'row of its id'; Script = { [pscustomobject]@{ UploadId = $half.UploadId } | Resume-CosUpload @c } }
        @{ Name = 'row of its id and path'; Script = { [pscustomobject]@{ UploadId = $half.UploadId; LiteralPath = $half.LiteralPath } | Resume-CosUpload @c } }
        @{ Name = 'row of its path and key'; Script = { [pscustomobject]@{ LiteralPath = $half.LiteralPath; Key = $half.Key } | Resume-CosUpload @c } }
        @{ Name = 'id'; Script = { Resume-CosUpload -UploadId $half.UploadId @c } }
        @{ Name = 'path'; Script = { Resume-CosUpload "$folder/found.bin" @c } }
        @{ Name = 'path with wildcards'; Script = { Resume-CosUpload -Path "$folder/f*nd.b?n" @c } }
        @{ Name = 'literal path'; Script = { Resume-CosUpload -LiteralPath "$folder/found.bin" @c } }
        @{ Name = 'file'; Script = { Get-Item "$folder/found.bin" | Resume-CosUpload @c } }
        @{ Name = 'target of its error'; Script = { try { Send-Broken } catch { $_.TargetObject | Resume-CosUpload @c } } }
    ) {
        function Send-Broken {
            $relay.CutAfter(0)
            try {
                Send-CosFile "$folder/found.bin" @c -MaximumRetryCount 0 -NoComplete -ErrorAction Stop
            } finally {
                $relay.Mend()
            }
        }

        $c = @{ Context = $context }
        $half = New-Interrupted 'found.bin' @{ Force = $true }
        $done = & $Script
        $done.Key | Should -Be 'found.bin'
        $done.Resumed | Should -BeTrue
        Get-CosUpload | Should -BeNullOrEmpty
        Get-StoredSha1 $emulator.Url found.bin | Should -Be (Get-Sha1 "$folder/found.bin")
        $null = Remove-Object $emulator.Url found.bin (Get-Signature @{ Once = $true; Key = 'found.bin' })
    }

    It 'is one of several that go on side by side, and the others don''t wait for the one that fails' {
        $several = 1..4 | ForEach-Object { New-Interrupted "several$_.bin" }
        Remove-Item -LiteralPath $several[1].LiteralPath
        $done = $several | Resume-CosUpload -Context $context -ErrorAction SilentlyContinue -ErrorVariable problems
        $done.Key | Sort-Object | Should -Be 'several1.bin', 'several3.bin', 'several4.bin'
        $problems.FullyQualifiedErrorId | Should -Be 'SourceMissing,CosSlice.Commands.ResumeCosUploadCommand'
        $problems[0].TargetObject.Key | Should -Be 'several2.bin'
    }

    It 'is carried on once where it is named twice' {
        $half = New-Interrupted 'twice.bin'
        $all = $half, (Copy-ByClixml $half) | Resume-CosUpload -Context $context -Verbose 4>&1
        @($all | Where-Object { $_ -is [CosSlice.CosFile] }).Count | Should -Be 1
        @($all -match 'stepped over').Count | Should -Be 1
    }

    It 'keeps its checksum, and the log tells how it goes' {
        $half = New-Interrupted 'told.bin' @{ Checksum = 'Sha1' }
        $all = $half | Resume-CosUpload -Context $context -Verbose 4>&1
        ($all | Where-Object { $_ -is [CosSlice.CosFile] }).Sha1 | Should -Be (Get-FileHash -LiteralPath $half.LiteralPath -Algorithm SHA1).Hash
        @($all -match "Carrying on '.*told\.bin' \(.* of 4\.0 MiB were sent\)").Count | Should -Be 1
        @($all -match "Sent '.*told\.bin'.*in this run").Count | Should -Be 1

        # Length and time are the same, so the hash is taken from the journal.
        @($all -match 'SHA-1 is').Count | Should -Be 0
    }

    It 'needs only its last step where all is sent' {
        $sent = New-Sent 'all.bin'
        $passed = $relay.Passed
        $done = $sent | Resume-CosUpload -Context $context
        $done.BytesSent | Should -Be 0
        ($relay.Passed - $passed) | Should -BeLessThan 64KB
        Get-StoredSha1 $emulator.Url all.bin | Should -Be (Get-Sha1 $sent.LiteralPath)
    }

    It 'may be cut off again, and again' {
        $half = New-Interrupted 'again.bin' -Length 21MB
        foreach ($cut in 3MB, 3MB) {
            $relay.CutAfter($cut)
            $half | Resume-CosUpload -Context $context -MaximumRetryCount 0 -ThrottleLimit 1 -ErrorAction SilentlyContinue -ErrorVariable problems | Should -BeNullOrEmpty
            $relay.Mend()
            $problems[0].FullyQualifiedErrorId | Should -Be 'TransferInterrupted,CosSlice.Commands.ResumeCosUploadCommand'
            $problems[0].TargetObject.BytesSent | Should -BeGreaterThan $half.BytesSent
            $half = $problems[0].TargetObject
        }

        ($half | Resume-CosUpload -Context $context).BytesSent | Should -Be (21MB - $half.BytesSent)
        Get-StoredSha1 $emulator.Url again.bin | Should -Be (Get-Sha1 $half.LiteralPath)
    }

    It 'goes on under -MaxBytesPerSecond, of at least 1KB' {
        $slow = New-Interrupted 'slow.bin'
        $other = New-Interrupted 'other.bin'
        { $slow | Resume-CosUpload -Context $context -MaxBytesPerSecond 1023 } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
        $script = { param($Upload, $Context, $Rate) $Upload | Resume-CosUpload -Context $Context -MaxBytesPerSecond $Rate }
        $run = Start-Guarded $script @{ Upload = $slow; Context = $context; Rate = 1KB }
        try {
            $quick = Start-Guarded $script @{ Upload = $other; Context = $context; Rate = '64MB' }
            $null = Wait-Guarded $quick
            $quick.Output.Resumed | Should -BeTrue
            $run.Shell.InvocationStateInfo.State | Should -Be 'Running'
        } finally {
            Stop-Guarded $run
        }

        $run.Output | Should -BeNullOrEmpty
        Get-StoredSha1 $emulator.Url slow.bin | Should -BeNullOrEmpty
        ($slow | Resume-CosUpload -Context $context).Resumed | Should -BeTrue
    }

    It 'stays what it is after Ctrl+C, and is carried on later' {
        $half = New-Interrupted 'stopped.bin'
        $stub = [CosSlice.Pester.StubServer]::new()
        try {
            # The same target by a way that leads nowhere.
            $run = Start-Guarded { param($Id, $Context, $Proxy) Resume-CosUpload -UploadId $Id -Context $Context -Proxy $Proxy } @{ Id = $half.UploadId; Context = $context; Proxy = $stub.Url }
            $stub.WaitForRequests(1, $Guard) | Should -BeTrue
            Stop-Guarded $run
            $stub.WaitForAllClosed($Guard) | Should -BeTrue
            $run.Shell.Streams.Error.Count | Should -Be 0
        } finally {
            $stub.Dispose()
        }

        (Get-CosUpload).State | Should -Be 'Interrupted'
        ($half | Resume-CosUpload -Context $context).Resumed | Should -BeTrue
    }
}

Describe 'An upload that is finished' {
    It 'returns its result again, as the same object and as one read back' {
        $half = New-Interrupted 'idempotent.bin'
        $first = $half | Resume-CosUpload -Context $context
        foreach ($again in $half, (Copy-ByClixml $half), ($half | Select-Object *)) {
            $next = $again | Resume-CosUpload -Context $context -ErrorVariable problems
            $problems | Should -BeNullOrEmpty
            foreach ($name in 'Key', 'LiteralPath', 'Length', 'Sha1', 'AccessUrl', 'ResourcePath', 'Endpoint', 'ApiVersion') {
                $next.$name | Should -Be $first.$name -Because $name
            }

            $next.BytesSent | Should -Be 0
        }
    }

    It 'is found though the object lacks what parameters say' {
        $half = New-Interrupted 'lacking.bin'
        $null = $half | Resume-CosUpload -Context $context
        $row = $half | Select-Object UploadId, Key, LiteralPath
        ($row | Resume-CosUpload -Context $context).Key | Should -Be 'lacking.bin'
        { $row | Resume-CosUpload -Context $context -ErrorAction Stop -Bucket other } | Should -Throw -ErrorId 'UploadNotFound,*'
        { $half | Select-Object UploadId, LiteralPath | Resume-CosUpload -Context $context -ErrorAction Stop } | Should -Throw -ErrorId 'UploadNotFound,*'
    }
}

Describe 'What was never unfinished here' {
    It 'returns its result again, as the object that <Name> returned' -ForEach @(
        @{ Name = 'Send-CosFile'; Script = { Send-CosFile $file -Context $context -Force } }
        @{ Name = 'Send-CosFile of a large file'; Script = { Send-CosFile (New-FreshFile 'plain.bin' 21MB) -Context $context -Force } }
        @{ Name = 'Resume-CosUpload'; Script = { New-Sent 'plain.bin' @{ Force = $true } | Resume-CosUpload -Context $context } }
    ) {
        $file = New-FreshFile 'plain.bin'
        $sent = & $Script
        foreach ($again in $sent, (Copy-ByClixml $sent), ($sent | ConvertTo-Json | ConvertFrom-Json), ($sent | ConvertTo-Csv | ConvertFrom-Csv)) {
            foreach ($command in 'Resume-CosUpload', 'Complete-CosUpload') {
                $next = $again | & $command -Credential (New-TestCredential)
                $next.Key | Should -Be 'plain.bin'
                $next.Sha1 | Should -Be $sent.Sha1
                $next.AccessUrl | Should -Be $sent.AccessUrl
                $next.BytesSent | Should -Be 0
            }
        }
    }

    It 'is not sent where the file is another by now, or its object is gone' {
        $sent = Send-CosFile (New-FreshFile 'another.bin') -Context $context
        $stored = Get-Sha1 $sent.LiteralPath
        $null = New-FreshFile 'another.bin'
        { $sent | Resume-CosUpload -Context $context -ErrorAction Stop } | Should -Throw -ErrorId 'CosFileExists,*'
        Get-StoredSha1 $emulator.Url another.bin | Should -Be $stored
        $sent = Send-CosFile (New-FreshFile 'gone.bin') -Context $context
        $null = Remove-Object $emulator.Url gone.bin (Get-Signature @{ Once = $true; Key = 'gone.bin' })
        { $sent | Resume-CosUpload -Context $context -ErrorAction Stop } | Should -Throw -ErrorId 'UploadNotFound,*'
        { $sent | Complete-CosUpload -Context $context -ErrorAction Stop } | Should -Throw -ErrorId 'UploadNotFound,*'
    }

    It 'is nothing to remove' {
        $sent = Send-CosFile (New-FreshFile 'kept.bin') -Context $context
        $sent | Remove-CosUpload -Remote -Context $context -ErrorVariable problems
        $problems | Should -BeNullOrEmpty
        Get-StoredSha1 $emulator.Url kept.bin | Should -Be (Get-Sha1 $sent.LiteralPath)
    }
}

Describe 'What cannot be carried on' {
    AfterEach {
        Remove-TestJournal
    }

    It 'is a file that changed: <Name>' -ForEach @(
        @{ Name = 'longer'; Change = { Add-Content -LiteralPath $file -Value x }; Checksum = 'Sha1' }
        @{ Name = 'other content'; Change = { [IO.File]::WriteAllBytes($file, [byte[]]::new(4MB)) }; Checksum = 'Sha1' }
        @{ Name = 'later, without a SHA-1 to compare'; Change = { [IO.File]::SetLastWriteTimeUtc($file, [datetime]::UtcNow.AddHours(1)) }; Checksum = 'None' }
    ) {
        $half = New-Interrupted 'changed.bin' @{ Checksum = $Checksum; Force = $true }
        $file = $half.LiteralPath
        & $Change
        $half | Resume-CosUpload -Context $context -ErrorAction SilentlyContinue -ErrorVariable problems | Should -BeNullOrEmpty
        $problems.FullyQualifiedErrorId | Should -Be 'SourceChanged,CosSlice.Commands.ResumeCosUploadCommand'
        $problems[0].CategoryInfo.Category | Should -Be 'InvalidData'
        $problems[0].ErrorDetails.RecommendedAction | Should -Match 'Send-CosFile'
        $problems[0].TargetObject.UploadId | Should -Be $half.UploadId
        $kept = Get-CosUpload
        $kept.State | Should -Be 'Failed'
        $kept.LastError | Should -Not -BeNullOrEmpty

        # A nightly task goes on by itself.
        $sent = Send-CosFile $file -Context $context -Checksum $Checksum -NoComplete -WarningVariable warnings -WarningAction SilentlyContinue
        @($warnings).Count | Should -Be 1
        $sent.State | Should -Be 'Sent'
        $null = $sent | Complete-CosUpload -Context $context
        Get-StoredSha1 $emulator.Url changed.bin | Should -Be (Get-Sha1 $file)
        $null = Remove-Object $emulator.Url changed.bin (Get-Signature @{ Once = $true; Key = 'changed.bin' })
    }

    It 'is not a file of which only the time is another, where the SHA-1 is known' {
        $half = New-Interrupted 'touched.bin'
        [IO.File]::SetLastWriteTimeUtc($half.LiteralPath, [datetime]::UtcNow.AddHours(1))
        ($half | Resume-CosUpload -Context $context).Resumed | Should -BeTrue
    }

    It 'is a file that is gone, until it is back' {
        $half = New-Interrupted 'gone.bin'
        Rename-Item -LiteralPath $half.LiteralPath elsewhere.bin
        $half | Resume-CosUpload -Context $context -ErrorAction SilentlyContinue -ErrorVariable problems | Should -BeNullOrEmpty
        $problems.FullyQualifiedErrorId | Should -Be 'SourceMissing,CosSlice.Commands.ResumeCosUploadCommand'
        $problems[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
        (Get-CosUpload).UploadId | Should -Be $half.UploadId
        Rename-Item -LiteralPath "$folder/elsewhere.bin" gone.bin
        ($half | Resume-CosUpload -Context $context).Resumed | Should -BeTrue
    }

    It 'is an id that nothing is known of' {
        Resume-CosUpload -UploadId ('0' * 32) -Context $context -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems.FullyQualifiedErrorId | Should -Be 'UploadNotFound,CosSlice.Commands.ResumeCosUploadCommand'
        $problems[0].ErrorDetails.RecommendedAction | Should -Match 'Get-CosUpload'
    }

    It 'is nothing at all' {
        { Resume-CosUpload -Context $context } | Should -Throw -ErrorId 'InvalidOption,CosSlice.Commands.ResumeCosUploadCommand'
        [pscustomobject]@{ Bucket = $Bucket } | Resume-CosUpload -Context $context -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems.FullyQualifiedErrorId | Should -Be 'InvalidOption,CosSlice.Commands.ResumeCosUploadCommand'
        { 5 | Resume-CosUpload -Context $context -ErrorAction Stop } | Should -Throw -ErrorId 'InputObjectNotBound,*'
    }

    It 'is a pattern without a match, which is a warning' {
        Resume-CosUpload "$folder/none*" -Context $context -WarningVariable warnings -WarningAction SilentlyContinue -ErrorVariable problems | Should -BeNullOrEmpty
        @($warnings).Count | Should -Be 1
        $problems | Should -BeNullOrEmpty
        { Resume-CosUpload "$folder/none" -Context $context -ErrorAction Stop } | Should -Throw -ErrorId 'UploadNotFound,*'
    }

    It 'is sent nowhere else: <Name>' -ForEach @(
        @{ Name = 'Bucket'; Place = @{ Bucket = 'other' } }
        @{ Name = 'AppId'; Place = @{ AppId = '1' } }
        @{ Name = 'Endpoint'; Place = @{ Endpoint = 'http://127.0.0.1:1' } }
        @{ Name = 'Region'; Place = @{ Region = 'sh' } }
        @{ Name = 'ApiVersion'; Place = @{ ApiVersion = 1 } }
    ) {
        $half = New-Interrupted 'place.bin' @{ Force = $true }
        $passed = $relay.Passed
        foreach ($named in { $half | Resume-CosUpload @c }, { Resume-CosUpload $half.LiteralPath @c }, { Resume-CosUpload -UploadId $half.UploadId @c }) {
            $c = $Place + @{ Context = $context; ErrorAction = 'SilentlyContinue'; ErrorVariable = 'problems' }
            . $named | Should -BeNullOrEmpty
            $problems.FullyQualifiedErrorId | Should -Be 'InvalidOption,CosSlice.Commands.ResumeCosUploadCommand'
            $problems[0].ErrorDetails.Message | Should -Match "-$Name"
            $problems[0].TargetObject.UploadId | Should -Be $half.UploadId
        }

        $relay.Passed | Should -Be $passed
        (Get-CosUpload).State | Should -Be 'Interrupted'
    }

    It 'goes where it was begun, whatever context and session say' {
        $half = New-Interrupted 'begun.bin'
        try {
            Set-CosContext -AppId 1 -Bucket elsewhere -Region gz -ApiVersion 1
            ($half | Resume-CosUpload -Credential (New-TestCredential)).Endpoint | Should -Be "$($relay.Url)/"
        } finally {
            Set-CosContext -Clear
        }
    }
}

Describe 'Who carries it on' {
    BeforeAll {
        $half = New-Interrupted 'who.bin'
    }

    AfterAll {
        Remove-TestJournal
    }

    AfterEach {
        Set-CosContext -Clear
        Remove-Item env:COS_* -ErrorAction SilentlyContinue
    }

    It 'must have a key, or the command ends' {
        $passed = $relay.Passed
        { $half | Resume-CosUpload } | Should -Throw -ErrorId 'CosCredentialMissing,CosSlice.Commands.ResumeCosUploadCommand'
        { @() | Resume-CosUpload } | Should -Throw -ErrorId 'CosCredentialMissing,*'
        $relay.Passed | Should -Be $passed
    }

    It 'may have the wrong key at first, in version 4' {
        $wrong = New-CosContext -Credential (New-TestCredential AKIDemulator wrong)
        $half | Resume-CosUpload -Context $wrong -ErrorAction SilentlyContinue -ErrorVariable problems | Should -BeNullOrEmpty
        $problems.FullyQualifiedErrorId | Should -Be 'CosServiceError,CosSlice.Commands.ResumeCosUploadCommand'
        $problems[0].CategoryInfo.Category | Should -Be 'AuthenticationError'
        (Get-CosUpload -UploadId $half.UploadId).State | Should -Be 'Interrupted'
        ($problems[0].TargetObject | Resume-CosUpload -Credential (New-TestCredential)).Resumed | Should -BeTrue
        Get-StoredSha1 $emulator.Url who.bin | Should -Be (Get-Sha1 $half.LiteralPath)
    }

    It 'has the key from <Name>' -ForEach @(
        @{ Name = 'the environment'; Script = { $env:COS_SECRET_ID = 'AKIDemulator'; $env:COS_SECRET_KEY = $SecretKey; $one | Resume-CosUpload } }
        @{ Name = 'the session'; Script = { Set-CosContext -Credential (New-TestCredential); $one | Resume-CosUpload } }
        @{ Name = 'a signature'; Script = { $one | Resume-CosUpload -Signature (Get-Signature) } }
    ) {
        $one = New-Interrupted 'from.bin' @{ Force = $true }
        (& $Script).Resumed | Should -BeTrue
        $null = Remove-Object $emulator.Url from.bin (Get-Signature @{ Once = $true; Key = 'from.bin' })
    }
}

Describe 'Resume-CosUpload -WhatIf' {
    It 'asks and writes nothing' {
        $half = New-Interrupted 'whatif.bin'
        $passed = $relay.Passed
        $before = Get-JournalText
        $half | Resume-CosUpload -Context $context -WhatIf | Should -BeNullOrEmpty
        Resume-CosUpload "$folder/whatif*" -Context $context -WhatIf | Should -BeNullOrEmpty
        $relay.Passed | Should -Be $passed
        Get-JournalText | Should -Be $before
        Remove-TestJournal
    }
}

Describe 'The journal' {
    It 'may be lost: the object is enough, and so is Send-CosFile' {
        $one = New-Interrupted 'lost1.bin'
        $two = New-Interrupted 'lost2.bin' -Length 21MB
        Remove-TestJournal
        Get-CosUpload | Should -BeNullOrEmpty
        $done = $one | Resume-CosUpload -Context $context
        $done.Resumed | Should -BeTrue
        $done.BytesSent | Should -BeLessThan 4MB
        $done = Send-CosFile $two.LiteralPath -Context $context
        $done.Resumed | Should -BeTrue
        $done.BytesSent | Should -BeLessOrEqual (21MB - $two.BytesSent)
        foreach ($name in 'lost1.bin', 'lost2.bin') {
            Get-StoredSha1 $emulator.Url $name | Should -Be (Get-Sha1 "$folder/$name")
        }
    }

    It 'may be damaged: an id is not found, an object is carried on' {
        $half = New-Interrupted 'damaged.bin'
        [IO.File]::WriteAllBytes((Get-HeadFile $half.UploadId), [byte[]](1..100))
        Resume-CosUpload -UploadId $half.UploadId -Context $context -WarningVariable warnings -WarningAction SilentlyContinue -ErrorAction SilentlyContinue -ErrorVariable problems
        @($warnings).Count | Should -Be 1
        $problems.FullyQualifiedErrorId | Should -Be 'UploadNotFound,CosSlice.Commands.ResumeCosUploadCommand'
        $done = $half | Resume-CosUpload -Context $context -WarningAction SilentlyContinue
        $done.Resumed | Should -BeTrue
        Get-StoredSha1 $emulator.Url damaged.bin | Should -Be (Get-Sha1 $half.LiteralPath)
        Remove-TestJournal
    }
}

Describe 'Another process' {
    It 'that is uploading is not disturbed, and says what it is' {
        $half = New-Interrupted 'locked.bin'
        $stub = [CosSlice.Pester.StubServer]::new()
        $environment = @{ COS_SECRET_ID = 'AKIDemulator'; COS_SECRET_KEY = $SecretKey }
        $other = Start-ScriptFile "Resume-CosUpload -UploadId $($half.UploadId) -Proxy $($stub.Url)" $environment
        try {
            $stub.WaitForRequests(1, 4 * $Guard) | Should -BeTrue
            $before = Get-JournalText
            foreach ($command in { $half | Resume-CosUpload @c }, { $half | Complete-CosUpload @c }, { $half | Remove-CosUpload @c }, { $half | Remove-CosUpload @c -Remote }, { Send-CosFile $half.LiteralPath @c }) {
                $c = @{ Context = $context; ErrorAction = 'SilentlyContinue'; ErrorVariable = 'problems' }
                . $command | Should -BeNullOrEmpty
                $problems[0].FullyQualifiedErrorId | Should -BeLike 'UploadLocked,*'
                $problems[0].CategoryInfo.Category | Should -Be 'ResourceExists'
                $problems[0].ErrorDetails.Message | Should -Match "process $($other.Process.Id) on machine"
            }

            Get-JournalText | Should -Be $before
        } finally {
            $other.Process.Kill()
            $null = Wait-ScriptFile $other
            $stub.Dispose()
        }

        # Its lock died with it.
        ($half | Resume-CosUpload -Context $context).Resumed | Should -BeTrue
        Get-StoredSha1 $emulator.Url locked.bin | Should -Be (Get-Sha1 $half.LiteralPath)
    }

    It 'may carry on what this one began, as the last line of a script, and its exit code tells' {
        $environment = @{ COS_SECRET_ID = 'AKIDemulator'; COS_SECRET_KEY = $SecretKey }
        $task = @'
$ErrorActionPreference = 'Stop'
Get-CosUpload -State Interrupted, Sent | Resume-CosUpload -ErrorAction Continue -ErrorVariable failed | ForEach-Object { "done=$($_.Key)" }
exit [int]($failed.Count -gt 0)
'@
        $one = New-Interrupted 'task1.bin'
        $two = New-Sent 'task2.bin'
        $run = Invoke-ScriptFile $task $environment
        $run.Errors | Should -BeNullOrEmpty
        $run.ExitCode | Should -Be 0
        [regex]::Matches($run.Output, 'done=\S+').Value | Sort-Object | Should -Be 'done=task1.bin', 'done=task2.bin'
        Get-StoredSha1 $emulator.Url task1.bin | Should -Be (Get-Sha1 $one.LiteralPath)
        Get-StoredSha1 $emulator.Url task2.bin | Should -Be (Get-Sha1 $two.LiteralPath)

        # Nothing to do is no failure.
        (Invoke-ScriptFile $task $environment).ExitCode | Should -Be 0
        $three = New-Interrupted 'task3.bin'
        Remove-Item -LiteralPath $three.LiteralPath
        $run = Invoke-ScriptFile $task $environment
        $run.ExitCode | Should -Be 1
        "$($run.Output) $($run.Errors)" | Should -Match 'task3\.bin'

        # Without a key it ends with an error before anything is sent.
        (Invoke-ScriptFile $task).ExitCode | Should -Be 1

        # Of the pipeline alone as the last line, -File tells nothing, as the help says.
        (Invoke-ScriptFile 'Get-CosUpload | Resume-CosUpload' $environment).ExitCode | Should -Be 0
        Remove-TestJournal
    }
}
