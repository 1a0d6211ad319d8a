BeforeAll {
    . $PSScriptRoot/uploads.ps1

    function Wait-Until([scriptblock] $Condition) {
        $clock = [Diagnostics.Stopwatch]::StartNew()
        while (-not (& $Condition)) {
            if ($clock.Elapsed.TotalSeconds -gt $Guard) {
                throw "It does not come about: $Condition"
            }

            [Threading.Thread]::Sleep(20)
        }
    }

    # Takes no room, and minutes to read. Nothing where the file system takes no file of that size.
    function New-EndlessFile([string] $Name) {
        $stream = [IO.File]::Create("$folder/$Name")
        try {
            $stream.SetLength(60GB)
            "$folder/$Name"
        } catch [IO.IOException] {
            Set-ItResult -Skipped -Because 'the file system takes no file of that size'
        } finally {
            $stream.Dispose()
        }
    }

    function Wait-Hashing($Run) {
        Wait-Until { @($Run.Shell.Streams.Progress | Where-Object { "$($_.Activity) $($_.StatusDescription)" -match 'Hashing' }).Count -gt 0 }
    }

    # The end of a command that was stopped: no request is open, nothing was said, and nothing came out.
    function Confirm-Stopped($Run) {
        $relay.WaitForAllClosed($Guard) | Should -BeTrue
        $Run.Shell.InvocationStateInfo.State | Should -Be 'Stopped'
        $Run.Output.Count | Should -Be 0
        $Run.Shell.Streams.Error.Count | Should -Be 0
    }

    function Confirm-Resumed([string] $Name, [string] $State = 'Interrupted') {
        $relay.Mend()
        $left = @(Get-CosUpload)
        $left.Key | Should -Be $Name
        $left.State | Should -Be $State
        ($left | Resume-CosUpload -Context $context).Key | Should -Be $Name
        Get-StoredSha1 $emulator.Url $Name | Should -Be (Get-Sha1 "$folder/$Name")
        Get-CosUpload | Should -BeNullOrEmpty
    }
}

AfterAll {
    Remove-TestUploads
}

