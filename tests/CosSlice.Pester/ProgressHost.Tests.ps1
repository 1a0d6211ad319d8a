# The bars as a host gets them: what is told of each from its first record to its last, however the command ends.
BeforeAll {
    . $PSScriptRoot/uploads.ps1
    if (-not ('CosSlice.Pester.RecordingHost' -as [type])) {
        Add-Type -Path (Join-Path $PSScriptRoot 'RecordingHost.cs')
    }

    1..6 | ForEach-Object { $null = New-TestFile "$folder/six/$_.bin" 100000 $_ }

    # Sparse: it takes no room, and is never read to its end.
    $hasHuge = $true
    $stream = [IO.File]::Create("$folder/huge.bin")
    try {
        $stream.SetLength(60GB)
    } catch [IO.IOException] {
        $hasHuge = $false
    } finally {
        $stream.Dispose()
    }

    # A script in a shell whose host is a RecordingHost. Its output goes to a collection, so that the host itself writes nothing.
    function Start-Hosted([scriptblock] $Script, [hashtable] $Parameters = @{}) {
        $recording = [CosSlice.Pester.RecordingHost]::new()
        $state = [initialsessionstate]::CreateDefault2()
        $state.ImportPSModule($ModulePath)
        $runspace = [runspacefactory]::CreateRunspace($recording, $state)
        $runspace.Open()
        $shell = [powershell]::Create()
        $shell.Runspace = $runspace
        $null = $shell.AddScript($Script.ToString()).AddParameters($Parameters)
        $output = [Management.Automation.PSDataCollection[psobject]]::new()
        [pscustomobject]@{
            Shell  = $shell
            Output = $output
            Host   = $recording.Recorded
            Handle = $shell.BeginInvoke([Management.Automation.PSDataCollection[psobject]]::new(), $output)
        }
    }

    # What any host may rely on.
    function Test-Bars([CosSlice.Pester.ProgressEvent[]] $Progress) {
        @($Progress).Count | Should -BeGreaterThan 0
        @($Progress.SourceId | Select-Object -Unique).Count | Should -Be 1
        $shown = @{}
        foreach ($step in $Progress) {
            $step.Activity | Should -Not -BeNullOrEmpty
            $step.Status | Should -Not -BeNullOrEmpty
            $step.Percent | Should -BeGreaterOrEqual -1
            $step.Percent | Should -BeLessOrEqual 100
            $step.SecondsRemaining | Should -BeGreaterOrEqual -1
            if ($step.ParentActivityId -ne -1) {
                $shown.Keys | Should -Contain $step.ParentActivityId -Because 'a total is there before and after what is below it'
            }

            if ($step.IsCompleted) {
                $shown.Keys | Should -Contain $step.ActivityId
                $shown.Remove($step.ActivityId)
            } else {
                if ($shown.ContainsKey($step.ActivityId)) {
                    $step.Percent | Should -BeGreaterOrEqual $shown[$step.ActivityId] -Because 'no bar goes back'
                }

                $shown[$step.ActivityId] = $step.Percent
            }

            # The total, four files, and those that go away as others come.
            $shown.Count | Should -BeLessOrEqual 9
        }

        $shown.Keys | Should -BeNullOrEmpty -Because 'every bar is taken away'
    }
}

AfterAll {
    Remove-TestUploads
}

