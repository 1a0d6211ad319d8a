BeforeAll {
    . $PSScriptRoot/common.ps1
    $folder = New-TestFolder
    1..6 | ForEach-Object { $null = New-TestFile "$folder/six/$_.bin" 100000 $_ }
    $null = New-TestFile "$folder/large/large.bin" 30MB

    function Test-Bars($Records) {
        foreach ($record in $Records) {
            $record.PercentComplete | Should -BeGreaterOrEqual -1
            $record.PercentComplete | Should -BeLessOrEqual 100
        }

        foreach ($bar in $Records | Group-Object ActivityId) {
            # The last word about every bar is that it goes away.
            $bar.Group[-1].RecordType | Should -Be 'Completed'
        }
    }
}

AfterAll {
    Remove-Item -LiteralPath $folder -Recurse -Force
    Remove-TestJournal
}

Describe 'Progress' {
    BeforeEach {
        $stub = [CosSlice.Pester.StubServer]::new()
        $parameters = @{ Folder = "$folder/six"; Context = New-TestContext $stub.Url }

        # The records of a run in which the service answers only once the bars are there.
        function Get-Record([scriptblock] $Script, [int] $Bars, [string] $Status = '') {
            $run = Start-Guarded $Script $parameters
            $clock = [Diagnostics.Stopwatch]::StartNew()
            $shown = [Threading.ManualResetEventSlim]::new()
            while ((@($run.Shell.Streams.Progress | Group-Object ActivityId).Count -lt $Bars -or -not (@($run.Shell.Streams.Progress.StatusDescription) -match $Status)) -and
                $clock.Elapsed.TotalSeconds -lt $Guard) {
                $null = $shown.Wait(20)
            }

            # One request more than the files have, and all are answered.
            Send-Go $stub
            $script:failure = Wait-Guarded $run
            , @($run.Shell.Streams.Progress)
        }
    }

    AfterEach {
        $stub.Dispose()
    }

    It 'has a bar for the total and four for files, all taken away at the end' {
        $stub.Answer('HTTP', 200, 'application/json', (Get-Success), 7)
        $records = Get-Record { param($Folder, $Context) Get-ChildItem $Folder | Send-CosFile -Context $Context } 5 '0 of 6 files'
        $bars = @($records | Group-Object ActivityId)
        # A sample may find others in flight as they end.
        $bars.Count | Should -BeGreaterOrEqual 5
        Test-Bars $records
        $total = @($bars | Where-Object { $_.Group[0].ParentActivityId -eq -1 })
        $total.Count | Should -Be 1
        $bars | Where-Object Name -NE $total[0].Name | ForEach-Object { $_.Group[0].ParentActivityId | Should -Be $total[0].Name }
        [int]$total[0].Name | Should -BeGreaterThan 100000
        # On a slow machine bars are there before the last file has come.
        @($total[0].Group.StatusDescription) -match '0 of 6 files' | Should -Not -BeNullOrEmpty
    }

    It 'has one bar where there is one file' {
        $stub.Answer('HTTP', 200, 'application/json', (Get-Success), 2)
        $parameters.Folder = "$folder/six/1.bin"
        $records = Get-Record { param($Folder, $Context) Send-CosFile $Folder -Context $Context } 1
        @($records | Group-Object ActivityId).Count | Should -Be 1
        $records[0].Activity | Should -Match '1\.bin'
        Test-Bars $records
    }

    It 'shows why a request is repeated' {
        $stub.Answer('HTTP', 503, 'text/plain', 'busy', 0)
        $run = Start-Guarded { param($Folder, $Context) Send-CosFile $Folder/1.bin -Context $Context -RetryIntervalSec 3600 } $parameters
        try {
            $clock = [Diagnostics.Stopwatch]::StartNew()
            $wait = [Threading.ManualResetEventSlim]::new()
            while (-not ($run.Shell.Streams.Progress | Where-Object StatusDescription -Match 'retrying: ') -and $clock.Elapsed.TotalSeconds -lt $Guard) {
                $null = $wait.Wait(20)
            }

            $run.Shell.Streams.Progress[-1].StatusDescription | Should -Match 'retrying: '
            $run.Shell.Streams.Progress[-1].CurrentOperation | Should -Match 'retrying: '
        } finally {
            Stop-Guarded $run
        }
    }

    It 'takes the bars away after -ErrorAction Stop' {
        $stub.Answer('/1.bin', 403, 'application/json', '{"code":-97,"message":"refused","request_id":"r"}', 7)
        $stub.Answer('GET /go', 200, 'text/plain', '', 0)
        $records = Get-Record { param($Folder, $Context) Get-ChildItem $Folder | Send-CosFile -Context $Context -ErrorAction Stop } 5
        $failure.ErrorRecord.FullyQualifiedErrorId | Should -BeLike '*CosServiceError*'
        Test-Bars $records
        $stub.WaitForAllClosed($Guard) | Should -BeTrue
    }

    It 'has other ids in the next invocation' {
        $stub.Answer('HTTP', 200, 'application/json', (Get-Success), 7)
        $first = Get-Record { param($Folder, $Context) Get-ChildItem $Folder | Send-CosFile -Context $Context } 5
        $stub.Dispose()
        $stub = [CosSlice.Pester.StubServer]::new()
        $stub.Answer('HTTP', 200, 'application/json', (Get-Success), 7)
        $parameters.Context = New-TestContext $stub.Url
        $second = Get-Record { param($Folder, $Context) Get-ChildItem $Folder | Send-CosFile -Context $Context } 5
        $second.ActivityId | Where-Object { $_ -in $first.ActivityId } | Should -BeNullOrEmpty
    }

    It 'has no record a file for a thousand small ones' {
        1..1000 | ForEach-Object { $null = New-TestFile "$folder/small/$_.bin" 4096 $_ }
        $stub.Answer('HTTP', 200, 'application/json', (Get-Success), 0)
        $parameters.Folder = "$folder/small"
        $run = Start-Guarded { param($Folder, $Context) Get-ChildItem $Folder | Send-CosFile -Context $Context } $parameters
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $null = Wait-Guarded $run
        $run.Output.Count | Should -Be 1000

        # Four times a second: the total, and four files that are new and whose bar another had before.
        $run.Shell.Streams.Progress.Count | Should -BeLessOrEqual (9 * (4 * $clock.Elapsed.TotalSeconds + 2))
    }

    It 'is silent where the session wants it so' {
        $stub.Answer('HTTP', 200, 'application/json', (Get-Success), 0)
        $run = Start-Guarded { param($Folder, $Context) $ProgressPreference = 'SilentlyContinue'; Get-ChildItem $Folder | Send-CosFile -Context $Context } $parameters
        $null = Wait-Guarded $run
        $run.Output.Count | Should -Be 6
        $run.Shell.Streams.Progress.Count | Should -Be 0
    }
}

