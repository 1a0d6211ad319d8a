BeforeAll {
    . $PSScriptRoot/common.ps1
    . $PSScriptRoot/service.ps1
    $emulator = Start-Emulator
    $context = New-TestContext $emulator.Url
    $folder = New-TestFolder
    $small = New-TestFile "$folder/small.bin"
    $other = New-TestFile "$folder/other.bin" 1000 2
    $large = New-TestFile "$folder/large.bin" 21MB
}

AfterAll {
    Remove-Item -LiteralPath $folder -Recurse -Force
    Remove-TestJournal
    Stop-Emulator $emulator
}

Describe '-Checksum Sha1' {
    It 'is the default, and the object bears the SHA-1' {
        foreach ($file in $small, $large) {
            $sent = Send-CosFile $file -KeyPrefix default/ -Context $context
            $sent.Sha1 | Should -BeExactly (Get-FileHash -LiteralPath $file.FullName -Algorithm SHA1).Hash.ToLowerInvariant()
            $sent.InstantUpload | Should -BeFalse
            $sent.BytesSent | Should -Be $file.Length
        }

        (Send-CosFile $large -KeyPrefix default/ -Context $context -Checksum Sha1).InstantUpload | Should -BeTrue
    }

    It 'sends nothing of a large file that the service has, in version <_>' -ForEach 1, 4 {
        $c = @{ Key = "twice$_"; Context = $context; ApiVersion = $_ }
        $first = Send-CosFile $large @c
        $second = Send-CosFile $large @c -Verbose 4>&1
        $said = @($second | Where-Object { $_ -is [Management.Automation.VerboseRecord] })
        $second = $second | Where-Object { $_ -is [CosSlice.CosFile] }
        $second.InstantUpload | Should -BeTrue
        $second.BytesSent | Should -Be 0
        $second.Resumed | Should -BeFalse
        foreach ($name in 'Length', 'Sha1', 'AccessUrl', 'SourceUrl', 'ResourcePath', 'Url') {
            $second.$name | Should -Be $first.$name -Because $name
        }

        @($said -match 'nothing of its 21\.0 MiB was sent').Count | Should -Be 1
        $second | Format-Table | Out-String | Should -Match ' instant '
        $second | Format-List | Out-String | Should -Match 'InstantUpload +: True'
    }

    It 'takes a small file that is there already for what it is, in version <_>' -ForEach 1, 4 {
        $c = @{ Key = "small$_"; Context = $context; ApiVersion = $_ }
        $first = Send-CosFile $small @c
        $second = Send-CosFile $small @c -ErrorVariable problems
        $problems | Should -BeNullOrEmpty
        $second.AccessUrl | Should -Be $first.AccessUrl
        $second.Sha1 | Should -Be $first.Sha1
    }

    It 'is what the service compares: another file of that length is refused' {
        $null = Send-CosFile $small -Key compared -Context $context
        { Send-CosFile $other -Key compared -Context $context -ErrorAction Stop } | Should -Throw -ErrorId 'CosFileExists,*'
    }

    It 'is what the service stores: stat has it' {
        $sent = Send-CosFile $small -Key stored -Context $context
        (Get-Stat $emulator.Url stored).sha | Should -Be $sent.Sha1
    }
}

Describe '-Checksum <_>' -ForEach 'Md5', 'None' {
    It 'sends no SHA-1, and the object has none' {
        foreach ($file in $small, $large) {
            $key = "$($_)/$($file.Name)"
            $sent = Send-CosFile $file -Key $key -Context $context -Checksum $_ -WarningVariable warnings
            $sent.Sha1 | Should -BeNullOrEmpty
            $sent.BytesSent | Should -Be $file.Length
            $warnings | Should -BeNullOrEmpty
            Get-StoredSha1 $emulator.Url $key | Should -Be (Get-Sha1 $file.FullName)
        }
    }

    It 'does not take a file that is there for the same' {
        $null = Send-CosFile $large -Key "again$_" -Context $context -Checksum $_
        { Send-CosFile $large -Key "again$_" -Context $context -Checksum $_ -ErrorAction Stop } | Should -Throw -ErrorId 'CosFileExists,*'
    }

    It 'takes no slices of half a MiB' {
        { Send-CosFile $large -Context $context -Checksum $_ -SliceSize 512KB } | Should -Throw -ErrorId 'InvalidOption,*' -ExpectedMessage '*Checksum*'
    }
}

