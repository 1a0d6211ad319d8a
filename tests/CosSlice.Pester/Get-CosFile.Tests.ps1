BeforeAll {
    . $PSScriptRoot/common.ps1
    . $PSScriptRoot/service.ps1
    $emulator = Start-Emulator
    $context = New-TestContext $emulator.Url
    $folder = New-TestFolder
    $sent = 1..3 | ForEach-Object { New-TestFile "$folder/$_.bin" (100 * $_) $_ } | Send-CosFile -KeyPrefix 'held/' -Context $context | Sort-Object Key
    $quiet = @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = 'problems' }
}

AfterAll {
    Remove-Item -LiteralPath $folder -Recurse -Force
    Remove-TestJournal
    Stop-Emulator $emulator
}

Describe 'Get-CosFile' {
    It 'gives what the service holds' {
        $held = Get-CosFile 'held/2.bin' -Context $context
        $held | Should -BeOfType CosSlice.CosFile
        (Get-Command Get-CosFile).OutputType.Type | Should -Be ([CosSlice.CosFile])
        foreach ($name in 'Key', 'Bucket', 'AppId', 'Endpoint', 'ApiVersion', 'Length', 'Sha1', 'AccessUrl', 'SourceUrl') {
            $held.$name | Should -Be $sent[1].$name -Because $name
            $held.$name | Should -Not -BeNullOrEmpty -Because $name
        }

        $held.LiteralPath | Should -BeNullOrEmpty
        $held.RequestId | Should -Not -BeNullOrEmpty
        $held.BytesSent | Should -Be 0
        $held.InstantUpload | Should -BeFalse
        $held.Duration | Should -BeGreaterThan ([timespan]::Zero)
        $held.StartedAt.Kind | Should -Be 'Utc'
    }

    It 'takes <Name>, and answers in order' -ForEach @(
        @{ Name = 'keys by position'; Script = { Get-CosFile 'held/3.bin', 'held/1.bin', 'held/2.bin' @c } }
        @{ Name = 'keys by name'; Script = { Get-CosFile -Key 'held/3.bin', 'held/1.bin', 'held/2.bin' @c } }
        @{ Name = 'strings of the pipeline'; Script = { 'held/3.bin', 'held/1.bin', 'held/2.bin' | Get-CosFile @c } }
        @{ Name = 'lists'; Script = { $list = [Collections.Generic.List[string]]::new([string[]]('held/3.bin', 'held/1.bin', 'held/2.bin')); Get-CosFile $list @c } }
        @{ Name = 'what commands put out'; Script = { Get-CosFile (Write-Output 'held/3.bin' 'held/1.bin' 'held/2.bin') @c } }
        @{ Name = 'uploads'; Script = { $sent[2, 0, 1] | Get-CosFile @c } }
        @{ Name = 'its own answers'; Script = { $sent[2, 0, 1] | Get-CosFile @c | Get-CosFile @c } }
        @{ Name = 'uploads that were read back'; Script = { $sent[2, 0, 1] | Export-Clixml "$folder/sent.xml"; Import-Clixml "$folder/sent.xml" | Get-CosFile @c } }
        @{ Name = 'rows with keys'; Script = { 3, 1, 2 | ForEach-Object { [pscustomobject]@{ Key = "held/$_.bin" } } | Get-CosFile @c } }
        @{ Name = 'keys as people write them'; Script = { Get-CosFile '/held/3.bin', '\held\1.bin', 'held\2.bin' @c } }
    ) {
        $c = @{ Context = $context }
        (& $Script).Key | Should -BeExactly 'held/3.bin', 'held/1.bin', 'held/2.bin'
    }

    It 'needs no more than a credential for what Send-CosFile returned' {
        ($sent | Get-CosFile -Credential (New-TestCredential)).Sha1 | Should -Be $sent.Sha1
    }

    It 'gives one error for each key that is not there, and goes on' {
        $held = 'held/1.bin', 'none.bin', 'held/none/x', 'held/2.bin' | Get-CosFile -Context $context @quiet
        $held.Key | Should -Be 'held/1.bin', 'held/2.bin'
        @($problems).Count | Should -Be 2
        $problems[0].FullyQualifiedErrorId | Should -Be 'CosFileNotFound,CosSlice.Commands.GetCosFileCommand'
        $problems[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $problems[0].TargetObject | Should -Be 'none.bin'
        $problems[0].Exception.Code | Should -Be -197
        $problems[0].Exception.RequestId | Should -Not -BeNullOrEmpty
        $problems[0].ErrorDetails.Message | Should -Match "'none\.bin'"
        $problems[1].TargetObject | Should -Be 'held/none/x'
    }

    It 'says of an unfinished upload that it is one, in version <_>' -ForEach 1, 4 {
        New-UnfinishedUpload $emulator.Url "half$_.bin" 5MB
        $held = Get-CosFile "half$_.bin", held/1.bin -Context $context -ApiVersion $_ @quiet
        $held.Key | Should -Be 'held/1.bin'
        @($problems).Count | Should -Be 1
        $problems[0].FullyQualifiedErrorId | Should -Be 'CosFileUnfinished,CosSlice.Commands.GetCosFileCommand'
        $problems[0].CategoryInfo.Category | Should -Be 'InvalidOperation'
        $problems[0].ErrorDetails.Message | Should -Match '0 of 5242880 bytes'
    }

    It 'says of a wrong key what the service says' {
        $wrong = New-TestCredential AKIDemulator wrongkey
        Get-CosFile held/1.bin -Context $context -Credential $wrong @quiet | Should -BeNullOrEmpty
        $problems[0].FullyQualifiedErrorId | Should -Be 'CosServiceError,CosSlice.Commands.GetCosFileCommand'
        $problems[0].CategoryInfo.Category | Should -Be 'AuthenticationError'
        Get-CosFile held/1.bin -Context $context -Bucket other @quiet | Should -BeNullOrEmpty
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'CosServiceError,*'
    }

    It 'refuses <Name>' -ForEach @(
        @{ Name = 'an object that has no key'; Script = { [pscustomobject]@{ Size = 1 } | Get-CosFile -Context $context }; Id = 'InputObjectNotBound,*' }
        @{ Name = 'a file, which has none either'; Script = { Get-Item "$folder/1.bin" | Get-CosFile -Context $context }; Id = 'InputObjectNotBound,*' }
        @{ Name = 'an object by position'; Script = { Get-CosFile $sent[0] -Context $context }; Id = 'ParameterArgumentTransformationError,*' }
        @{ Name = 'a key that is empty'; Script = { Get-CosFile '' -Context $context }; Id = 'ParameterArgument*' }
        @{ Name = 'a key that cannot be one'; Script = { Get-CosFile 'a//b' -Context $context -ErrorAction Stop }; Id = 'InvalidKey,*' }
        @{ Name = 'a folder'; Script = { Get-CosFile 'held/' -Context $context -ErrorAction Stop }; Id = 'InvalidKey,*' }
        @{ Name = 'a context without a bucket'; Script = { Get-CosFile k -AppId 1 -Region sh -Credential (New-TestCredential) }; Id = 'CosBucketMissing,*' }
    ) {
        $Script | Should -Throw -ErrorId $Id
    }

    It 'takes wildcards for what they are, characters' {
        Get-CosFile 'held/*' -Context $context @quiet | Should -BeNullOrEmpty
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'CosFileNotFound,*'
    }
}

Describe 'What an answer looks like' {
    It 'is a row without what belongs to an upload' {
        $shown = Get-CosFile held/1.bin -Context $context | Format-Table | Out-String
        $shown | Should -Match '(?m)^ +100 B +held/1\.bin '
        $shown | Should -Not -Match '\d s\b'
    }

    It 'is a list without what belongs to an upload' {
        $shown = Get-CosFile held/1.bin -Context $context | Format-List | Out-String
        foreach ($name in 'Key', 'Length', 'Sha1', 'AccessUrl', 'RequestId') {
            $shown | Should -Match "(?m)^$name +: \S"
        }

        foreach ($name in 'LiteralPath', 'InstantUpload', 'BytesSent', 'Duration', 'ResourcePath') {
            $shown | Should -Not -Match "(?m)^$name"
        }

        $sent[0] | Format-List | Out-String | Should -Match '(?m)^LiteralPath +: '
    }
}

Describe 'How Get-CosFile asks' {
    BeforeAll {
        $missing = '{"code":-197,"message":"ERROR","request_id":"r"}'
        $found = '{"code":0,"message":"SUCCESS","request_id":"r","data":{"filesize":1,"filelen":1,"access_url":"http://a/k"}}'
    }

    BeforeEach {
        $stub = [CosSlice.Pester.StubServer]::new()
        $c = @{ Context = New-TestContext $stub.Url }
    }

    AfterEach {
        $stub.Dispose()
    }

    It 'no more at once than -ThrottleLimit' {
        $stub.Answer('GET', 200, 'application/json', $found, 3)
        $many = 1..9 | ForEach-Object { "k$_" }
        ($many | Get-CosFile @c -ThrottleLimit 3).Key | Should -Be $many
        $stub.MaximumInFlight | Should -Be 3
    }

    It 'again, as often as -MaximumRetryCount says, and not for ever' {
        $stub.Answer('GET', 503, 'text/plain', 'busy', 0)
        Get-CosFile k @c -MaximumRetryCount 2 -RetryIntervalSec 0 @quiet -WarningAction SilentlyContinue
        $stub.Requests | Should -HaveCount 3
        $problems[0].FullyQualifiedErrorId | Should -Be 'TransferInterrupted,CosSlice.Commands.GetCosFileCommand'
        $problems[0].CategoryInfo.Category | Should -Be 'ConnectionError'
        Get-CosFile k @c -RetryIntervalSec 0.01 -RetryTimeoutSec 0.1 @quiet -WarningAction SilentlyContinue
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'TransferInterrupted,*'
    }

    It 'gives up a service that says nothing' {
        Get-CosFile k @c -MaximumRetryCount 0 -OperationTimeoutSeconds 0.2 -ConnectionTimeoutSeconds 0.2 @quiet
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'TransferInterrupted,*'
        $stub.WaitForAllClosed($Guard) | Should -BeTrue
    }

    It 'through -Proxy with -ProxyCredential, or past it' {
        $stub.Answer('Proxy-Authorization', 404, 'application/json', $missing, 0)
        $stub.AnswerRaw('GET', "HTTP/1.1 407 Asked`r`nProxy-Authenticate: Basic realm=`"stub`"`r`nContent-Length: 0`r`n`r`n", 0)
        Get-CosFile k -Context (New-TestContext http://cos.invalid) -Proxy $stub.Url -ProxyCredential (New-TestCredential user word) @quiet
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'CosFileNotFound,*'
        Get-CosFile held/1.bin -Context $context -NoProxy | Should -Not -BeNullOrEmpty
        { Get-CosFile k @c -ProxyCredential (New-TestCredential) } | Should -Throw -ErrorId 'InvalidOption,*'
        { Get-CosFile k @c -Proxy $stub.Url -NoProxy } | Should -Throw -ErrorId 'InvalidOption,*'
    }

    It 'with a certificate that nobody signed, where -SkipCertificateCheck says so' {
        $secure = Start-Emulator -Urls 'https://127.0.0.1:0'
        try {
            $s = @{ Context = New-TestContext $secure.Url; MaximumRetryCount = 0 }
            Get-CosFile none @s @quiet
            $problems[0].FullyQualifiedErrorId | Should -BeLike 'ConnectionNotSecure,*'
            Get-CosFile none @s -SkipCertificateCheck @quiet -WarningAction SilentlyContinue
            $problems[0].FullyQualifiedErrorId | Should -BeLike 'CosFileNotFound,*'
        } finally {
            Stop-Emulator $secure
        }
    }

    It 'and ends at Ctrl+C' {
        $run = Start-Guarded { param($Context) 'a', 'b' | Get-CosFile -Context $Context } @{ Context = $c.Context }
        $stub.WaitForRequests(2, $Guard) | Should -BeTrue
        Stop-Guarded $run
        $stub.WaitForAllClosed($Guard) | Should -BeTrue
        $run.Shell.Streams.Error.Count | Should -Be 0
    }
}