Describe 'Verbose lines' {
    BeforeAll {
        $stub = [CosSlice.Pester.StubServer]::new()
        $stub.Answer('POST', 200, 'application/json', (Get-Success), 0)
        $file = "$folder/six/1.bin"
        $context = New-TestContext $stub.Url

        function Get-Line($Output) {
            $Output | Where-Object { $_ -is [Management.Automation.VerboseRecord] } | ForEach-Object { $_.Message }
        }
    }

    AfterAll {
        $stub.Dispose()
    }

    It 'tell start and end of each file: <Name>' -ForEach @(
        @{ Name = 'by switch'; Script = { Send-CosFile $file -Context $context -Verbose 4>&1 } }
        @{ Name = 'by the preference of the caller'; Script = { $VerbosePreference = 'Continue'; Send-CosFile $file -Context $context 4>&1 } }
        @{ Name = 'by the switch of a function'; Script = {
                function Send-One { [CmdletBinding()] param() Send-CosFile $file -Context $context }
                Send-One -Verbose 4>&1
            }
        }
        @{ Name = 'by the switch of a function of a module'; Script = {
                $module = New-Module { function Send-One { [CmdletBinding()] param($File, $Context) Send-CosFile $File -Context $Context } }
                & $module { param($File, $Context) Send-One $File $Context -Verbose } $file $context 4>&1
            }
        }
        @{ Name = 'by a default for parameters'; Script = {
                $PSDefaultParameterValues = @{ 'Send-CosFile:Verbose' = $true }
                Send-CosFile $file -Context $context 4>&1
            }
        }
    ) {
        $lines = @(Get-Line (& $Script))
        @($lines -match "^Sending '.*1\.bin' \(97\.7 KiB\) to .* as '1\.bin'\.$").Count | Should -Be 1
        @($lines -match "^Sent '.*1\.bin' as '1\.bin': 97\.7 KiB in .* s, ").Count | Should -Be 1
    }

    It 'come from when the pipeline asks for them' {
        $all = Get-ChildItem "$folder/six" | Sort-Object Name | Send-CosFile -Context $context -ThrottleLimit 1 4>&1 |
            ForEach-Object { $VerbosePreference = 'Continue'; $_ }
        $lines = @(Get-Line $all)
        @($lines -match "^Sending '.*1\.bin'").Count | Should -Be 0
        @($lines -match "^Sent '.*6\.bin'").Count | Should -Be 1
    }

    It 'are not there where nobody asks: <Name>' -ForEach @(
        @{ Name = 'by default'; Script = { $VerbosePreference = 'SilentlyContinue'; Send-CosFile $file -Context $context 4>&1 } }
        @{ Name = 'by switch'; Script = { $VerbosePreference = 'Continue'; Send-CosFile $file -Context $context -Verbose:$false 4>&1 } }
    ) {
        Get-Line (& $Script) | Should -BeNullOrEmpty
    }
}
