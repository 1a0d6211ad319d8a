BeforeAll {
    . $PSScriptRoot/common.ps1
    . $PSScriptRoot/service.ps1
    $emulator = Start-Emulator
    $context = New-TestContext $emulator.Url
    $folder = New-TestFolder
}

AfterAll {
    Remove-Item -LiteralPath $folder -Recurse -Force
    Remove-TestJournal
    Stop-Emulator $emulator
}

Describe 'What is sent' {
    It 'a file of <Length> bytes' -ForEach @(
        @{ Length = 0 }
        @{ Length = 1 }
        @{ Length = 20MB }
        @{ Length = 20MB + 1 }
        @{ Length = 33MB - 7 }
    ) {
        $file = New-TestFile "$folder/size-$Length.bin" $Length
        $sent = $file | Send-CosFile -Context $context
        $sent | Should -BeOfType CosSlice.CosFile
        $sent.Length | Should -Be $Length
        $sent.LiteralPath | Should -Be $file.FullName
        $sent.Bucket | Should -Be $Bucket
        $sent.AppId | Should -Be $AppId
        Get-StoredSha1 $emulator.Url $sent.Key | Should -Be (Get-Sha1 $file.FullName)
    }

    It 'a file named <Name>' -ForEach @(
        @{ Name = 'a [b] #1 %41 +c&d.bin' }
        @{ Name = "it's {here};=,@!`$.bin" }
        @{ Name = '中文 文件.bin' }
        @{ Name = "emoji $([char]::ConvertFromUtf32(0x1F680)).bin" }
        @{ Name = 'what?.bin'; Unix = $true }
        @{ Name = 'star*.bin'; Unix = $true }
        @{ Name = 'back\slash.bin'; Unix = $true }
        @{ Name = 'co:lon.bin'; Unix = $true }
    ) {
        if ($Unix -and [IO.Path]::DirectorySeparatorChar -eq '\') {
            Set-ItResult -Skipped -Because 'Windows has no such names'
            return
        }

        $file = New-TestFile "$folder/names/$Name" 200 $Name.Length
        $sent = Get-ChildItem -LiteralPath "$folder/names" | Where-Object Name -CEQ $Name | Send-CosFile -Context $context
        $sent.Key | Should -BeExactly $Name
        Get-StoredSha1 $emulator.Url $Name | Should -Be (Get-Sha1 $file.FullName)
    }
}

Describe 'What comes back' {
    BeforeAll {
        $sent = New-TestFile "$folder/back.bin" | Send-CosFile -Context $context
    }

    It 'has the wire''s names as well' {
        $sent.access_url | Should -Be $sent.AccessUrl
        $sent.access_url | Should -Match 'back\.bin'
        $sent.resource_path | Should -Be "/$AppId/$Bucket/back.bin"
        $sent.source_url | Should -Be $sent.SourceUrl
        $sent.source_url | Should -Not -BeNullOrEmpty
        $sent.url | Should -Be $sent.Url
        $sent.url | Should -Not -BeNullOrEmpty
    }

    It 'survives JSON' {
        $read = $sent | ConvertTo-Json | ConvertFrom-Json
        $read.access_url | Should -Be $sent.AccessUrl
        $read.ResourcePath | Should -Be $sent.ResourcePath
        $read.Length | Should -Be 1000
    }

    It 'survives Export-Clixml' {
        $sent | Export-Clixml "$folder/sent.xml"
        $read = Import-Clixml "$folder/sent.xml"
        $read.resource_path | Should -Be $sent.ResourcePath
        $read.StartedAt | Should -BeOfType datetime
        $read.StartedAt | Should -Be $sent.StartedAt
        $sent.StartedAt.Kind | Should -Be 'Utc'
        $read | Out-String | Should -Match '1000 B|1\.0 KiB'
    }

    It 'shows sizes for people, in the view alone' {
        $sent | Format-Table | Out-String | Should -Match '1\.0 KiB'
        $sent | Format-List | Out-String | Should -Match 'ResourcePath\s+: /'
        $sent | Format-List | Out-String | Should -Match 'StartedAt\s+: \d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d\d:\d\d'
        $sent | Format-Table | Out-String | Should -Match '\d\.\d s +\d+(\.\d)? [KM]?i?B/s sent +back\.bin'
        $sent.Length | Should -BeOfType long
    }
}

