BeforeAll {
    . $PSScriptRoot/common.ps1
    $emulator = Start-Emulator
    $context = New-TestContext $emulator.Url
    $folder = New-TestFolder
    $good = New-TestFile "$folder/good.bin"

    $decent = @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = 'problems'; WarningAction = 'SilentlyContinue'; MaximumRetryCount = 0 }
}

AfterAll {
    Remove-Item -LiteralPath $folder -Recurse -Force
    Remove-TestJournal
    Stop-Emulator $emulator
}

Describe 'Local input' {
    It '<Name> is one error, and the others go up' -ForEach @(
        @{ Name = 'a missing file'; Id = 'PathNotFound'; Category = 'ObjectNotFound'; Bad = 'none.bin'; Parameters = @{} }
        @{ Name = 'a folder'; Id = 'PathIsFolder'; Category = 'InvalidArgument'; Bad = 'sub'; Parameters = @{} }
        @{ Name = 'a file outside -Root'; Id = 'KeyOutsideRoot'; Category = 'InvalidArgument'; Bad = '../outside.bin'; Parameters = @{ Root = '.' } }
        @{ Name = 'a path of another provider'; Id = 'PathNotFileSystem'; Category = 'InvalidArgument'; Bad = 'Env:PATH'; Parameters = @{} }
        @{ Name = 'a drive that is not there'; Id = 'PathNotFound'; Category = 'ObjectNotFound'; Bad = 'nodrive:x'; Parameters = @{} }
        @{ Name = 'a key taken twice'; Id = 'DuplicateKey'; Category = 'InvalidArgument'; Bad = 'sub/one.bin'; Parameters = @{} }
        @{ Name = 'a file over 64 GiB'; Id = 'FileTooLarge'; Category = 'LimitsExceeded'; Bad = 'huge.bin'; Parameters = @{} }
    ) {
        $inner = "$folder/local"
        $null = New-TestFile "$inner/one.bin"
        $null = New-TestFile "$inner/two.bin"
        $null = New-TestFile "$inner/sub/one.bin"
        $null = New-TestFile "$folder/outside.bin"
        if ($Bad -eq 'huge.bin') {
            # Sparse: it takes no room.
            $stream = [IO.File]::Create("$inner/huge.bin")
            try {
                $stream.SetLength(64GB + 1)
            } catch [IO.IOException] {
                Set-ItResult -Skipped -Because 'the file system takes no file of that size'
                return
            } finally {
                $stream.Dispose()
            }
        }

        Push-Location -LiteralPath $inner
        try {
            $sent = Send-CosFile one.bin, $Bad, two.bin -Context $context -Force @decent @Parameters
        } finally {
            Pop-Location
        }

        ($sent.Key | Sort-Object) -join '|' | Should -Be 'one.bin|two.bin'
        @($problems).Count | Should -Be 1
        $record = $problems[0]
        $record.FullyQualifiedErrorId | Should -Be "$Id,CosSlice.Commands.SendCosFileCommand"
        $record.CategoryInfo.Category | Should -Be $Category
        $record.Exception | Should -BeOfType CosSlice.CosException
        $record.Exception.ErrorId | Should -Be $Id
        $record.TargetObject | Should -Not -BeNullOrEmpty
        $record.ErrorDetails.Message | Should -Not -BeNullOrEmpty
        $record.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'the key <Key> is refused before the first byte' -ForEach @(
        @{ Key = '' }
        @{ Key = '/' }
        @{ Key = 'a/../b' }
        @{ Key = './a' }
        @{ Key = 'a//b' }
        @{ Key = 'a/' }
        @{ Key = 'x' * 851 }
        @{ Key = '中' * 284 }
    ) {
        $stub = [CosSlice.Pester.StubServer]::new()
        try {
            Send-CosFile $good -Key $Key -Context (New-TestContext $stub.Url) @decent
            $problems[0].FullyQualifiedErrorId | Should -Be 'InvalidKey,CosSlice.Commands.SendCosFileCommand'
            $stub.Connections | Should -Be 0
        } finally {
            $stub.Dispose()
        }
    }

    It 'a whole key beside -KeyPrefix or -Root is refused' {
        Send-CosFile $good -Key k -KeyPrefix p/ -Context $context @decent
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'InvalidOption,*'
        Send-CosFile $good -Key k -Root $folder -Context $context @decent
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'InvalidOption,*'
    }

    It 'a -Root that is not there ends the command' {
        { Send-CosFile $good -Root "$folder/none" -Context $context } | Should -Throw -ErrorId 'PathNotFound,*'
    }

    It 'a file without read permission' -Skip:([IO.Path]::DirectorySeparatorChar -eq '\') {
        $null = New-TestFile "$folder/secret/closed.bin"
        chmod 000 "$folder/secret/closed.bin"
        if ([Environment]::UserName -eq 'root') {
            # Permissions don't bind root: somebody else looks, where the machine can do that.
            if (-not (Get-Command setpriv -ErrorAction SilentlyContinue)) {
                Set-ItResult -Skipped -Because 'root reads everything, and setpriv is not here'
                return
            }

            $script = "$folder/secret/send.ps1"
            [IO.File]::WriteAllText($script, @"
Import-Module '$ModulePath'
`$context = New-CosContext -AppId $AppId -Bucket $Bucket -Endpoint $($emulator.Url) -Credential ([pscredential]::new('AKIDemulator', ('emulator' | ConvertTo-SecureString -AsPlainText -Force)))
Send-CosFile '$folder/secret/closed.bin' -Context `$context -ErrorAction SilentlyContinue -ErrorVariable problems
"id=`$(`$problems[0].FullyQualifiedErrorId) category=`$(`$problems[0].CategoryInfo.Category)"
"@)
            chmod 755 $folder "$folder/secret" $script
            $output = & setpriv --reuid=65534 --regid=65534 --clear-groups env HOME=/tmp pwsh -NoProfile -NonInteractive -File $script 2>&1 | Out-String
            $output | Should -Match 'id=FileUnreadable,CosSlice.Commands.SendCosFileCommand category=ReadError'
            return
        }

        Send-CosFile "$folder/secret/closed.bin" -Context $context @decent
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'FileUnreadable,*'
    }

    It 'a file that <Name> while it is sent' -ForEach @(
        @{ Name = 'grows'; Length = 30MB }
        @{ Name = 'shrinks'; Length = 22MB }
    ) {
        $changing = New-TestFile "$folder/changing-$Name.bin" 25MB
        $stub = [CosSlice.Pester.StubServer]::new()
        try {
            # The service takes its time over the beginning; meanwhile the file changes.
            $stub.Answer('POST', 200, 'application/json', '{"code":0,"message":"SUCCESS","request_id":"r","data":{"session":"s1","slice_size":1048576,"serial_upload":0}}', 2)
            $run = Start-Guarded { param($File, $Context) Send-CosFile $File -Context $Context -MaximumRetryCount 0 } @{ File = $changing.FullName; Context = New-TestContext $stub.Url }
            $stub.WaitForRequests(1, $Guard) | Should -BeTrue
            $stream = [IO.File]::Open($changing.FullName, 'Open', 'Write', 'ReadWrite,Delete')
            $stream.SetLength($Length)
            $stream.Dispose()
            Send-Go $stub
            $null = Wait-Guarded $run
            $run.Output.Count | Should -Be 0
            $run.Shell.Streams.Error[0].FullyQualifiedErrorId | Should -Be 'SourceChanged,CosSlice.Commands.SendCosFileCommand'
            $run.Shell.Streams.Error[0].CategoryInfo.Category | Should -Be 'InvalidData'
        } finally {
            $stub.Dispose()
        }
    }
}

Describe 'The service' {
    It 'refuses a wrong secret' {
        $wrong = New-CosContext -AppId $AppId -Bucket $Bucket -Endpoint $emulator.Url -Credential (New-TestCredential AKIDemulator wrongkey)
        Send-CosFile $good -Context $wrong @decent
        $problems[0].FullyQualifiedErrorId | Should -Be 'CosServiceError,CosSlice.Commands.SendCosFileCommand'
        $problems[0].CategoryInfo.Category | Should -Be 'AuthenticationError'
        $problems[0].Exception.Code | Should -BeLessThan 0
        $problems[0].Exception.HttpStatus | Should -BeGreaterThan 0
        $problems[0].Exception.RequestId | Should -Not -BeNullOrEmpty
        $problems[0].TargetObject | Should -BeOfType CosSlice.CosUpload
        $problems[0].TargetObject.LiteralPath | Should -Be $good.FullName
        "$($problems[0])" | Should -Not -Match 'wrongkey'
        $problems[0] | Format-List * -Force | Out-String | Should -Not -Match 'wrongkey'
    }

    It 'refuses an unknown bucket' {
        Send-CosFile $good -Context $context -Bucket nosuchbucket @decent
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'CosServiceError,*'
        $problems[0].Exception.Code | Should -BeLessThan 0
        $problems[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'has an object of that name already' {
        $first = New-TestFile "$folder/first.bin" 100 1
        $second = New-TestFile "$folder/second.bin" 100 2
        $null = Send-CosFile $first -Key taken -Context $context
        Send-CosFile $second -Key taken -Context $context @decent
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'CosFileExists,*'
        $problems[0].CategoryInfo.Category | Should -Be 'ResourceExists'
    }

    It 'does not answer' {
        Send-CosFile $good -Context (New-TestContext http://127.0.0.1:1) @decent
        $problems[0].FullyQualifiedErrorId | Should -Be 'TransferInterrupted,CosSlice.Commands.SendCosFileCommand'
        $problems[0].CategoryInfo.Category | Should -Be 'ConnectionError'
        $problems[0].TargetObject | Should -BeOfType CosSlice.CosUpload
    }

    It 'answers <Name>' -ForEach @(
        @{ Name = 'HTML'; Type = 'text/html'; Body = '<html><body>Sign in</body></html>' }
        @{ Name = 'half of JSON'; Type = 'application/json'; Body = '{"code":0,' }
        @{ Name = 'an empty object'; Type = 'application/json'; Body = '{}' }
        @{ Name = 'nothing'; Type = 'application/json'; Body = '' }
    ) {
        $stub = [CosSlice.Pester.StubServer]::new()
        try {
            $stub.Answer('/bad', 200, $Type, $Body, 0)
            $stub.Answer('POST', 200, 'application/json', (Get-Success), 0)
            $bad = New-TestFile "$folder/bad.bin"
            $sent = Send-CosFile $bad, $good -Context (New-TestContext $stub.Url) @decent
            $sent.Key | Should -Be 'good.bin'
            @($problems).Count | Should -Be 1
            $problems[0].FullyQualifiedErrorId | Should -BeIn 'InvalidResponse,CosSlice.Commands.SendCosFileCommand', 'TransferInterrupted,CosSlice.Commands.SendCosFileCommand'
        } finally {
            $stub.Dispose()
        }
    }
}

Describe 'What a script sees' {
    It '$? is false after a failed file, and true after none' {
        $null = Send-CosFile $good -Context $context -Force
        $? | Should -BeTrue
        $null = Send-CosFile "$folder/none", $good -Context $context -Force -ErrorAction SilentlyContinue
        $? | Should -BeFalse
    }

    It '-ErrorAction Stop throws what try and catch see' {
        $caught = $null
        try {
            Send-CosFile $good -Context $context -Bucket nosuchbucket -ErrorAction Stop
        } catch [CosSlice.CosException] {
            $caught = $_
        }

        $caught.TargetObject.Key | Should -Be 'good.bin'
    }

    It 'the exit code is <Code> for <Name>' -ForEach @(
        @{ Code = 0; Name = 'a script that checks $? and finds all well'; Text = 'Send-CosFile $good; if (-not $?) { exit 3 }' }
        @{ Code = 3; Name = 'a script that checks $? and finds a failure'; Text = 'Send-CosFile $bad, $good; if (-not $?) { exit 3 }' }
        @{ Code = 1; Name = 'a script with -ErrorAction Stop'; Text = 'Send-CosFile $bad, $good -ErrorAction Stop' }
        @{ Code = 3; Name = 'a script without a bucket that checks $?'; Text = 'Remove-Item env:COS_BUCKET; Send-CosFile $good; if (-not $?) { exit 3 }' }
        @{ Code = 1; Name = 'a script without a bucket that stops at errors'; Text = '$ErrorActionPreference = "Stop"; Remove-Item env:COS_BUCKET; Send-CosFile $good' }
        @{ Code = 0; Name = 'folders among the input'; Text = 'Get-ChildItem (Split-Path $good) -Recurse -Include good.bin, sub | Send-CosFile -ErrorAction Stop' }
        @{ Code = 4; Name = 'a script that catches'; Text = 'try { Send-CosFile $bad -ErrorAction Stop } catch { exit 4 }' }
    ) {
        $run = Invoke-ScriptFile "`$PSDefaultParameterValues['Send-CosFile:Force'] = `$true`n`$good = '$($good.FullName)'`n`$bad = '$folder/none.bin'`n$Text" @{
            COS_APPID = $AppId; COS_BUCKET = $Bucket; COS_ENDPOINT = $emulator.Url; COS_SECRET_ID = 'AKIDemulator'; COS_SECRET_KEY = 'emulator'
        }
        $run.ExitCode | Should -Be $Code -Because ($run.Output + $run.Errors)
    }
}
