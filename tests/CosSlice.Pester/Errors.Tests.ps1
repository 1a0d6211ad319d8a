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
        @{ Name = 'a path with a null character'; Id = 'PathNotFound'; Category = 'ObjectNotFound'; Bad = "/no`0ne.bin"; Parameters = @{} }
        @{ Name = 'a literal path with a null character'; Id = 'PathNotFound'; Category = 'ObjectNotFound'; Bad = "/no`0ne.bin"; Literal = $true; Parameters = @{} }
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
            $way = if ($Literal) { 'LiteralPath' } else { 'Path' }
            $named = @{ $way = 'one.bin', $Bad, 'two.bin' }
            $sent = Send-CosFile @named -Context $context -Force @decent @Parameters
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
`$context = New-CosContext -AppId $AppId -Bucket $Bucket -Endpoint $($emulator.Url) -Credential ([pscredential]::new('AKIDemulator', ('$SecretKey' | ConvertTo-SecureString -AsPlainText -Force)))
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

Describe 'What should not happen' {
    BeforeEach {
        $stub = [CosSlice.Pester.StubServer]::new()
    }

    AfterEach {
        $stub.Dispose()
        Remove-TestJournal
    }

    It 'a service that asks for slices which cannot be made' {
        $large = New-TestFile "$folder/slices.bin" 25MB
        $stub.Answer('POST', 200, 'application/json', '{"code":0,"message":"SUCCESS","request_id":"r","data":{"session":"s1","slice_size":5,"serial_upload":0}}', 0)
        Send-CosFile $large -Context (New-TestContext $stub.Url) @decent
        $problems[0].FullyQualifiedErrorId | Should -Be 'SliceSizeMismatch,CosSlice.Commands.SendCosFileCommand'
        $problems[0].CategoryInfo.Category | Should -Be 'ProtocolError'
        $problems[0].TargetObject.Key | Should -Be 'slices.bin'
        $problems[0].ErrorDetails.RecommendedAction | Should -Match '-SliceSize'
    }

    It 'a line that damages what goes over it' {
        $large = New-TestFile "$folder/damaged.bin" 25MB
        $stub.AnswerOperation('POST', 'upload_slice_init', 200, 'application/json', '{"code":0,"message":"SUCCESS","request_id":"r","data":{"session":"s1","slice_size":1048576,"serial_upload":0}}')
        $stub.AnswerOperation('POST', 'upload_slice_list', 200, 'application/json', '{"code":0,"message":"SUCCESS","request_id":"r","data":{"session":"s1","filesize":26214400,"slice_size":1048576,"listparts":[]}}')
        $stub.AnswerOperation('POST', 'upload_slice_data', 200, 'application/json', '{"code":0,"message":"SUCCESS","request_id":"r","data":{"datalen":1048576,"datamd5":"' + 'a' * 32 + '","offset":0,"session":"s1"}}')
        Send-CosFile $large -Checksum Md5 -ThrottleLimit 1 -RetryIntervalSec 0 -Context (New-TestContext $stub.Url) -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems[0].FullyQualifiedErrorId | Should -Be 'ChecksumMismatch,CosSlice.Commands.SendCosFileCommand'
        $problems[0].CategoryInfo.Category | Should -Be 'InvalidResult'
        $problems[0].TargetObject.Key | Should -Be 'damaged.bin'
        $problems[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'an entry that cannot be removed' -Skip:([IO.Path]::DirectorySeparatorChar -eq '\') {
        $isRoot = [Environment]::UserName -eq 'root'
        if ($isRoot -and -not (Get-Command setpriv -ErrorAction SilentlyContinue)) {
            Set-ItResult -Skipped -Because 'root removes everything, and setpriv is not here'
            return
        }

        $null = New-Item -ItemType Directory "$folder/stuck"
        chmod 755 $folder
        chmod 777 "$folder/stuck"
        $script = "$folder/stuck/remove.ps1"
        [IO.File]::WriteAllText($script, @"
Import-Module '$ModulePath'
[IO.File]::WriteAllBytes('$folder/stuck/sent.bin', [byte[]]::new(1MB))
`$context = New-CosContext -AppId $AppId -Bucket $Bucket -Endpoint $($emulator.Url) -Credential ([pscredential]::new('AKIDemulator', ('$SecretKey' | ConvertTo-SecureString -AsPlainText -Force)))
`$sent = Send-CosFile '$folder/stuck/sent.bin' -Key "stuck-`$([guid]::NewGuid())" -NoComplete -Context `$context
chmod 555 `$env:COSSLICE_STATE
`$sent | Remove-CosUpload -WarningAction SilentlyContinue -ErrorAction SilentlyContinue -ErrorVariable problems
chmod 755 `$env:COSSLICE_STATE
"id=`$(`$problems[0].FullyQualifiedErrorId) category=`$(`$problems[0].CategoryInfo.Category) target=`$(`$problems[0].TargetObject.GetType().Name)"
"@)
        $who = if ($isRoot) { 'setpriv', '--reuid=65534', '--regid=65534', '--clear-groups' } else { @() }
        $command = $who + @('env', 'HOME=/tmp', "COSSLICE_STATE=$folder/stuck/state", 'pwsh', '-NoProfile', '-NonInteractive', '-File', $script)
        $output = & $command[0] $command[1..$command.Count] 2>&1 | Out-String
        $output | Should -Match 'id=JournalUnusable,CosSlice.Commands.RemoveCosUploadCommand category=InvalidOperation target=CosUpload'
    }

    It 'a defect is told as one' {
        # Nothing is known that raises it: the record alone can be looked at.
        $records = [CosSlice.Commands.SendCosFileCommand].Assembly.GetType('CosSlice.Errors.ErrorRecords')
        $from = $records.GetMethod('From', [Reflection.BindingFlags]'Public, Static', $null, [type[]]([Exception], [object]), $null)
        $record = $from.Invoke($null, @([InvalidOperationException]::new('broken'), '/data/a.bin'))
        $record.FullyQualifiedErrorId | Should -Be 'UnexpectedError'
        $record.TargetObject | Should -Be '/data/a.bin'
        $record.ErrorDetails.Message | Should -Be "'/data/a.bin': broken (InvalidOperationException)"
        $record.ErrorDetails.RecommendedAction | Should -Match 'report'
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

    It '-ErrorAction <Action> is heeded: <Name>' -ForEach @(
        @{ Action = 'SilentlyContinue'; Name = 'nothing is shown, $Error and -ErrorVariable have it, and the others go up'; Shown = 0; Kept = 1; Thrown = $false }
        @{ Action = 'Ignore'; Name = 'nothing is shown or kept, and the others go up'; Shown = 0; Kept = 0; Thrown = $false }
        @{ Action = 'Continue'; Name = 'it is shown, and the others go up'; Shown = 1; Kept = 1; Thrown = $false }
        @{ Action = 'Stop'; Name = 'it is thrown'; Shown = 0; Kept = 1; Thrown = $true }
    ) {
        foreach ($way in 'parameter', 'preference') {
            if ($Action -eq 'Ignore' -and $way -eq 'preference') {
                # It is no value of the preference in Windows PowerShell.
                continue
            }

            $run = Start-Guarded {
                param($Files, $Context, $Action, $Way)
                $more = @{}
                if ($Way -eq 'parameter') { $more.ErrorAction = $Action } else { $ErrorActionPreference = $Action }
                Send-CosFile $Files -Context $Context -Force -ErrorVariable problems @more
                Set-Variable kept $Error.Count -Scope Global
                Set-Variable caught $problems.Count -Scope Global
            } @{ Files = "$folder/none.bin", $good.FullName; Context = $context; Action = $Action; Way = $way }
            $problem = Wait-Guarded $run
            [bool]$problem | Should -Be $Thrown
            if ($Thrown) {
                $problem.ErrorRecord.FullyQualifiedErrorId | Should -BeLike '*PathNotFound*'
                $run.Output.Count | Should -Be 0
            } else {
                $run.Shell.Streams.Error.Count | Should -Be $Shown
                $run.Output.Key | Should -Be 'good.bin'
                $run.Shell.Runspace.SessionStateProxy.GetVariable('kept') | Should -Be $Kept
                $run.Shell.Runspace.SessionStateProxy.GetVariable('caught') | Should -Be $Kept
            }
        }
    }

    It '-ErrorVariable is overwritten, and with + it grows' {
        Send-CosFile "$folder/none1" -Context $context -ErrorAction SilentlyContinue -ErrorVariable problems
        Send-CosFile "$folder/none2", "$folder/none3" -Context $context -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems.TargetObject | Should -Be "$folder/none2", "$folder/none3"
        Resume-CosUpload -UploadId ('0' * 32) -Context $context -ErrorAction SilentlyContinue -ErrorVariable +problems
        Get-CosFile none4 -Context $context -ErrorAction SilentlyContinue -ErrorVariable +problems
        $problems.FullyQualifiedErrorId | Should -Be @(
            'PathNotFound,CosSlice.Commands.SendCosFileCommand'
            'PathNotFound,CosSlice.Commands.SendCosFileCommand'
            'UploadNotFound,CosSlice.Commands.ResumeCosUploadCommand'
            'CosFileNotFound,CosSlice.Commands.GetCosFileCommand')
    }

    It '<Name>: $? and -ErrorAction Stop tell of a failure' -ForEach @(
        @{ Name = 'Resume-CosUpload'; Id = 'UploadNotFound'; Do = { param($More) Resume-CosUpload -UploadId ('0' * 32) -Context $context @More; $? } }
        @{ Name = 'Complete-CosUpload'; Id = 'UploadNotFound'; Do = { param($More) Complete-CosUpload -UploadId ('0' * 32) -Context $context @More; $? } }
        @{ Name = 'Remove-CosUpload'; Id = 'InvalidOption'; Do = { param($More) [pscustomobject]@{ Bucket = 'other' } | Remove-CosUpload @More; $? } }
        @{ Name = 'Get-CosUpload'; Id = 'UploadNotFound'; Do = { param($More) Get-CosUpload -UploadId ('0' * 32) @More; $? } }
        @{ Name = 'Get-CosFile'; Id = 'CosFileNotFound'; Do = { param($More) Get-CosFile none.bin -Context $context @More; $? } }
        @{ Name = 'Test-CosFile'; Id = 'PathNotFound'; Do = { param($More) Test-CosFile "$folder/none.bin" -Context $context @More; $? } }
    ) {
        & $Do @{ ErrorAction = 'SilentlyContinue' } | Should -BeFalse
        { & $Do @{ ErrorAction = 'Stop' } } | Should -Throw -ErrorId "$Id,*"
    }

    It 'catch tells <Type> from others' -ForEach @(
        @{ Type = 'CosSlice.CosServiceException'; Bucket = 'nosuchbucket'; Path = 'good.bin'; Expected = 'service' }
        @{ Type = 'CosSlice.CosException'; Bucket = 'accesslog'; Path = 'none.bin'; Expected = 'own' }
    ) {
        $caught = try {
            Send-CosFile "$folder/$Path" -Context $context -Bucket $Bucket -ErrorAction Stop
        } catch [CosSlice.CosServiceException] {
            "service $($_.Exception.Code) $($_.Exception.HttpStatus) $([bool]$_.Exception.RequestId)"
        } catch [CosSlice.CosException] {
            "own $($_.Exception.ErrorId)"
        } catch {
            'other'
        }

        $caught | Should -Be $(if ($Expected -eq 'service') { 'service -133 404 True' } else { 'own PathNotFound' })
    }

    It 'trap sees it, and the script may go on' {
        $run = Invoke-ScriptFile @"
trap { "trapped=`$(`$_.Exception.ErrorId)"; continue }
Get-CosUpload -UploadId $('0' * 32) -ErrorAction Stop
'after'
"@
        $run.ExitCode | Should -Be 0
        $run.Output -replace '\s+', ' ' | Should -BeLike 'trapped=UploadNotFound after*'
    }

    It 'a wrong set-up ends the command whatever -ErrorAction says, with the name of what is missing as target' -ForEach @(
        @{ Id = 'CosCredentialMissing'; Category = 'AuthenticationError'; Target = 'Credential'; Context = @{ AppId = '1'; Bucket = 'b'; Region = 'sh' } }
        @{ Id = 'CosAppIdMissing'; Category = 'InvalidArgument'; Target = 'AppId'; Context = @{ Bucket = 'b'; Region = 'sh'; Credential = 1 } }
        @{ Id = 'CosBucketMissing'; Category = 'InvalidArgument'; Target = 'Bucket'; Context = @{ AppId = '1'; Region = 'sh'; Credential = 1 } }
        @{ Id = 'CosEndpointMissing'; Category = 'InvalidArgument'; Target = 'Region'; Context = @{ AppId = '1'; Bucket = 'b'; Credential = 1 } }
    ) {
        if ($Context.Credential) {
            $Context.Credential = New-TestCredential
        }

        $lacking = New-CosContext @Context
        $caught = try { Send-CosFile $good -Context $lacking -ErrorAction SilentlyContinue; 'went on' } catch { $_ }
        $caught.FullyQualifiedErrorId | Should -Be "$Id,CosSlice.Commands.SendCosFileCommand"
        $caught.CategoryInfo.Category | Should -Be $Category
        $caught.TargetObject | Should -Be $Target
        $caught.ErrorDetails.RecommendedAction | Should -Match "-$Target"
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
            COS_APPID = $AppId; COS_BUCKET = $Bucket; COS_ENDPOINT = $emulator.Url; COS_SECRET_ID = 'AKIDemulator'; COS_SECRET_KEY = $SecretKey
        }
        $run.ExitCode | Should -Be $Code -Because ($run.Output + $run.Errors)
    }
}

Describe 'The error''s upload goes on: $_.TargetObject | Resume-CosUpload' {
    BeforeAll {
        $relay = [CosSlice.Pester.Relay]::new(([uri]$emulator.Url).Port)
        $relayed = New-TestContext $relay.Url
    }

    AfterAll {
        $relay.Dispose()
    }

    BeforeEach {
        $relay.Mend()
        Remove-TestJournal
    }

    It 'for <Name>' -ForEach @(
        @{ Name = 'a large file whose line was cut'; Length = 25MB; Cut = 9MB; Resumed = $true; More = @{} }
        @{ Name = 'a large file of which nothing was there yet'; Length = 25MB; Cut = 100; Resumed = $false; More = @{} }
        @{ Name = 'a small file, of which no entry is kept'; Length = 2MB; Cut = 1MB; Resumed = $false; More = @{} }
        @{ Name = 'a small file that was refused for its key'; Length = 2MB; Cut = $null; Resumed = $false; More = @{ Credential = 1 } }
        @{ Name = 'a large file that was refused for its key'; Length = 25MB; Cut = $null; Resumed = $false; More = @{ Credential = 1 } }
    ) {
        $file = New-TestFile "$folder/goes on.bin" $Length ([Random]::new().Next())
        if ($More.Credential) {
            $More = @{ Credential = New-TestCredential AKIDemulator wrong }
        }

        if ($Cut) {
            $relay.CutAfter($Cut)
        }

        $key = "goes-on-$([guid]::NewGuid()).bin"
        try {
            Send-CosFile $file -Key $key -Context $relayed -MaximumRetryCount 0 -ErrorAction Stop @More
            $stored = 'never'
        } catch {
            $relay.Mend()
            $_.TargetObject | Should -BeOfType CosSlice.CosUpload
            $_.TargetObject.State | Should -Be 'Interrupted'
            $stored = $_.TargetObject | Resume-CosUpload -Context $relayed
        }

        $stored.Key | Should -Be $key
        $stored.Resumed | Should -Be $Resumed
        Get-StoredSha1 $emulator.Url $key | Should -Be (Get-Sha1 $file)
        Get-CosUpload | Should -BeNullOrEmpty
    }

    It 'and does not overwrite what came between' {
        $file = New-TestFile "$folder/between.bin" 2MB 5
        $other = New-TestFile "$folder/other.bin" 1MB 6
        $relay.CutAfter(1MB)
        Send-CosFile $file -Context $relayed @decent
        $relay.Mend()
        $null = Send-CosFile $other -Key between.bin -Context $context
        { $problems[0].TargetObject | Resume-CosUpload -Context $relayed -ErrorAction Stop } | Should -Throw -ErrorId 'CosFileExists,*'
        Get-StoredSha1 $emulator.Url between.bin | Should -Be (Get-Sha1 $other)
    }
}

Describe 'What is every file''s error' {
    BeforeAll {
        1..30 | ForEach-Object { $null = New-TestFile "$folder/thirty/$_.bin" 1000 $_ }
        $wrong = New-TestCredential AKIDemulator wrong
    }

    BeforeEach {
        $stub = [CosSlice.Pester.StubServer]::new()
    }

    AfterEach {
        $stub.Dispose()
    }

    It '<Name> is asked about once, and each file has its error' -ForEach @(
        @{ Name = 'a wrong key'; Code = -97; Status = 403; Category = 'AuthenticationError' }
        @{ Name = 'an unknown key'; Code = -79; Status = 403; Category = 'AuthenticationError' }
        @{ Name = 'a missing bucket'; Code = -133; Status = 404; Category = 'ObjectNotFound' }
        @{ Name = 'an unknown app id'; Code = -46642; Status = 404; Category = 'InvalidArgument' }
    ) {
        $stub.Answer('POST', $Status, 'application/json', '{"code":' + $Code + ',"message":"refused","request_id":"the-first"}', 0)
        Get-ChildItem "$folder/thirty" | Send-CosFile -Context (New-TestContext $stub.Url) -ThrottleLimit 1 -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems.Count | Should -Be 30
        @($problems.TargetObject.LiteralPath | Sort-Object -Unique).Count | Should -Be 30
        $problems.FullyQualifiedErrorId | Sort-Object -Unique | Should -Be 'CosServiceError,CosSlice.Commands.SendCosFileCommand'
        $problems.CategoryInfo.Category | Sort-Object -Unique | Should -Be $Category
        $problems.Exception.Code | Sort-Object -Unique | Should -Be $Code
        $problems.Exception.RequestId | Sort-Object -Unique | Should -Be 'the-first'
        @($problems | Where-Object { "$_" -match 'this one was not sent' }).Count | Should -BeGreaterThan 26

        # Those that were under way when the answer came.
        $stub.Requests.Count | Should -BeLessOrEqual 3
    }

    It 'a signature that the service calls expired is not offered for each file' {
        $stub.Answer('POST', 403, 'application/json', '{"code":-96,"message":"expired","request_id":"r"}', 0)
        $signature = New-CosSignature -AppId $AppId -Bucket $Bucket -Credential (New-TestCredential)
        Get-ChildItem "$folder/thirty" | Send-CosFile -Endpoint $stub.Url -Signature $signature -ThrottleLimit 1 -RetryIntervalSec 0 -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems.FullyQualifiedErrorId | Should -Be (@('SignatureExpired,CosSlice.Commands.SendCosFileCommand') * 30)
        $stub.Requests.Count | Should -BeLessOrEqual 6
    }

    It 'a refusal after a success is that file''s alone' {
        $stub.Answer('/13.bin', 403, 'application/json', '{"code":-97,"message":"refused","request_id":"r"}', 0)
        $stub.Answer('POST', 200, 'application/json', (Get-Success), 0)
        $sent = Get-ChildItem "$folder/thirty" | Sort-Object { [int]$_.BaseName } |
            Send-CosFile -Context (New-TestContext $stub.Url) -ThrottleLimit 1 -ErrorAction SilentlyContinue -ErrorVariable problems
        $sent.Count | Should -Be 29
        $problems.TargetObject.Key | Should -Be '13.bin'
    }

    It 'a wrong key for one bucket says nothing of another' {
        $rows = 1..4 | ForEach-Object { [pscustomobject]@{ LiteralPath = "$folder/thirty/$_.bin"; Key = "row$_"; Bucket = ('nosuch', $Bucket)[$_ % 2] } }
        $sent = $rows | Send-CosFile -Context $context -ThrottleLimit 1 -Force -ErrorAction SilentlyContinue -ErrorVariable problems
        ($sent.Key | Sort-Object) -join '|' | Should -Be 'row1|row3'
        $problems.TargetObject.Key | Sort-Object | Should -Be 'row2', 'row4'
    }
}

Describe 'What nobody thinks of' {
    It 'a row with an empty <Column> is one error, with a sentence for people, and the others go up' -ForEach @(
        @{ Column = 'LiteralPath' }
        @{ Column = 'Bucket' }
        @{ Column = 'AppId' }
        @{ Column = 'Key' }
    ) {
        $rows = 1..3 | ForEach-Object { [pscustomobject]@{ LiteralPath = $good.FullName; Key = "cell$_"; Bucket = $Bucket; AppId = $AppId } }
        $rows[1].$Column = ''
        $sent = $rows | Send-CosFile -Context $context -Force @decent
        ($sent.Key | Sort-Object) -join '|' | Should -Be 'cell1|cell3'
        $problems.Count | Should -Be 1
        if ($Column -in 'Key', 'LiteralPath') {
            $problems[0].FullyQualifiedErrorId | Should -BeLike $(if ($Column -eq 'Key') { 'InvalidKey,*' } else { 'PathNotFound,*' })
            $problems[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        } else {
            $problems[0].FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError,*'
            $problems[0].TargetObject.Key | Should -Be 'cell2'
            "$($problems[0])" | Should -Match "'$Column'.*It is empty.*column"
        }
    }

    It 'a COS_REGION that is none keeps nobody from what has a place of its own' {
        $relay = [CosSlice.Pester.Relay]::new(([uri]$emulator.Url).Port)
        $env:COS_REGION = 'nowhere'
        try {
            $file = New-TestFile "$folder/placed.bin" 25MB
            $relay.CutAfter(9MB)
            Send-CosFile $file -Context (New-TestContext $relay.Url) @decent
            $problems[0].FullyQualifiedErrorId | Should -BeLike 'TransferInterrupted,*'
            $relay.Mend()
            $credential = @{ Credential = New-TestCredential }
            (Get-CosUpload -Refresh @credential).Key | Should -Be 'placed.bin'
            (Get-CosUpload | Resume-CosUpload @credential).Key | Should -Be 'placed.bin'

            # Who needs it is told.
            { Send-CosFile $file -AppId $AppId -Bucket $Bucket @credential } | Should -Throw -ErrorId 'InvalidRegion,*'
        } finally {
            Remove-Item env:COS_REGION
            $relay.Dispose()
        }
    }

    It 'a file that goes between listing and sending is one error' {
        $null = New-TestFile "$folder/gone/1.bin"
        $null = New-TestFile "$folder/gone/2.bin"
        $sent = Get-ChildItem "$folder/gone" | ForEach-Object { if ($_.Name -eq '1.bin') { Remove-Item -LiteralPath $_.FullName }; $_ } |
            Send-CosFile -Context $context @decent
        $sent.Key | Should -Be '2.bin'
        $problems.FullyQualifiedErrorId | Should -Be 'PathNotFound,CosSlice.Commands.SendCosFileCommand'
    }

    It '<Name> is no file' -Skip:([IO.Path]::DirectorySeparatorChar -eq '\') -ForEach @(
        @{ Name = 'a pipe'; Bad = 'pipe' }
        @{ Name = 'a device'; Bad = '/dev/zero' }
    ) {
        if ($Bad -eq 'pipe') {
            $Bad = "$folder/pipe"
            if (-not (Test-Path $Bad)) { mkfifo $Bad }
        }

        $sent = Send-CosFile $Bad, $good -Context $context -Force @decent
        $sent.Key | Should -Be 'good.bin'
        $problems.FullyQualifiedErrorId | Should -Be 'FileUnreadable,CosSlice.Commands.SendCosFileCommand'
        $problems[0].CategoryInfo.Category | Should -Be 'ReadError'
        $problems[0].ErrorDetails.RecommendedAction | Should -Match 'to a file first'
    }

    It 'a path that is too long is one error' {
        $sent = "/$('x' * 300)", $good.FullName | ForEach-Object { [pscustomobject]@{ LiteralPath = $_ } } | Send-CosFile -Context $context -Force @decent
        $sent.Key | Should -Be 'good.bin'
        $problems.Count | Should -Be 1
        $problems[0].FullyQualifiedErrorId | Should -BeIn 'FileUnreadable,CosSlice.Commands.SendCosFileCommand', 'PathNotFound,CosSlice.Commands.SendCosFileCommand'
    }

    It 'a COSSLICE_STATE that is <Name> costs a warning, and no upload' -ForEach @(
        @{ Name = 'a file'; Make = { $null = New-TestFile "$folder/state-file"; "$folder/state-file" } }
        @{ Name = 'no absolute path'; Make = { 'relative' } }
    ) {
        $before = $env:COSSLICE_STATE
        $env:COSSLICE_STATE = & $Make
        try {
            $sent = Send-CosFile (New-TestFile "$folder/unremembered.bin" 25MB) -Context $context -Force -WarningAction SilentlyContinue -WarningVariable warnings
            $sent.Key | Should -Be 'unremembered.bin'
            $warnings.Count | Should -Be 1
            "$warnings" | Should -Match 'not remembered'
        } finally {
            $env:COSSLICE_STATE = $before
        }
    }

    It '<Name> ends the command before anything is sent' -ForEach @(
        @{ Name = 'an endpoint of another scheme'; Id = 'InvalidContext'; More = @{ Endpoint = 'ftp://127.0.0.1' } }
        @{ Name = 'an endpoint with a query'; Id = 'InvalidContext'; More = @{ Endpoint = 'http://127.0.0.1/?a=b' } }
        @{ Name = 'an endpoint without a scheme'; Id = 'InvalidContext'; More = @{ Endpoint = 'sh.file.myqcloud.com' } }
        @{ Name = 'an app id with blanks'; Id = 'InvalidContext'; More = @{ AppId = ' 10055004 ' } }
        @{ Name = 'a bucket with the app id behind a dot'; Id = 'InvalidContext'; More = @{ Bucket = 'accesslog.10055004' } }
        @{ Name = 'a context that is none'; Id = 'CannotConvertArgumentNoMessage'; More = @{ Context = 'accesslog' } }
        @{ Name = 'a proxy without a scheme'; Id = 'InvalidOption'; More = @{ Proxy = '127.0.0.1:3128' } }
        @{ Name = 'a credential without a password'; Id = 'InvalidContext'; More = @{ Credential = 'empty' } }
    ) {
        if ($More.Credential) {
            $More = @{ Credential = [pscredential]::new('AKIDemulator', [securestring]::new()) }
        }

        $all = @{ Context = $context } + @{}
        $More.Keys | ForEach-Object { $all[$_] = $More[$_] }
        $caught = try { Send-CosFile $good @all -ErrorAction SilentlyContinue; 'went on' } catch { $_ }
        $caught.FullyQualifiedErrorId | Should -Be "$Id,CosSlice.Commands.SendCosFileCommand"
    }
}