Describe '-Force' {
    It 'overwrites, and without it nothing is' {
        $old = New-TestFile "$folder/force/old.bin" 100 1
        $new = New-TestFile "$folder/force/new.bin" 200 2
        $null = Send-CosFile $old -Key forced -Context $context
        { Send-CosFile $new -Key forced -Context $context -ErrorAction Stop } | Should -Throw -ErrorId 'CosFileExists,*'
        Get-StoredSha1 $emulator.Url forced | Should -Be (Get-Sha1 $old.FullName)
        $null = Send-CosFile $new -Key forced -Context $context -Force
        Get-StoredSha1 $emulator.Url forced | Should -Be (Get-Sha1 $new.FullName)
    }
}

Describe '-NoComplete' {
    It 'leaves the last step open, with <Checksum>' -ForEach @(@{ Checksum = 'Sha1' }, @{ Checksum = 'Md5' }, @{ Checksum = 'None' }) {
        # Not a single byte: the service may have any one of them already.
        foreach ($length in 8, 21MB) {
            $file = New-TestFile "$folder/open.bin" $length ([Random]::new().Next())
            $key = "open/$Checksum/$length"
            $open = Send-CosFile $file -Key $key -Context $context -Checksum $Checksum -NoComplete
            $open | Should -BeOfType CosSlice.CosUpload
            $open.State | Should -Be 'Sent'
            $open.Length | Should -Be $length
            $open.BytesSent | Should -Be $length
            $open.LiteralPath | Should -Be $file.FullName
            $open.LastError | Should -BeNullOrEmpty
            $stat = Get-Stat $emulator.Url $key
            [long]$stat.filelen | Should -BeLessThan ([long]$stat.filesize)
            (Get-CosUpload -UploadId $open.UploadId).State | Should -Be 'Sent'
            $done = $open | Complete-CosUpload -Context $context
            $done.Key | Should -Be $key
            Get-StoredSha1 $emulator.Url $key | Should -Be (Get-Sha1 $file.FullName)
        }

        Get-CosUpload | Should -BeNullOrEmpty
    }

    It 'once more finds all there, and sends nothing' {
        $file = New-TestFile "$folder/open.bin" 3MB ([Random]::new().Next())
        $c = @{ Key = 'open/twice'; Context = $context; NoComplete = $true }
        $first = Send-CosFile $file @c
        $second = Send-CosFile $file @c -Verbose 4>&1
        ($second | Where-Object { $_ -is [CosSlice.CosUpload] }).State | Should -Be 'Sent'
        @($second -match 'Complete-CosUpload takes the last step').Count | Should -Be 1
        @(Get-CosUpload).UploadId | Should -Be $first.UploadId

        # Without the switch the last step is all that is left to do.
        (Send-CosFile $file -Key open/twice -Context $context -SliceSize 1MB).Key | Should -Be 'open/twice'
    }

    It 'of what the service has is Completed, and its result is there to be had' {
        $file = New-TestFile "$folder/open.bin" 21MB ([Random]::new().Next())
        $null = Send-CosFile $file -Key open/first -Context $context
        $open = Send-CosFile $file -Key open/instant -Context $context -NoComplete
        $open.State | Should -Be 'Completed'
        (Get-CosUpload -UploadId $open.UploadId).State | Should -Be 'Completed'
        $done = $open | Complete-CosUpload -Context $context
        $done.Key | Should -Be 'open/instant'
        $done.AccessUrl | Should -BeLike '*open/instant'
        Get-CosUpload -UploadId $open.UploadId -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
    }

    It 'is refused for version 1, before anything is sent' {
        $file = New-TestFile "$folder/open.bin"
        $stub = [CosSlice.Pester.StubServer]::new()
        try {
            $c = @{ Context = New-TestContext $stub.Url; NoComplete = $true }
            { Send-CosFile $file @c -ApiVersion 1 } | Should -Throw -ErrorId 'InvalidOption,CosSlice.Commands.SendCosFileCommand' -ExpectedMessage '*Version 1*'
            [pscustomobject]@{ LiteralPath = $file.FullName; ApiVersion = 1 } | Send-CosFile @c -ErrorAction SilentlyContinue -ErrorVariable problems
            $problems.FullyQualifiedErrorId | Should -Be 'InvalidOption,CosSlice.Commands.SendCosFileCommand'
            $stub.Connections | Should -Be 0
        } finally {
            $stub.Dispose()
        }
    }

    It 'is refused for an empty file, and the others go up' {
        $files = (New-TestFile "$folder/open/empty.bin" 0), (New-TestFile "$folder/open/full.bin" 100 ([Random]::new().Next()))
        $open = $files | Send-CosFile -Context $context -KeyPrefix open/ -NoComplete -ErrorAction SilentlyContinue -ErrorVariable problems
        $open.Key | Should -Be 'open/full.bin'
        $problems.FullyQualifiedErrorId | Should -Be 'InvalidOption,CosSlice.Commands.SendCosFileCommand'
        $problems[0].ErrorDetails.Message | Should -Match 'empty\.bin'
        $open | Remove-CosUpload
    }
}