Describe 'A host' {
    BeforeEach {
        $stub = [CosSlice.Pester.StubServer]::new()
        $parameters = @{ Folder = "$folder/six"; Context = New-TestContext $stub.Url }
    }

    AfterEach {
        $stub.Dispose()
    }

    It 'gets the total first, then files below it, and nothing but progress' {
        $stub.Answer('HTTP', 200, 'application/json', (Get-Success), 7)
        $run = Start-Hosted { param($Folder, $Context) Get-ChildItem $Folder | Send-CosFile -Context $Context } $parameters
        $run.Host.WaitForBars(5, $Guard) | Should -BeTrue
        # On a slow machine bars are there before the last file has come.
        $run.Host.WaitFor('0 of 6 files', $Guard) | Should -BeTrue
        Send-Go $stub
        Wait-Guarded $run | Should -BeNullOrEmpty
        $run.Output.Count | Should -Be 6
        $progress = $run.Host.Progress
        Test-Bars $progress
        $progress[0].ParentActivityId | Should -Be -1
        $progress[0].Activity | Should -BeIn 'Hashing', 'Sending'
        $begun = @($progress | Where-Object Status -Match '^0 of 6 files, 0 B of \d')[0]
        $begun.ActivityId | Should -Be $progress[0].ActivityId
        $begun.Operation | Should -Be '6 in flight'
        @($progress | Where-Object ParentActivityId -NE -1 | ForEach-Object ParentActivityId | Select-Object -Unique) | Should -Be $progress[0].ActivityId
        $run.Host.Written | Should -BeNullOrEmpty
    }

    It 'sees every bar go away <Name>' -ForEach @(
        @{ Name = 'after Ctrl+C'; Answered = $null; Output = 0; Script = { param($Folder, $Context) Get-ChildItem $Folder | Send-CosFile -Context $Context } }
        @{ Name = 'after Select-Object -First 1'; Answered = 200; Output = 1; Script = { param($Folder, $Context) Get-ChildItem $Folder | Send-CosFile -Context $Context | Select-Object -First 1 } }
        @{ Name = 'after -ErrorAction Stop'; Answered = 403; Output = 0; Script = { param($Folder, $Context) try { Get-ChildItem $Folder | Send-CosFile -Context $Context -ErrorAction Stop } catch { Write-Verbose "$_" } } }
        @{ Name = 'after an error downstream'; Answered = 200; Output = 0; Script = { param($Folder, $Context) try { Get-ChildItem $Folder | Send-CosFile -Context $Context | ForEach-Object { throw 'down' } } catch { Write-Verbose "$_" } } }
    ) {
        $body = if ($Answered -eq 403) { '{"code":-97,"message":"refused","request_id":"r"}' } else { Get-Success '1.bin' }
        $stub.Answer('/1.bin', $Answered, 'application/json', $body, 7)
        $run = Start-Hosted $Script $parameters
        $run.Host.WaitForBars(5, $Guard) | Should -BeTrue
        if ($Answered) {
            Send-Go $stub
            Wait-Guarded $run | Should -BeNullOrEmpty
        } else {
            Stop-Guarded $run
        }

        Test-Bars $run.Host.Progress
        $run.Output.Count | Should -Be $Output
        $run.Host.Written | Should -BeNullOrEmpty
    }

    It 'sees every bar go away after an error upstream' {
        # Whichever of the two goes first.
        $stub.Answer('POST', 200, 'application/json', (Get-Success '1.bin'), 2)
        $run = Start-Hosted {
            param($Folder, $Context)
            try { & { Get-ChildItem $Folder | Select-Object -First 2; throw 'up' } | Send-CosFile -Context $Context -ThrottleLimit 1 } catch { "$_" }
        } $parameters
        $run.Host.WaitForBars(1, $Guard) | Should -BeTrue
        Send-Go $stub
        Wait-Guarded $run | Should -BeNullOrEmpty
        $run.Output[-1] | Should -Be 'up'
        Test-Bars $run.Host.Progress
    }

    It 'gets nothing with <Name>, not even at Ctrl+C' -ForEach @(
        @{ Name = '$ProgressPreference'; Script = { param($Folder, $Context) $ProgressPreference = 'SilentlyContinue'; Get-ChildItem $Folder | Send-CosFile -Context $Context -RetryIntervalSec 0.01 -Verbose } }
        @{ Name = '-ProgressAction'; Script = { param($Folder, $Context) Get-ChildItem $Folder | Send-CosFile -Context $Context -RetryIntervalSec 0.01 -Verbose -ProgressAction SilentlyContinue } }
    ) {
        if ($Name -eq '-ProgressAction' -and -not (Get-Command Send-CosFile).Parameters.ContainsKey('ProgressAction')) {
            Set-ItResult -Skipped -Because 'this PowerShell has no such parameter'
            return
        }

        # Each repeat is a line for the log: so many of them take longer than the first bars do.
        $stub.Answer('POST', 503, 'text/plain', 'busy', 0)
        $run = Start-Hosted $Script $parameters
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $wait = [Threading.ManualResetEventSlim]::new()
        while ($clock.Elapsed.TotalSeconds -lt 1 -or $run.Shell.Streams.Verbose.Count -lt 20) {
            $null = $wait.Wait(20)
            $clock.Elapsed.TotalSeconds | Should -BeLessThan $Guard
        }

        Stop-Guarded $run
        $run.Host.Progress | Should -BeNullOrEmpty
    }

    It 'that has no bars is no reason to fail' {
        $stub.Answer('HTTP', 200, 'application/json', (Get-Success), 7)
        $run = Start-Hosted { param($Folder, $Context) Get-ChildItem $Folder | Send-CosFile -Context $Context } $parameters
        $run.Host.HasNoBars = $true
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $wait = [Threading.ManualResetEventSlim]::new()
        while ($run.Host.Refused -eq 0 -and $clock.Elapsed.TotalSeconds -lt $Guard) {
            $null = $wait.Wait(20)
        }

        Send-Go $stub
        Wait-Guarded $run | Should -BeNullOrEmpty
        $run.Output.Count | Should -Be 6
        $run.Host.Refused | Should -Be 1
    }
}

