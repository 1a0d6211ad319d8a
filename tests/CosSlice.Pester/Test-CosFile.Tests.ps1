BeforeAll {
    . $PSScriptRoot/common.ps1
    . $PSScriptRoot/service.ps1
    $emulator = Start-Emulator
    $context = New-TestContext $emulator.Url
    $folder = New-TestFolder
    1..3 | ForEach-Object { $null = New-TestFile "$folder/tree/$_.bin" (100 * $_) $_ }
    $null = New-TestFile "$folder/tree/sub/[4].bin" 400 4
    $one = Get-Item "$folder/tree/1.bin"
    $sent = Get-ChildItem "$folder/tree" -Recurse -File | Send-CosFile -Root "$folder/tree" -KeyPrefix t/ -Context $context | Sort-Object Key
    $quiet = @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = 'problems' }
    $c = @{ Context = $context }
}

AfterAll {
    Remove-Item -LiteralPath $folder -Recurse -Force
    Remove-TestJournal
    Stop-Emulator $emulator
}

Describe 'Test-CosFile' {
    It 'is true of a file that is there, whole and the same, in version <_>' -ForEach 1, 4 {
        $answer = Test-CosFile $one -Key t/1.bin @c -ApiVersion $_
        $answer | Should -BeOfType bool
        $answer | Should -BeTrue
        (Get-Command Test-CosFile).OutputType.Type | Should -Be ([bool])
    }

    It 'is false, without an error, of <Name>' -ForEach @(
        @{ Name = 'a file that is not there'; Key = 'none.bin' }
        @{ Name = 'a folder that is not there'; Key = 'no/such/folder' }
        @{ Name = 'an upload that was never finished'; Key = 'half.bin' }
        @{ Name = 'an upload of that length that was never finished'; Key = 'halfsame.bin' }
        @{ Name = 'a file of another length'; Key = 't/2.bin' }
        @{ Name = 'a file of other content'; Key = 'other.bin' }
        @{ Name = 'an empty file'; Key = 'empty.bin' }
    ) {
        $null = New-TestFile "$folder/other.bin" 100 99 | Send-CosFile @c -Force
        $null = New-TestFile "$folder/empty.bin" 0 | Send-CosFile @c -Force
        if ($Key -like 'half*') {
            New-UnfinishedUpload $emulator.Url $Key $(if ($Key -eq 'half.bin') { 1MB } else { 100 })
        }

        foreach ($version in 1, 4) {
            $answer = Test-CosFile $one -Key $Key @c -ApiVersion $version @quiet
            $answer | Should -BeOfType bool
            $answer | Should -BeFalse
            $problems | Should -BeNullOrEmpty
        }
    }

    It 'is true of an empty file, and of a large one' {
        foreach ($length in 0, 21MB) {
            $file = New-TestFile "$folder/length-$length.bin" $length
            $null = Send-CosFile $file @c
            Test-CosFile $file @c | Should -BeTrue
        }
    }

    It 'is false of a large file in which one byte changed' {
        $file = Get-Item "$folder/length-$(21MB).bin"
        $stream = [IO.File]::OpenWrite($file.FullName)
        $null = $stream.Seek(12345678, 'Begin')
        $stream.WriteByte(7)
        $stream.Dispose()
        Test-CosFile $file @c | Should -BeFalse
        Test-CosFile $file -Key none.bin @c | Should -BeFalse
    }
}