Describe '-WhatIf and -Confirm' {
    BeforeAll {
        $file = New-TestFile "$folder/whatif.bin"
    }

    BeforeEach {
        $stub = [CosSlice.Pester.StubServer]::new()
        $stub.Answer('POST', 200, 'application/json', (Get-Success), 0)
    }

    AfterEach {
        $stub.Dispose()
    }

    It '-WhatIf makes no connection and no file' {
        Remove-TestJournal
        $before = @(Get-ChildItem -LiteralPath $folder -Recurse -Force).Count
        Get-ChildItem $folder -Recurse -File | Send-CosFile -Root $folder -Context (New-TestContext $stub.Url) -WhatIf | Should -BeNullOrEmpty
        $stub.Connections | Should -Be 0
        @(Get-ChildItem -LiteralPath $folder -Recurse -Force).Count | Should -Be $before
        $env:COSSLICE_STATE | Should -Not -Exist
    }

    It '-WhatIf reports the errors that need no request' {
        Send-CosFile "$folder/none", $file, $file -Context (New-TestContext $stub.Url) -WhatIf -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems.FullyQualifiedErrorId | Should -Be 'PathNotFound,CosSlice.Commands.SendCosFileCommand', 'DuplicateKey,CosSlice.Commands.SendCosFileCommand'
    }

    It '-Confirm asks once a file, and sends what was agreed to' {
        $null = New-TestFile "$folder/confirm/1.bin"
        $null = New-TestFile "$folder/confirm/2.bin"
        $run = Invoke-ScriptFile -StandardInput "n`ny`n" @"
`$context = New-CosContext -AppId 1 -Bucket b -Endpoint $($stub.Url) -Credential ([pscredential]::new('AKIDx', ('k' | ConvertTo-SecureString -AsPlainText -Force)))
Get-ChildItem '$folder/confirm' | Sort-Object Name | Send-CosFile -Context `$context -Confirm | ForEach-Object { "sent=`$(`$_.Key)" }
"@
        @([regex]::Matches($run.Output, 'sent=\S+')).Value | Should -Be 'sent=2.bin'
        @($stub.Requests).Count | Should -Be 1
    }

    It 'asks by itself where $ConfirmPreference is Medium' {
        [CosSlice.Commands.SendCosFileCommand].GetCustomAttributes([Management.Automation.CmdletAttribute], $false).ConfirmImpact | Should -Be 'Medium'
    }
}

