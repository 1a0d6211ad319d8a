BeforeAll {
    . $PSScriptRoot/common.ps1
    $folder = New-TestFolder
    foreach ($name in 'answered', 'second', 'third', 'fourth') {
        $null = New-TestFile "$folder/four/$name.bin"
    }

    $null = New-TestFile "$folder/large/large.bin" 40MB
}

AfterAll {
    Remove-Item -LiteralPath $folder -Recurse -Force
    Remove-TestJournal
}

# A server that takes all and answers nothing but what a test needs; each ending must close every connection.
Describe 'Everything ends promptly' {
    BeforeEach {
        $stub = [CosSlice.Pester.StubServer]::new()
        $parameters = @{ Folder = "$folder/four"; Context = New-TestContext $stub.Url }
    }

    AfterEach {
        $stub.Dispose()
    }

    It 'when Ctrl+C is pressed with four files in flight' {
        $run = Start-Guarded { param($Folder, $Context) Get-ChildItem $Folder | Send-CosFile -Context $Context } $parameters
        $stub.WaitForRequests(4, $Guard) | Should -BeTrue
        Stop-Guarded $run
        $stub.WaitForAllClosed($Guard) | Should -BeTrue
        $run.Shell.InvocationStateInfo.State | Should -Be 'Stopped'
        $run.Output.Count | Should -Be 0
        $run.Shell.Streams.Error.Count | Should -Be 0
    }

    It 'when Ctrl+C is pressed while the queue is full' {
        $run = Start-Guarded { param($Folder, $Context) Get-ChildItem $Folder | Send-CosFile -Context $Context -ThrottleLimit 1 } $parameters
        $stub.WaitForRequests(1, $Guard) | Should -BeTrue
        Stop-Guarded $run
        $stub.WaitForAllClosed($Guard) | Should -BeTrue
        $run.Shell.InvocationStateInfo.State | Should -Be 'Stopped'
    }

    It 'when Ctrl+C is pressed between repeats' {
        $stub.Answer('POST', 503, 'text/plain', 'busy', 0)
        $run = Start-Guarded { param($Folder, $Context) Get-ChildItem $Folder | Send-CosFile -Context $Context -RetryIntervalSec 3600 } $parameters
        $stub.WaitForRequests(4, $Guard) | Should -BeTrue
        Stop-Guarded $run
        $stub.WaitForAllClosed($Guard) | Should -BeTrue
    }

    It 'when Ctrl+C is pressed in the middle of a large file' {
        $stub.Answer('never', 200, 'text/plain', '', 0)
        $run = Start-Guarded { param($Folder, $Context) Get-ChildItem $Folder | Send-CosFile -Context $Context } @{ Folder = "$folder/large"; Context = $parameters.Context }
        $stub.WaitForRequests(1, $Guard) | Should -BeTrue
        Stop-Guarded $run
        $stub.WaitForAllClosed($Guard) | Should -BeTrue
    }

    It 'after Select-Object -First 1' {
        $stub.Answer('answered', 200, 'application/json', (Get-Success answered.bin), 4)
        $run = Start-Guarded { param($Folder, $Context) Get-ChildItem $Folder | Send-CosFile -Context $Context | Select-Object -First 1 } $parameters
        Wait-Guarded $run | Should -BeNullOrEmpty
        $run.Output.Count | Should -Be 1
        $run.Output[0].Key | Should -Be 'answered.bin'
        $stub.WaitForAllClosed($Guard) | Should -BeTrue
    }

    It 'after -ErrorAction Stop' {
        $stub.Answer('answered', 403, 'application/json', '{"code":-97,"message":"refused","request_id":"r"}', 4)
        $run = Start-Guarded { param($Folder, $Context) Get-ChildItem $Folder | Send-CosFile -Context $Context -ErrorAction Stop } $parameters
        (Wait-Guarded $run).ErrorRecord.FullyQualifiedErrorId | Should -BeLike '*CosServiceError*'
        $run.Output.Count | Should -Be 0
        $stub.WaitForAllClosed($Guard) | Should -BeTrue
    }

    It 'after an error downstream' {
        $stub.Answer('answered', 200, 'application/json', (Get-Success answered.bin), 4)
        $run = Start-Guarded { param($Folder, $Context) Get-ChildItem $Folder | Send-CosFile -Context $Context | ForEach-Object { throw 'downstream' } } $parameters
        (Wait-Guarded $run).Message | Should -Match 'downstream'
        $stub.WaitForAllClosed($Guard) | Should -BeTrue
    }

    It 'after an error upstream' {
        $run = Start-Guarded {
            param($Folder, $Context, $Stub)
            & { Get-ChildItem $Folder; $null = $Stub.WaitForRequests(4, 15); throw 'upstream' } | Send-CosFile -Context $Context
        } ($parameters + @{ Stub = $stub })
        (Wait-Guarded $run).Message | Should -Match 'upstream'
        $stub.Requests.Count | Should -Be 4
        $stub.WaitForAllClosed($Guard) | Should -BeTrue
    }

    It 'and the next command of the session works' {
        $stub.Answer('answered', 200, 'application/json', (Get-Success answered.bin), 4)
        $null = Get-ChildItem "$folder/four" | Send-CosFile -Context $parameters.Context | Select-Object -First 1
        $stub.WaitForAllClosed($Guard) | Should -BeTrue
        (Send-CosFile "$folder/four/answered.bin" -Context $parameters.Context).Key | Should -Be 'answered.bin'
    }
}