Describe 'What a beginning says' {
    It 'of its content, with <Checksum>' -ForEach @(
        @{ Checksum = 'Sha1'; Says = $true }
        @{ Checksum = 'Md5'; Says = $false }
        @{ Checksum = 'None'; Says = $false }
    ) {
        $stub = [CosSlice.Pester.StubServer]::new()
        try {
            $stub.Answer('POST', 400, 'application/json', '{"code":-97,"message":"refused","request_id":"r"}', 0)
            Send-CosFile $large -Context (New-TestContext $stub.Url) -Checksum $Checksum -ErrorAction SilentlyContinue
            $begin = @($stub.Requests)[0]
            $begin | Should -Match 'upload_slice_init'
            ($begin -match 'name="?sha"?') | Should -Be $Says
            ($begin -match 'name="?uploadparts"?') | Should -Be $Says
        } finally {
            $stub.Dispose()
        }
    }
}

Describe 'Hashing' {
    BeforeAll {
        # Sparse, and long enough for a bar to show before it is through; it takes no room, and is never read to its end.
        $script:hasHuge = $true
        $stream = [IO.File]::Create("$folder/huge.bin")
        try {
            $stream.SetLength(60GB)
        } catch [IO.IOException] {
            $script:hasHuge = $false
        } finally {
            $stream.Dispose()
        }

        $stub = [CosSlice.Pester.StubServer]::new()
        $stub.Answer('op=stat', 200, 'application/json', '{"code":0,"message":"SUCCESS","request_id":"r","data":{"filesize":64424509440,"filelen":64424509440,"sha":"da39a3ee5e6b4b0d3255bfef95601890afd80709","access_url":"http://a/k"}}', 0)
    }

    AfterAll {
        $stub.Dispose()
        Remove-Item -LiteralPath "$folder/huge.bin"
    }

    It 'of <Name> has a bar of its own, says so, and ends at Ctrl+C' -ForEach @(
        @{ Name = 'Send-CosFile'; Script = { param($File, $Context) Send-CosFile $File -Context $Context }; Requests = 0 }
        @{ Name = 'Test-CosFile'; Script = { param($File, $Context) Test-CosFile $File -Context $Context }; Requests = 1 }
    ) {
        if (-not $hasHuge) {
            Set-ItResult -Skipped -Because 'the file system takes no file of that size'
            return
        }

        $before = @($stub.Requests).Count
        $run = Start-Guarded $Script @{ File = "$folder/huge.bin"; Context = New-TestContext $stub.Url }
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $wait = [Threading.ManualResetEventSlim]::new()
        while (-not ($run.Shell.Streams.Progress | Where-Object Activity -EQ 'Hashing huge.bin') -and $clock.Elapsed.TotalSeconds -lt $Guard) {
            $null = $wait.Wait(20)
        }

        Stop-Guarded $run
        $bars = @($run.Shell.Streams.Progress | Where-Object Activity -EQ 'Hashing huge.bin')
        $bars.Count | Should -BeGreaterThan 0
        $bars[0].StatusDescription | Should -Match ' of 60\.0 GiB, '
        $bars[0].CurrentOperation | Should -Be 'hashing'
        $bars[0].PercentComplete | Should -BeGreaterOrEqual 0
        $run.Shell.Streams.Error.Count | Should -Be 0
        $run.Output.Count | Should -Be 0
        @($stub.Requests).Count | Should -Be ($before + $Requests)
    }
}