Describe 'Parameters of the transfer' {
    BeforeAll {
        $file = New-TestFile "$folder/options.bin"
        $large = New-TestFile "$folder/large.bin" 24MB
        $refusal = '{"code":-97,"message":"refused","request_id":"r"}'

        function Get-Field([string] $Request, [string] $Name) {
            if ($Request -match "name=`"?$Name`"?(?:\r\n[^\r]+)*\r\n\r\n([^\r]*)\r\n") { $Matches[1] }
        }
    }

    BeforeEach {
        $stub = [CosSlice.Pester.StubServer]::new()
        $stubContext = New-TestContext $stub.Url
    }

    AfterEach {
        $stub.Dispose()
    }

    It '-SliceSize is what the service is asked for' {
        $stub.Answer('POST', 400, 'application/json', $refusal, 0)
        foreach ($size in 512KB, 1MB, 3MB) {
            Send-CosFile $large -Context $stubContext -SliceSize $size -ErrorAction SilentlyContinue
        }

        Send-CosFile $large -Context $stubContext -ErrorAction SilentlyContinue
        $asked = @($stub.Requests | Where-Object { (Get-Field $_ op) -eq 'upload_slice_init' } | ForEach-Object { Get-Field $_ slice_size })
        $asked | Should -Be '524288', '1048576', '3145728', '1048576'
    }

    It '-SliceSize refuses <Size>' -ForEach @(@{ Size = 256KB }, @{ Size = 1MB + 1 }, @{ Size = 4MB }, @{ Size = 0 }) {
        $stub.Answer('POST', 400, 'application/json', $refusal, 0)
        { Send-CosFile $large -Context $stubContext -SliceSize $Size } | Should -Throw -ErrorId 'InvalidOption,*'
        $stub.Connections | Should -Be 0
    }

    It '-SliceSize of half a MiB arrives whole' {
        $sent = Send-CosFile $large -Key halves -Context $context -SliceSize 512KB
        Get-StoredSha1 $emulator.Url halves | Should -Be (Get-Sha1 $large.FullName)
        $sent.BytesSent | Should -Be $large.Length
    }

    It '-BizAttribute is kept with the object, in version <_>' -ForEach 1, 4 {
        $attribute = 'remark {"a":1} = & 中'
        foreach ($sent in $file, $large) {
            $null = Send-CosFile $sent -Key "biz$_" -Context $context -ApiVersion $_ -BizAttribute $attribute -Force
            (Get-Stat $emulator.Url "biz$_").biz_attr | Should -BeExactly $attribute
        }
    }

    It '-BizAttribute is <Name>' -ForEach @(
        @{ Name = 'sent at 4 KB'; Text = 'a' * 4096; Sent = 4096 }
        @{ Name = 'empty without it'; Text = $null; Sent = 0 }
    ) {
        $given = if ($Text) { @{ BizAttribute = $Text } } else { @{} }
        $null = Send-CosFile $file -Key bizlength -Context $context -Force @given
        (Get-Stat $emulator.Url bizlength).biz_attr.Length | Should -Be $Sent
    }

    It '-BizAttribute of <Name> is refused before anything is sent' -ForEach @(
        @{ Name = '4097 characters'; Text = 'a' * 4097 }
        @{ Name = '4098 bytes in 1366 characters'; Text = '中' * 1366 }
    ) {
        $stub.Answer('POST', 400, 'application/json', $refusal, 0)
        { Send-CosFile $file -Context $stubContext -BizAttribute $Text } | Should -Throw -ErrorId 'InvalidOption,*' -ExpectedMessage '*bytes of UTF-8*'
        $stub.Connections | Should -Be 0
    }

    It '-Checksum Md5 warns once where the service sends no MD5, and the others have no need to' {
        $silent = Start-Emulator '--answer-datamd5', 'false'
        try {
            $c = @{ Context = New-TestContext $silent.Url; Force = $true; WarningAction = 'SilentlyContinue' }
            $null = Send-CosFile $large @c -Checksum Md5 -WarningVariable md5
            $null = Send-CosFile $large @c -Checksum None -WarningVariable none
            $null = Send-CosFile $large @c -WarningVariable default
            @($md5).Count | Should -Be 1
            @($none).Count | Should -Be 0
            @($default).Count | Should -Be 0
        } finally {
            Stop-Emulator $silent
        }
    }

    It '-ThrottleLimit bounds the requests in flight over all files' {
        1..6 | ForEach-Object { $null = New-TestFile "$folder/throttle/$_.bin" }

        # Held until the second request has come: with a limit of one it never does, so that one is asked first.
        $stub.Answer('POST', 200, 'application/json', (Get-Success), 0)
        $null = Get-ChildItem "$folder/throttle" | Send-CosFile -Context $stubContext -ThrottleLimit 1
        $stub.MaximumInFlight | Should -Be 1
        $gate = [CosSlice.Pester.StubServer]::new()
        try {
            $gate.Answer('POST', 200, 'application/json', (Get-Success), 3)
            $null = Get-ChildItem "$folder/throttle" | Send-CosFile -Context (New-TestContext $gate.Url) -ThrottleLimit 3
            $gate.MaximumInFlight | Should -Be 3
        } finally {
            $gate.Dispose()
        }
    }

    It '-MaxBytesPerSecond holds back what would else be sent long since' {
        $held = New-TestFile "$folder/held.bin" 1MB 11
        $script = {
            param($File, $Context, $Rates)
            foreach ($rate in $Rates) {
                $limit = if ($rate) { @{ MaxBytesPerSecond = $rate } } else { @{} }
                Send-CosFile $File -Context $Context -Key "rate-$rate" @limit
            }
        }
        $slow = Start-Guarded $script @{ File = $held.FullName; Context = $context; Rates = '1KB' }
        try {
            $others = Start-Guarded $script @{ File = $held.FullName; Context = $context; Rates = '', 1TB, '16MB' }
            $null = Wait-Guarded $others
            $others.Output.Key | Should -Be 'rate-', "rate-$(1TB)", 'rate-16MB'
            $slow.Shell.InvocationStateInfo.State | Should -Be 'Running'
        } finally {
            Stop-Guarded $slow
        }

        $slow.Output | Should -BeNullOrEmpty
        Get-StoredSha1 $emulator.Url 'rate-1KB' | Should -BeNullOrEmpty
        Get-StoredSha1 $emulator.Url 'rate-16MB' | Should -Be (Get-Sha1 $held.FullName)
    }

    It '-MaximumRetryCount is how often a request is repeated' {
        $stub.Answer('POST', 503, 'text/plain', 'busy', 0)
        foreach ($count in 0, 3) {
            $before = @($stub.Requests).Count
            Send-CosFile $file -Context $stubContext -MaximumRetryCount $count -RetryIntervalSec 0 -WarningAction SilentlyContinue -ErrorAction SilentlyContinue -ErrorVariable problems
            @($stub.Requests | Select-Object -Skip $before | Where-Object { (Get-Field $_ op) -eq 'upload' }).Count | Should -Be ($count + 1)
            $problems[0].FullyQualifiedErrorId | Should -BeLike 'TransferInterrupted,*'
        }
    }

    It '-RetryIntervalSec is how long it waits before that' {
        $stub.Answer('POST', 503, 'text/plain', 'busy', 0)
        $slow = Start-Guarded { param($File, $Context) Send-CosFile $File -Context $Context -MaximumRetryCount 6 -RetryIntervalSec 3600 } @{ File = $file.FullName; Context = $stubContext }
        try {
            $stub.WaitForRequests(1, $Guard) | Should -BeTrue
            $quick = Start-Guarded { param($File, $Context) Send-CosFile $File -Context $Context -MaximumRetryCount 6 -RetryIntervalSec 0 } @{ File = $file.FullName; Context = $stubContext }
            $null = Wait-Guarded $quick
            $slow.Shell.InvocationStateInfo.State | Should -Be 'Running'
        } finally {
            Stop-Guarded $slow
        }
    }

    It '-RetryTimeoutSec ends repeats that get nowhere' {
        $stub.Answer('POST', 503, 'text/plain', 'busy', 0)
        $run = Start-Guarded { param($File, $Context) Send-CosFile $File -Context $Context -RetryIntervalSec 0.01 -RetryTimeoutSec 0.2 } @{ File = $file.FullName; Context = $stubContext }
        $null = Wait-Guarded $run
        $run.Shell.Streams.Error[0].FullyQualifiedErrorId | Should -BeLike 'TransferInterrupted,*'
    }

    It '-OperationTimeoutSeconds ends a request that hangs' {
        $run = Start-Guarded { param($File, $Context) Send-CosFile $File -Context $Context -MaximumRetryCount 0 -OperationTimeoutSeconds 0.3 } @{ File = $file.FullName; Context = $stubContext }
        $run.Handle.AsyncWaitHandle.WaitOne([timespan]::FromSeconds($Guard)) | Should -BeTrue
        $run.Shell.Streams.Error[0].FullyQualifiedErrorId | Should -BeLike 'TransferInterrupted,*'
        $stub.WaitForAllClosed($Guard) | Should -BeTrue
    }

    It '-ConnectionTimeoutSeconds ends a connection that does not come about' -Skip:(-not (Test-Path /proc/net/tcp)) {
        # A full queue of connections that nobody accepts: Linux leaves further ones unanswered.
        $listener = [Net.Sockets.Socket]::new('InterNetwork', 'Stream', 'Tcp')
        $listener.Bind([Net.IPEndPoint]::new([Net.IPAddress]::Loopback, 0))
        $listener.Listen(0)
        $port = $listener.LocalEndPoint.Port
        $waiting = 1..3 | ForEach-Object { $client = [Net.Sockets.TcpClient]::new(); $null = $client.ConnectAsync('127.0.0.1', $port); $client }
        try {
            $run = Start-Guarded { param($File, $Context) Send-CosFile $File -Context $Context -MaximumRetryCount 0 -ConnectionTimeoutSeconds 0.3 } @{ File = $file.FullName; Context = New-TestContext "http://127.0.0.1:$port" }
            $run.Handle.AsyncWaitHandle.WaitOne([timespan]::FromSeconds($Guard)) | Should -BeTrue
            $run.Shell.Streams.Error[0].FullyQualifiedErrorId | Should -BeLike 'TransferInterrupted,*'
        } finally {
            $waiting | ForEach-Object { $_.Dispose() }
            $listener.Dispose()
        }
    }

    It '-Region is where requests go, and -Proxy the way there' {
        $stub.AnswerRaw('CONNECT', "HTTP/1.1 403 Forbidden`r`nContent-Length: 0`r`n`r`n", 0)
        Send-CosFile $file -AppId 1 -Bucket b -Region ap-guangzhou -Credential (New-TestCredential) -Proxy $stub.Url -MaximumRetryCount 0 -ErrorAction SilentlyContinue
        $stub.Requests[0] | Should -BeLike 'CONNECT gz.file.myqcloud.com:443 *'
    }

    It '-ProxyCredential goes to the proxy that asks for it' {
        $stub.Answer('Proxy-Authorization', 200, 'application/json', (Get-Success), 0)
        $stub.AnswerRaw('POST', "HTTP/1.1 407 Asked`r`nProxy-Authenticate: Basic realm=`"stub`"`r`nContent-Length: 0`r`n`r`n", 0)
        $null = Send-CosFile $file -Context (New-TestContext http://cos.invalid) -Proxy $stub.Url -ProxyCredential (New-TestCredential user word)
        $stub.Requests[-1] | Should -Match ('Proxy-Authorization: Basic ' + [Convert]::ToBase64String([Text.Encoding]::ASCII.GetBytes('user:word')))
    }

    It '-ProxyCredential without -Proxy is refused' {
        { Send-CosFile $file -Context $stubContext -ProxyCredential (New-TestCredential) } | Should -Throw -ErrorId 'InvalidOption,*'
    }

    It '-NoProxy goes past the proxy of the environment' -Skip:($PSVersionTable.PSVersion.Major -lt 7) {
        $stub.Answer('POST', 200, 'application/json', (Get-Success), 0)
        $proxy = [CosSlice.Pester.StubServer]::new()
        $proxy.Answer('POST', 200, 'application/json', (Get-Success), 0)
        try {
            $run = Invoke-ScriptFile -Environment @{ http_proxy = $proxy.Url; no_proxy = '' } @"
`$context = New-CosContext -AppId 1 -Bucket b -Endpoint $($stub.Url) -Credential ([pscredential]::new('AKIDx', ('k' | ConvertTo-SecureString -AsPlainText -Force)))
Send-CosFile '$($file.FullName)' -Context `$context -Key proxied
Send-CosFile '$($file.FullName)' -Context `$context -Key direct -NoProxy
"@
            $run.Errors | Should -BeNullOrEmpty
            $proxy.Requests | Should -HaveCount 1
            $proxy.Requests[0] | Should -Match '/proxied '
            $stub.Requests | Should -HaveCount 1
            $stub.Requests[0] | Should -Match '/direct '
        } finally {
            $proxy.Dispose()
        }
    }

    It '-NoProxy and -Proxy exclude each other' {
        { Send-CosFile $file -Context $stubContext -NoProxy -Proxy http://127.0.0.1:1 } | Should -Throw -ErrorId 'InvalidOption,*'
    }

    It '-SkipCertificateCheck takes a certificate that nobody signed, and without it none is' {
        $secure = Start-Emulator -Urls 'https://127.0.0.1:0'
        try {
            $c = @{ Context = New-TestContext $secure.Url; MaximumRetryCount = 0 }
            { Send-CosFile $file @c -ErrorAction Stop } | Should -Throw
            (Send-CosFile $file @c -SkipCertificateCheck -WarningAction SilentlyContinue).Key | Should -Be 'options.bin'
        } finally {
            Stop-Emulator $secure
        }
    }

    It 'refuses <Parameter> <Value>' -ForEach @(
        @{ Parameter = 'ThrottleLimit'; Value = 0 }
        @{ Parameter = 'ThrottleLimit'; Value = 257 }
        @{ Parameter = 'MaxBytesPerSecond'; Value = 1023 }
        @{ Parameter = 'MaxBytesPerSecond'; Value = -1 }
        @{ Parameter = 'MaximumRetryCount'; Value = -1 }
        @{ Parameter = 'RetryIntervalSec'; Value = -1 }
        @{ Parameter = 'RetryTimeoutSec'; Value = [double]::NaN }
        @{ Parameter = 'ConnectionTimeoutSeconds'; Value = 0 }
        @{ Parameter = 'OperationTimeoutSeconds'; Value = 1e12 }
        @{ Parameter = 'Checksum'; Value = 'Crc' }
        @{ Parameter = 'Bucket'; Value = '' }
        @{ Parameter = 'Context'; Value = $null }
        @{ Parameter = 'Credential'; Value = $null }
    ) {
        $stub.Answer('POST', 400, 'application/json', $refusal, 0)
        $given = @{ Context = $stubContext }
        $given[$Parameter] = $Value
        { Send-CosFile $file @given } | Should -Throw
        $stub.Connections | Should -Be 0
    }
}