Describe 'The hash and the last step' {
    It 'of <Name> has a bar that goes away at Ctrl+C' -ForEach @(
        @{ Name = 'Send-CosFile'; Script = { param($File, $Context) Send-CosFile $File -Context $Context } }
        @{ Name = 'Test-CosFile'; Script = { param($File, $Context) Test-CosFile $File -Context $Context } }
    ) {
        if (-not $hasHuge) {
            Set-ItResult -Skipped -Because 'the file system takes no file of that size'
            return
        }

        $stub = [CosSlice.Pester.StubServer]::new()
        try {
            $stub.Answer('op=stat', 200, 'application/json', '{"code":0,"message":"SUCCESS","request_id":"r","data":{"filesize":64424509440,"filelen":64424509440,"sha":"da39a3ee5e6b4b0d3255bfef95601890afd80709","access_url":"http://a/k"}}', 0)
            $run = Start-Hosted $Script @{ File = "$folder/huge.bin"; Context = New-TestContext $stub.Url }
            $run.Host.WaitFor(' of 60.0 GiB, ', $Guard) | Should -BeTrue
            Stop-Guarded $run
            Test-Bars $run.Host.Progress
            $run.Host.Progress.Activity | Select-Object -Unique | Should -Be 'Hashing huge.bin'
            $run.Host.Progress.Operation | Select-Object -Unique | Should -Be 'hashing'
        } finally {
            $stub.Dispose()
        }
    }

    It 'of Resume-CosUpload and Complete-CosUpload have their bars' {
        # A line that is cut holds each up until its bar is there.
        $half = New-Interrupted 'half.bin'
        $relay.CutAfter(0)
        $run = Start-Hosted { param($Upload, $Context) $Upload | Resume-CosUpload -Context $Context -RetryIntervalSec 0.1 } @{ Upload = $half; Context = $context }
        $run.Host.WaitFor('retrying: ', $Guard) | Should -BeTrue
        $relay.Mend()
        Wait-Guarded $run | Should -BeNullOrEmpty
        $run.Output[0].Resumed | Should -BeTrue
        Test-Bars $run.Host.Progress
        $run.Host.Progress[0].Activity | Should -Be 'Sending half.bin'

        $sent = New-Sent 'sent.bin'
        $relay.CutAfter(0)
        $run = Start-Hosted { param($Upload, $Context) $Upload | Complete-CosUpload -Context $Context -RetryIntervalSec 0.1 } @{ Upload = $sent; Context = $context }
        $run.Host.WaitFor('retrying: ', $Guard) | Should -BeTrue
        $relay.Mend()
        Wait-Guarded $run | Should -BeNullOrEmpty
        Test-Bars $run.Host.Progress
        $run.Host.Progress[0].Activity | Should -Be 'Finishing sent.bin'
        $run.Host.Progress[0].Status | Should -Match '^100 %, 4\.0 of 4\.0 MiB'
        $run.Host.Progress[0].Percent | Should -Be 100
    }
}

Describe 'Without a terminal' {
    It 'a script writes its own output alone' {
        $file = New-FreshFile 'alone.bin' 40MB
        $ended = Invoke-ScriptFile "`$c = New-CosContext -AppId $AppId -Bucket $Bucket -Endpoint '$($relay.Url)'; (Send-CosFile -LiteralPath '$($file.FullName)' -Context `$c -MaxBytesPerSecond 40MB).Key" @{
            COS_SECRET_ID = 'AKIDemulator'; COS_SECRET_KEY = $SecretKey; COSSLICE_STATE = $env:COSSLICE_STATE
        }
        $ended.ExitCode | Should -Be 0
        $ended.Output.Trim() | Should -BeExactly 'alone.bin'
        $ended.Errors | Should -BeExactly ''
    }

    It 'the log tells the same story' {
        $file = New-FreshFile 'story.bin' 40MB
        $lines = Send-CosFile -LiteralPath $file.FullName -Context $context -MaxBytesPerSecond 8MB -Verbose 4>&1 |
            Where-Object { $_ -is [Management.Automation.VerboseRecord] } |
            ForEach-Object Message |
            Where-Object { $_ -match 'story\.bin' -and $_ -notmatch '^Performing' }
        $lines[0] | Should -Match "^Sending '.*story\.bin' \(40\.0 MiB\) to .* as 'story\.bin'\.$"
        $tenths = @($lines -match "^'story\.bin': \d+ %, ")
        $tenths.Count | Should -BeGreaterThan 2
        $tenths.Count | Should -BeLessOrEqual 9
        $tenths | ForEach-Object { $_ | Should -Match "^'story\.bin': [1-9]0 %, \d+\.\d of 40\.0 MiB, \d+\.\d [KM]iB/s\.$" }
        $lines[-1] | Should -Match "^Sent '.*story\.bin' as 'story\.bin': 40\.0 MiB in \d+\.\d s, \d+\.\d MiB/s\.$"
    }
}