Describe 'Ctrl+C' {
    AfterEach {
        $relay.Mend()
        if ($run) {
            Stop-Guarded $run
        }

        Get-CosUpload | Remove-CosUpload
    }

    It 'ends Send-CosFile while it waits for <Name>, and the upload is carried on' -ForEach @(
        @{ Name = 'the answer to its beginning'; Text = 'upload_slice_init'; First = 0; Held = 1 }
        @{ Name = 'the first slices'; Text = 'upload_slice_data'; First = 0; Held = 8 }
        @{ Name = 'slices in the middle'; Text = 'upload_slice_data'; First = 10; Held = 8 }
        @{ Name = 'the answer to its last step'; Text = 'upload_slice_finish'; First = 0; Held = 1 }
    ) {
        $key = "phase-$($Name -replace ' ', '-').bin"
        $null = New-FreshFile $key 25MB
        $relay.HoldAt($Text, $First)
        $run = Start-Guarded { param($File, $Context) Send-CosFile $File -Context $Context } @{ File = "$folder/$key"; Context = $context }
        $relay.WaitForHeld($Held, $Guard) | Should -BeTrue
        Stop-Guarded $run
        Confirm-Stopped $run
        Confirm-Resumed $key $(if ($Text -match 'finish') { 'Sent' } else { 'Interrupted' })
    }

    It 'ends it between repeats, and the upload is carried on' {
        $null = New-FreshFile 'repeats.bin' 25MB
        $relay.CutAfter(9MB)
        $run = Start-Guarded { param($File, $Context) Send-CosFile $File -Context $Context -RetryIntervalSec 3600 -Verbose } @{ File = "$folder/repeats.bin"; Context = $context }
        Wait-Until { @($run.Shell.Streams.Verbose | Where-Object Message -Match 'upload_slice_data: .* Attempt 2 follows').Count -gt 0 }
        Stop-Guarded $run
        Confirm-Stopped $run
        Confirm-Resumed 'repeats.bin'
    }

    It 'ends it while the queue is full, and what was not begun is not' {
        1..3 | ForEach-Object { $null = New-FreshFile "queue/$_.bin" 25MB }
        $relay.HoldAt('upload_slice_data', 3)
        $run = Start-Guarded {
            param($Folder, $Context)
            Get-ChildItem $Folder | Sort-Object Name | Send-CosFile -Context $Context -ThrottleLimit 1 -KeyPrefix queue/
        } @{ Folder = "$folder/queue"; Context = $context }
        $relay.WaitForHeld(1, $Guard) | Should -BeTrue
        Stop-Guarded $run
        Confirm-Stopped $run
        $relay.Mend()

        # The second one may be read for its hash already; the third one waits its turn.
        (Get-CosUpload).Key | Should -Contain 'queue/1.bin'
        (Get-CosUpload).Key | Should -Not -Contain 'queue/3.bin'
        Get-Stat $emulator.Url queue/3.bin | Should -BeNullOrEmpty
        Get-CosUpload | Resume-CosUpload -Context $context | ForEach-Object {
            Get-StoredSha1 $emulator.Url $_.Key | Should -Be (Get-Sha1 "$folder/$($_.Key)")
        }
    }

    It 'ends requests though a prompt of -Confirm is still open, and the upload is carried on' {
        $null = New-FreshFile 'asked1.bin' 25MB
        $null = New-FreshFile 'asked2.bin' 25MB
        $user = [CosSlice.Pester.ScriptedHost]::new()
        $user.Answers.Enqueue('Yes')
        $relay.HoldAt('upload_slice_data', 2)
        $run = Start-Guarded { param($Files, $Context) Send-CosFile $Files -Context $Context -Confirm } @{
            Files = "$folder/asked1.bin", "$folder/asked2.bin"; Context = $context
        } $user
        try {
            $relay.WaitForHeld(1, $Guard) | Should -BeTrue
            $user.WaitForOpenPrompt($Guard) | Should -BeTrue
            $stop = $run.Shell.BeginStop($null, $null)

            # Nobody has answered yet. A console's own prompt ends with Ctrl+C; this one stays, and the requests end all the same.
            $relay.WaitForHeldGivenUp($Guard) | Should -BeTrue
            $stop.IsCompleted | Should -BeFalse
        } finally {
            $user.Release()
        }

        $stop.AsyncWaitHandle.WaitOne([timespan]::FromSeconds($Guard)) | Should -BeTrue
        Confirm-Stopped $run
        $user.Prompts.Count | Should -Be 2

        # The answer came too late to count.
        Get-Stat $emulator.Url asked2.bin | Should -BeNullOrEmpty
        Confirm-Resumed 'asked1.bin'
    }

    It 'ends it while it reads a large file for its hash, and so does Resume-CosUpload' {
        $endless = New-EndlessFile 'endless.bin'
        if (-not $endless) {
            return
        }

        $run = Start-Guarded { param($File, $Context) Send-CosFile $File -Context $Context } @{ File = $endless; Context = $context }
        Wait-Hashing $run
        Stop-Guarded $run
        Confirm-Stopped $run
        (Get-CosUpload).State | Should -Be 'Interrupted'

        $run = Start-Guarded { param($Context) Get-CosUpload | Resume-CosUpload -Context $Context } @{ Context = $context }
        Wait-Hashing $run
        Stop-Guarded $run
        Confirm-Stopped $run
        (Get-CosUpload).State | Should -Be 'Interrupted'
    }

    It 'ends Test-CosFile while it reads a large file for its hash' {
        $endless = New-EndlessFile 'compared.bin'
        if (-not $endless) {
            return
        }

        $stub = [CosSlice.Pester.StubServer]::new()
        try {
            $stub.Answer('op=stat', 200, 'application/json', '{"code":0,"message":"SUCCESS","request_id":"r","data":{"filelen":"' + 60GB + '","filesize":"' + 60GB + '","sha":"' + 'a' * 40 + '","access_url":"http://a","source_url":"http://s"}}', 0)
            $run = Start-Guarded { param($File, $Context) Test-CosFile $File -Context $Context } @{ File = $endless; Context = New-TestContext $stub.Url }
            Wait-Hashing $run
            Stop-Guarded $run
            Confirm-Stopped $run
        } finally {
            $stub.Dispose()
        }
    }

    It 'ends Resume-CosUpload in the middle, and the upload is carried on' {
        $half = New-Interrupted 'twice.bin' -Length 25MB
        $relay.HoldAt('upload_slice_data', 2)
        $run = Start-Guarded { param($Id, $Context) Resume-CosUpload -UploadId $Id -Context $Context } @{ Id = $half.UploadId; Context = $context }
        $relay.WaitForHeld(1, $Guard) | Should -BeTrue
        Stop-Guarded $run
        Confirm-Stopped $run
        Confirm-Resumed 'twice.bin'
    }

    It 'ends Complete-CosUpload, and the last step is taken later' {
        $sent = New-Sent 'open.bin'
        $relay.HoldAt('upload_slice_finish', 0)
        $run = Start-Guarded { param($Id, $Context) Complete-CosUpload -UploadId $Id -Context $Context } @{ Id = $sent.UploadId; Context = $context }
        $relay.WaitForHeld(1, $Guard) | Should -BeTrue
        Stop-Guarded $run
        Confirm-Stopped $run
        $relay.Mend()
        (Get-CosUpload | Complete-CosUpload -Context $context).Key | Should -Be 'open.bin'
        Get-StoredSha1 $emulator.Url open.bin | Should -Be (Get-Sha1 "$folder/open.bin")
    }

    It 'ends Get-CosUpload -Refresh, and nothing is changed' {
        $null = New-Interrupted 'asked.bin'
        $before = Get-JournalText
        $relay.HoldAt('upload_slice_list', 0)
        $run = Start-Guarded { param($Context) Get-CosUpload -Refresh -Context $Context } @{ Context = $context }
        $relay.WaitForHeld(1, $Guard) | Should -BeTrue
        Stop-Guarded $run
        Confirm-Stopped $run
        Get-JournalText | Should -Be $before
        Confirm-Resumed 'asked.bin'
    }

    It 'ends Remove-CosUpload -Remote while it <Name>, and the upload is still there to be removed or carried on' -ForEach @(
        @{ Name = 'asks'; Text = 'op=stat' }
        @{ Name = 'deletes'; Text = '"delete"' }
    ) {
        $null = New-Interrupted "remove-$Name.bin"
        $relay.HoldAt($Text, 0)
        $run = Start-Guarded { param($Context) Get-CosUpload | Remove-CosUpload -Remote -Context $Context } @{ Context = $context }
        $relay.WaitForHeld(1, $Guard) | Should -BeTrue
        Stop-Guarded $run
        Confirm-Stopped $run
        Confirm-Resumed "remove-$Name.bin"
    }
}