Describe 'What cannot be told' {
    BeforeEach {
        $stub = [CosSlice.Pester.StubServer]::new()
    }

    AfterEach {
        $stub.Dispose()
    }

    It 'is an error and no answer: <Name>' -ForEach @(
        @{ Name = 'a service that knows no SHA-1'; Id = 'CosFileNotComparable'; Category = 'InvalidOperation'; Status = 200; Body = '{"code":0,"message":"SUCCESS","request_id":"r","data":{"filesize":100,"filelen":100,"access_url":"http://a/k"}}' }
        @{ Name = 'a service that has an empty one'; Id = 'CosFileNotComparable'; Category = 'InvalidOperation'; Status = 200; Body = '{"code":0,"message":"SUCCESS","request_id":"r","data":{"filesize":100,"filelen":100,"sha":"","access_url":"http://a/k"}}' }
        @{ Name = 'a service that denies it'; Id = 'CosServiceError'; Category = 'PermissionDenied'; Status = 403; Body = '{"code":-121,"message":"ERROR","request_id":"r"}' }
        @{ Name = 'a service without that bucket'; Id = 'CosServiceError'; Category = 'ObjectNotFound'; Status = 404; Body = '{"code":-133,"message":"ERROR","request_id":"r"}' }
        @{ Name = 'a page in place of an answer'; Id = 'InvalidResponse'; Category = 'ProtocolError'; Status = 404; Body = '<html>no</html>' }
        @{ Name = 'an answer without the length'; Id = 'InvalidResponse'; Category = 'ProtocolError'; Status = 200; Body = '{"code":0,"message":"SUCCESS","request_id":"r","data":{}}' }
        @{ Name = 'a service that is busy'; Id = 'TransferInterrupted'; Category = 'ConnectionError'; Status = 503; Body = 'busy' }
    ) {
        $stub.Answer('op=stat', $Status, 'application/json', $Body, 0)
        Test-CosFile $one -Context (New-TestContext $stub.Url) -MaximumRetryCount 0 @quiet | Should -BeNullOrEmpty
        @($problems).Count | Should -Be 1
        $problems[0].FullyQualifiedErrorId | Should -Be "$Id,CosSlice.Commands.TestCosFileCommand"
        $problems[0].CategoryInfo.Category | Should -Be $Category
        $problems[0].TargetObject | Should -Be $one.FullName
        $problems[0].ErrorDetails.Message | Should -Match ([regex]::Escape($one.FullName))
        $problems[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'is not asked about a SHA-1 where the lengths differ' {
        $stub.Answer('op=stat', 200, 'application/json', '{"code":0,"message":"SUCCESS","request_id":"r","data":{"filesize":101,"filelen":101,"access_url":"http://a/k"}}', 0)
        Test-CosFile $one -Context (New-TestContext $stub.Url) | Should -BeFalse
    }

    It 'is an error where the key is wrong' {
        Test-CosFile $one -Key t/1.bin @c -Credential (New-TestCredential AKIDemulator wrongkey) @quiet | Should -BeNullOrEmpty
        $problems[0].FullyQualifiedErrorId | Should -Be 'CosServiceError,CosSlice.Commands.TestCosFileCommand'
        $problems[0].CategoryInfo.Category | Should -Be 'AuthenticationError'
    }

    It 'is an error where nobody answers' {
        Test-CosFile $one -Context (New-TestContext http://127.0.0.1:1) -MaximumRetryCount 0 @quiet | Should -BeNullOrEmpty
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'TransferInterrupted,*'
    }

    It 'is an error where the local file is not there, and the others are told' {
        Test-CosFile "$folder/none.bin", "$folder/tree/1.bin", "$folder/tree" @c -KeyPrefix t/ @quiet | Should -BeTrue
        $problems.FullyQualifiedErrorId | Should -Be 'PathNotFound,CosSlice.Commands.TestCosFileCommand', 'PathIsFolder,CosSlice.Commands.TestCosFileCommand'
    }
}

Describe 'What Test-CosFile takes' {
    It '<Name>' -ForEach @(
        @{ Name = 'several paths, answered in order'; Answers = $true, $false, $true; Script = { Test-CosFile "$folder/tree/1.bin", "$folder/other.bin", "$folder/tree/3.bin" -KeyPrefix t/ @c } }
        @{ Name = 'wildcards'; Answers = $true, $true, $true; Script = { Test-CosFile "$folder/tree/*.bin" -KeyPrefix t/ @c } }
        @{ Name = '-Path by name'; Answers = , $true; Script = { Test-CosFile -Path "$folder/tree/2.bin" -KeyPrefix t/ @c } }
        @{ Name = '-LiteralPath'; Answers = , $true; Script = { Test-CosFile -LiteralPath "$folder/tree/sub/[4].bin" -KeyPrefix t/sub/ @c } }
        @{ Name = '-Root with -KeyPrefix, from Get-ChildItem'; Answers = $true, $true, $true, $true; Script = { Get-ChildItem "$folder/tree" -Recurse -File | Test-CosFile -Root "$folder/tree" -KeyPrefix t/ @c } }
        @{ Name = 'folders, stepped over'; Answers = $true, $true, $true, $true; Script = { Get-ChildItem "$folder/tree" -Recurse | Test-CosFile -Root "$folder/tree" -KeyPrefix t/ @c } }
        @{ Name = '-Root alone'; Answers = $false, $false; Script = { Test-CosFile "$folder/tree/1.bin", "$folder/tree/2.bin" -Root "$folder/tree" @c } }
        @{ Name = 'a key made by a script block'; Answers = $true, $true, $true; Script = { Get-ChildItem "$folder/tree" -File | Test-CosFile -Key { "t/$($_.Name)" } @c } }
        @{ Name = 'rows'; Answers = $true, $false; Script = { [pscustomobject]@{ Path = "$folder/tree/1.bin"; Key = 't/1.bin' }, [pscustomobject]@{ FullName = "$folder/tree/1.bin"; Key = 't/2.bin' } | Test-CosFile @c } }
        @{ Name = 'what Send-CosFile returned, with no more than a credential'; Answers = $true, $true, $true, $true; Script = { $sent | Test-CosFile -Credential (New-TestCredential) } }
        @{ Name = 'that, read back'; Answers = $true, $true, $true, $true; Script = { $sent | Export-Clixml "$folder/sent.xml"; Import-Clixml "$folder/sent.xml" | Test-CosFile -Credential (New-TestCredential) } }
        @{ Name = 'that, sent just now'; Answers = , $true; Script = { New-TestFile "$folder/now.bin" 10 5 | Send-CosFile @c | Test-CosFile -Credential (New-TestCredential) } }
    ) {
        @(& $Script) | Should -Be $Answers
    }

    It 'keeps the order of many, with few at once' {
        1..20 | ForEach-Object { $null = New-TestFile "$folder/many/$_.bin" $_ $_ }
        $null = Get-ChildItem "$folder/many" | Where-Object { [int]$_.BaseName % 3 } | Send-CosFile -KeyPrefix many/ @c
        $files = 1..20 | ForEach-Object { Get-Item "$folder/many/$_.bin" }
        $files | Test-CosFile -KeyPrefix many/ @c -ThrottleLimit 2 | Should -Be (1..20 | ForEach-Object { [bool]($_ % 3) })
    }

    It 'nothing that makes no key: <Name>' -ForEach @(
        @{ Name = 'a key and a prefix'; Parameters = @{ Key = 'k'; KeyPrefix = 'p/' }; Id = 'InvalidOption,*' }
        @{ Name = 'a file outside the root'; Parameters = @{ Root = 'tree/sub' }; Id = 'KeyOutsideRoot,*' }
        @{ Name = 'a key that cannot be one'; Parameters = @{ Key = 'a/../b' }; Id = 'InvalidKey,*' }
    ) {
        Push-Location -LiteralPath $folder
        try {
            Test-CosFile $one @c @Parameters @quiet | Should -BeNullOrEmpty
        } finally {
            Pop-Location
        }

        $problems[0].FullyQualifiedErrorId | Should -BeLike $Id
    }

    It 'no root that is not there' {
        { Test-CosFile $one @c -Root "$folder/none" } | Should -Throw -ErrorId 'PathNotFound,*'
    }

    It 'warns of a pattern that matches nothing, and answers nothing' {
        Test-CosFile "$folder/none*" @c -WarningVariable warnings -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        @($warnings).Count | Should -Be 1
    }

    It 'ends at Ctrl+C' {
        $stub = [CosSlice.Pester.StubServer]::new()
        try {
            $run = Start-Guarded { param($Folder, $Context) Test-CosFile "$Folder/tree/*.bin" -Context $Context } @{ Folder = $folder; Context = New-TestContext $stub.Url }
            $stub.WaitForRequests(3, $Guard) | Should -BeTrue
            Stop-Guarded $run
            $stub.WaitForAllClosed($Guard) | Should -BeTrue
            $run.Shell.Streams.Error.Count | Should -Be 0
            $run.Output.Count | Should -Be 0
        } finally {
            $stub.Dispose()
        }
    }
}
