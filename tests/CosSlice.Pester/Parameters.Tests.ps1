# No parameter does nothing: each one of each cmdlet has a test here that shows what is otherwise without it, or names the
# test that does. A parameter that has neither fails the last test of this file.

BeforeDiscovery {
    $askers = 'Send-CosFile', 'Test-CosFile', 'Get-CosFile', 'Get-CosUpload', 'Resume-CosUpload', 'Complete-CosUpload', 'Remove-CosUpload'
    $changers = 'Send-CosFile', 'Resume-CosUpload', 'Complete-CosUpload', 'Remove-CosUpload'

    # What every cmdlet that asks the service has, by what the service, or a proxy, sees of it.
    $shared = [ordered]@{
        Context                  = {
            { Invoke-Asker -Without Context } | Should -Throw -ErrorId 'Cos*Missing,*'
            $stub.Requests | Should -HaveCount 0
            Invoke-Asker
            Get-Signer $stub.Requests[0] | Should -Be 'AKIDemulator'
        }
        Credential               = {
            Invoke-Asker @{ Credential = New-TestCredential AKIDother }
            Get-Signer $stub.Requests[0] | Should -Be 'AKIDother'
        }
        Signature                = {
            $signature = New-CosSignature -Context $context
            Invoke-Asker @{ Signature = $signature }
            $stub.Requests[0] | Should -Match ('(?m)^Authorization: ' + [regex]::Escape($signature))
        }
        AppId                    = { Assert-Place @{ AppId = '5' } 'http://cos\.invalid/files/v2/5/accesslog/' }
        Bucket                   = { Assert-Place @{ Bucket = 'other' } 'http://cos\.invalid/files/v2/10055004/other/' }
        Region                   = { Assert-Place @{ Region = 'gz' } '^CONNECT gz\.file\.myqcloud\.com' }
        Endpoint                 = { Assert-Place @{ Endpoint = 'http://other.invalid' } 'http://other\.invalid/files/' }
        ApiVersion               = { Assert-Place @{ ApiVersion = 1 } 'http://cos\.invalid/files/v1/' }
        ThrottleLimit            = {
            foreach ($limit in 1, 3) {
                New-Entries
                $held = [CosSlice.Pester.StubServer]::new()
                try {
                    $held.Answer('HTTP', 400, 'application/json', $refusal, 100)
                    $run = Start-Asker @{ Proxy = $held.Url; ThrottleLimit = $limit } -Several
                    $held.WaitForRequests($limit, $Guard) | Should -BeTrue
                    if ($limit -eq 1) {
                        $held.WaitForRequests(2, 1) | Should -BeFalse
                    }

                    $held.Release()
                    $null = Wait-Guarded $run
                    $held.MaximumInFlight | Should -Be $limit
                } finally {
                    $held.Dispose()
                }
            }
        }
        MaximumRetryCount        = {
            $counts = foreach ($count in 0, 2) {
                $before = @($busy.Requests).Count
                Invoke-Asker @{ Proxy = $busy.Url; MaximumRetryCount = $count; RetryIntervalSec = 0 }
                @($busy.Requests).Count - $before
            }
            $counts[0] | Should -BeGreaterThan 0
            $counts[1] - $counts[0] | Should -BeGreaterOrEqual 2
        }
        RetryIntervalSec         = {
            $slow = Start-Asker @{ Proxy = $busy.Url; MaximumRetryCount = 1; RetryIntervalSec = 3600 }
            try {
                $busy.WaitForRequests(1, $Guard) | Should -BeTrue
                Invoke-Asker @{ Proxy = $busy.Url; MaximumRetryCount = 1; RetryIntervalSec = 0 } -Other
                $problems[0].FullyQualifiedErrorId | Should -BeLike 'TransferInterrupted,*'
                $slow.Shell.InvocationStateInfo.State | Should -Be 'Running'
            } finally {
                Stop-Guarded $slow
            }
        }
        RetryTimeoutSec          = {
            $run = Start-Asker @{ Proxy = $busy.Url; MaximumRetryCount = 1000000; RetryIntervalSec = 0.001; RetryTimeoutSec = 0.1 }
            Assert-GivesUp $run
        }
        OperationTimeoutSeconds  = {
            $silent = [CosSlice.Pester.StubServer]::new()
            try {
                # What has no body of its own, such as a stat, has the time for connecting on top of it.
                $run = Start-Asker @{ Proxy = $silent.Url; OperationTimeoutSeconds = 0.2; ConnectionTimeoutSeconds = 0.2 }
                Assert-GivesUp $run
            } finally {
                $silent.Dispose()
            }
        }
        ConnectionTimeoutSeconds = {
            if (-not (Test-Path /proc/net/tcp)) {
                Set-ItResult -Skipped -Because 'only Linux leaves a connection unanswered when the queue is full'
                return
            }

            $listener = [Net.Sockets.Socket]::new('InterNetwork', 'Stream', 'Tcp')
            $listener.Bind([Net.IPEndPoint]::new([Net.IPAddress]::Loopback, 0))
            $listener.Listen(0)
            $port = $listener.LocalEndPoint.Port
            $waiting = 1..3 | ForEach-Object { $client = [Net.Sockets.TcpClient]::new(); $null = $client.ConnectAsync('127.0.0.1', $port); $client }
            try {
                # Windows PowerShell's build is not told when a connection stands: where there is no body to show it, both times pass.
                $run = Start-Asker @{ Proxy = "http://127.0.0.1:$port"; ConnectionTimeoutSeconds = 0.2; OperationTimeoutSeconds = 0.2 }
                Assert-GivesUp $run
            } finally {
                $waiting | ForEach-Object { $_.Dispose() }
                $listener.Dispose()
            }
        }
        Proxy                    = {
            $other = [CosSlice.Pester.StubServer]::new()
            try {
                $other.Answer('HTTP', 400, 'application/json', $refusal, 0)
                Invoke-Asker @{ Proxy = $other.Url }
                $other.Requests.Count | Should -BeGreaterThan 0
                $stub.Requests | Should -HaveCount 0
            } finally {
                $other.Dispose()
            }
        }
        ProxyCredential          = {
            $asking = [CosSlice.Pester.StubServer]::new()
            try {
                $asking.Answer('Proxy-Authorization', 400, 'application/json', $refusal, 0)
                $asking.AnswerRaw('HTTP', "HTTP/1.1 407 Asked`r`nProxy-Authenticate: Basic realm=`"stub`"`r`nContent-Length: 0`r`n`r`n", 0)
                Invoke-Asker @{ Proxy = $asking.Url }
                $asking.Requests | Where-Object { $_ -match 'Proxy-Authorization' } | Should -BeNullOrEmpty
                Invoke-Asker @{ Proxy = $asking.Url; ProxyCredential = New-TestCredential user word }
                $asking.Requests[-1] | Should -Match ('Proxy-Authorization: Basic ' + [Convert]::ToBase64String([Text.Encoding]::ASCII.GetBytes('user:word')))
            } finally {
                $asking.Dispose()
            }
        }
        ProxyUseDefaultCredentials = {
            # No proxy that asks for who is logged on is to be had here: it is held against what the requests are made with.
            $command = (Get-Command $Cmdlet).ImplementingType::new()
            $command.Proxy = $stub.Url
            $options = $command.GetType().GetMethod('Options', [Reflection.BindingFlags]'Instance, NonPublic')
            $options.Invoke($command, @()).ProxyCredential | Should -BeNullOrEmpty
            $command.ProxyUseDefaultCredentials = $true
            [object]::ReferenceEquals($options.Invoke($command, @()).ProxyCredential, [Net.CredentialCache]::DefaultCredentials) | Should -BeTrue
            $command.Dispose()
        }
        NoProxy                  = {
            if ($PSVersionTable.PSVersion.Major -lt 7) {
                Set-ItResult -Skipped -Because 'Windows PowerShell has its proxy from the registry'
                return
            }

            $seen = Get-ProxyUse
            $seen["$Cmdlet/proxy"] | Should -BeGreaterThan 0
            $seen["$Cmdlet/direct"] | Should -Be 0
        }
        SkipCertificateCheck     = {
            $secure = Get-SecureEmulator
            New-Entries -Endpoint $secure.Url
            $here = @{ Context = New-TestContext $secure.Url }
            Invoke-Asker $here -Without Proxy
            $problems[0].FullyQualifiedErrorId | Should -BeLike 'ConnectionNotSecure,*'
            Invoke-Asker ($here + @{ SkipCertificateCheck = $true }) -Without Proxy
            $problems | Should -BeNullOrEmpty
        }
    }

    $asks = [ordered]@{
        WhatIf  = {
            Invoke-Asker @{ WhatIf = $true }
            $stub.Requests | Should -HaveCount 0
            Invoke-Asker
            $stub.Requests.Count | Should -BeGreaterThan 0
        }
        Confirm = {
            # This host can't ask, so what must be asked about is not done.
            $run = Start-Asker @{ Confirm = $true }
            $null = Wait-Guarded $run
            $stub.Requests | Should -HaveCount 0
            $run = Start-Asker @{}
            $null = Wait-Guarded $run
            $stub.Requests.Count | Should -BeGreaterThan 0
        }
    }

    $rows = @(
        foreach ($cmdlet in $askers) {
            foreach ($parameter in $shared.Keys) {
                @{ Cmdlet = $cmdlet; Parameter = $parameter; Test = $shared[$parameter] }
            }
        }

        foreach ($cmdlet in $changers) {
            foreach ($parameter in $asks.Keys) {
                @{ Cmdlet = $cmdlet; Parameter = $parameter; Test = $asks[$parameter] }
            }
        }

        foreach ($cmdlet in 'Resume-CosUpload', 'Complete-CosUpload', 'Remove-CosUpload', 'Get-CosUpload') {
            @{
                Cmdlet = $cmdlet; Parameter = 'Key'; Test = {
                    # One file under two keys.
                    Send-Entry "$folder/1.bin" -Key second
                    Invoke-Asker @{ Key = 'second' }
                    $stub.Requests | ForEach-Object { $_.Split("`r")[0] -match '/second HTTP' } | Should -Not -Contain $false
                    $stub.Requests.Count | Should -BeGreaterThan 0
                }
            }
        }

        @{
            Cmdlet = 'Set-CosContext'; Parameter = 'Signature'; Test = {
                try {
                    Set-CosContext -Signature (New-CosSignature -Context $context)
                    (Get-CosContext).CredentialSource | Should -Be 'Signature'
                } finally {
                    Set-CosContext -Clear
                }
            }
        }
        @{
            Cmdlet = 'Set-CosContext'; Parameter = 'Confirm'; Test = {
                $script = { param($More) try { Set-CosContext -AppId 3 @More } catch { 'not asked' } (Get-CosContext).AppId }
                $run = Start-Guarded $script @{ More = @{ Confirm = $true } }
                $null = Wait-Guarded $run
                $run.Output | Should -Be 'not asked', $null
                $run = Start-Guarded $script @{ More = @{} }
                $null = Wait-Guarded $run
                $run.Output | Should -Be '3'
            }
        }
    )

    # Cmdlet, parameter, file and full name of the test that shows what it does.
    $references = @(
        , @('Send-CosFile', 'Path', 'Pipeline', 'Folders.are an error where they are named: <Name>')
        , @('Send-CosFile', 'LiteralPath', 'Pipeline', 'What binds.<Name>')
        , @('Send-CosFile', 'Key', 'Pipeline', 'What binds.<Name>')
        , @('Send-CosFile', 'KeyPrefix', 'Pipeline', 'What binds.<Name>')
        , @('Send-CosFile', 'Root', 'Pipeline', 'What binds.<Name>')
        , @('Send-CosFile', 'Checksum', 'Send-CosFile', 'Parameters of the transfer.-Checksum Md5 warns once where the service sends no MD5, and the others have no need to')
        , @('Send-CosFile', 'SliceSize', 'Send-CosFile', 'Parameters of the transfer.-SliceSize is what the service is asked for')
        , @('Send-CosFile', 'MaxBytesPerSecond', 'Send-CosFile', 'Parameters of the transfer.-MaxBytesPerSecond holds back what would else be sent long since')
        , @('Send-CosFile', 'Force', 'Send-CosFile', '-Force.overwrites, and without it nothing is')
        , @('Send-CosFile', 'BizAttribute', 'Send-CosFile', 'Parameters of the transfer.-BizAttribute is kept with the object, in version <_>')
        , @('Send-CosFile', 'NoComplete', 'Send-CosFile', '-NoComplete.leaves the last step open, with <Checksum>')
        , @('Test-CosFile', 'Path', 'Test-CosFile', 'What Test-CosFile takes.<Name>')
        , @('Test-CosFile', 'LiteralPath', 'Test-CosFile', 'What Test-CosFile takes.<Name>')
        , @('Test-CosFile', 'Key', 'Test-CosFile', 'What Test-CosFile takes.<Name>')
        , @('Test-CosFile', 'KeyPrefix', 'Test-CosFile', 'What Test-CosFile takes.<Name>')
        , @('Test-CosFile', 'Root', 'Test-CosFile', 'What Test-CosFile takes.<Name>')
        , @('Get-CosFile', 'Key', 'Get-CosFile', 'Get-CosFile.takes <Name>, and answers in order')
        , @('Get-CosUpload', 'UploadId', 'Get-CosUpload', 'Get-CosUpload.finds by id, in the order of the ids')
        , @('Get-CosUpload', 'Path', 'Get-CosUpload', 'Get-CosUpload.finds by path: <Path>')
        , @('Get-CosUpload', 'LiteralPath', 'Get-CosUpload', 'Get-CosUpload.finds by literal path, also of a file that is gone')
        , @('Get-CosUpload', 'State', 'Get-CosUpload', 'Get-CosUpload.keeps to -State')
        , @('Get-CosUpload', 'Refresh', 'Get-CosUpload', 'Get-CosUpload -Refresh.says what the service has, in order, and writes nothing')
        , @('Resume-CosUpload', 'UploadId', 'Resume-CosUpload', 'An upload that was cut off.is found as <Name>')
        , @('Resume-CosUpload', 'Path', 'Resume-CosUpload', 'An upload that was cut off.is found as <Name>')
        , @('Resume-CosUpload', 'LiteralPath', 'Resume-CosUpload', 'An upload that was cut off.is found as <Name>')
        , @('Resume-CosUpload', 'MaxBytesPerSecond', 'Resume-CosUpload', 'An upload that was cut off.goes on under -MaxBytesPerSecond, of at least 1KB')
        , @('Complete-CosUpload', 'UploadId', 'Complete-CosUpload', 'Complete-CosUpload.finds what is meant as <Name>')
        , @('Complete-CosUpload', 'Path', 'Complete-CosUpload', 'Complete-CosUpload.finds what is meant as <Name>')
        , @('Complete-CosUpload', 'LiteralPath', 'Complete-CosUpload', 'Complete-CosUpload.finds what is meant as <Name>')
        , @('Remove-CosUpload', 'UploadId', 'Remove-CosUpload', 'Remove-CosUpload.finds what is meant as <Name>')
        , @('Remove-CosUpload', 'Path', 'Remove-CosUpload', 'Remove-CosUpload.finds what is meant as <Name>')
        , @('Remove-CosUpload', 'LiteralPath', 'Remove-CosUpload', 'Remove-CosUpload.finds what is meant as <Name>')
        , @('Remove-CosUpload', 'Remote', 'Remove-CosUpload', 'Remove-CosUpload -Remote.deletes the half object, in version <_>')
        , @('Remove-CosUpload', 'OneTimeSignature', 'Remove-CosUpload', 'Remove-CosUpload -Remote.deletes with a one-time signature beside it')
        , @('New-CosContext', 'AppId', 'New-CosContext', 'New-CosContext.takes every part from its parameter')
        , @('New-CosContext', 'Bucket', 'New-CosContext', 'New-CosContext.takes every part from its parameter')
        , @('New-CosContext', 'Region', 'New-CosContext', 'New-CosContext.takes every part from its parameter')
        , @('New-CosContext', 'Endpoint', 'New-CosContext', 'New-CosContext.takes an endpoint as it is')
        , @('New-CosContext', 'ApiVersion', 'New-CosContext', 'What a context looks like.is a list of all that it is, and of nothing that it is not')
        , @('New-CosContext', 'Credential', 'New-CosContext', 'New-CosContext.takes every part from its parameter')
        , @('New-CosContext', 'Signature', 'New-CosContext', 'What a context looks like.says when a signature expires, by this clock')
        , @('Set-CosContext', 'Context', 'Set-CosContext', 'Set-CosContext.replaces the whole by a whole')
        , @('Set-CosContext', 'Clear', 'Set-CosContext', 'Set-CosContext.forgets with -Clear')
        , @('Set-CosContext', 'PassThru', 'Set-CosContext', 'Set-CosContext.returns with -PassThru what is set, and else nothing')
        , @('Set-CosContext', 'AppId', 'Set-CosContext', 'Set-CosContext.changes the part <Part> alone')
        , @('Set-CosContext', 'Bucket', 'Set-CosContext', 'Set-CosContext.changes the part <Part> alone')
        , @('Set-CosContext', 'Region', 'Set-CosContext', 'Set-CosContext.changes the part <Part> alone')
        , @('Set-CosContext', 'Endpoint', 'Set-CosContext', 'Set-CosContext.changes the part <Part> alone')
        , @('Set-CosContext', 'ApiVersion', 'Set-CosContext', 'Set-CosContext.changes the part <Part> alone')
        , @('Set-CosContext', 'Credential', 'Set-CosContext', 'Set-CosContext.sets a credential')
        , @('Set-CosContext', 'WhatIf', 'Set-CosContext', 'Set-CosContext.changes nothing with -WhatIf')
        , @('New-CosSignature', 'ValidFor', 'New-CosSignature', 'New-CosSignature.-ValidFor <Time> is how long')
        , @('New-CosSignature', 'Once', 'New-CosSignature', 'New-CosSignature -Once.is bound to the percent-encoded object: <Key>')
        , @('New-CosSignature', 'Key', 'New-CosSignature', 'New-CosSignature -Once.is bound to the percent-encoded object: <Key>')
        , @('New-CosSignature', 'Context', 'New-CosSignature', 'New-CosSignature.takes what it needs from -Context, session and environment')
        , @('New-CosSignature', 'AppId', 'New-CosSignature', 'New-CosSignature.takes what it needs from -Context, session and environment')
        , @('New-CosSignature', 'Bucket', 'New-CosSignature', 'New-CosSignature.takes what it needs from -Context, session and environment')
        , @('New-CosSignature', 'Credential', 'New-CosSignature', 'New-CosSignature.needs <Part>')
    ) | ForEach-Object { @{ Cmdlet = $_[0]; Parameter = $_[1]; File = "$($_[2]).Tests.ps1"; Name = $_[3] } }

    $all = @($rows + $references | ForEach-Object { @{ Cmdlet = $_.Cmdlet; Parameter = $_.Parameter } })
}

BeforeAll {
    . $PSScriptRoot/common.ps1
    $folder = New-TestFolder
    $null = New-TestFile "$folder/1.bin" 1000 1
    $null = New-TestFile "$folder/2.bin" 1000 2
    $null = New-TestFile "$folder/3.bin" 1000 3
    $endpoint = 'http://cos.invalid'
    $context = New-TestContext $endpoint
    $refusal = '{"code":-97,"message":"refused","request_id":"r"}'
    $secured = @{}
    $proxied = @{}
    $askers = 'Send-CosFile', 'Test-CosFile', 'Get-CosFile', 'Get-CosUpload', 'Resume-CosUpload', 'Complete-CosUpload', 'Remove-CosUpload'

    # Uploads of the files whose last step is open, at an address that only a proxy leads to.
    function Send-Entry([string[]] $Path, [string] $Key) {
        $maker = [CosSlice.Pester.StubServer]::new()
        try {
            $maker.Answer('POST', 200, 'application/json', '{"code":0,"message":"SUCCESS","request_id":"r","data":{"session":"s","slice_size":1048576,"offset":0}}', 0)
            $named = if ($Key) { @{ Key = $Key } } else { @{} }
            $null = Send-CosFile -LiteralPath $Path -Context $context -Proxy $maker.Url -NoComplete @named
        } finally {
            $maker.Dispose()
        }
    }

    function New-Entries([string] $Endpoint) {
        Remove-TestJournal
        if ($Cmdlet -notlike '*Upload') {
            return
        }

        $files = 1..3 | ForEach-Object { "$folder/$_.bin" }
        if ($Endpoint) {
            $null = Send-CosFile -LiteralPath $files -Context (New-TestContext $Endpoint) -NoComplete -SkipCertificateCheck -WarningAction SilentlyContinue
        } else {
            Send-Entry $files
        }
    }

    function Get-Arguments([hashtable] $More = @{}, [string[]] $Without = @(), [switch] $Several, [switch] $Other) {
        $numbers = if ($Several) { 1..3 } elseif ($Other) { 2 } else { 1 }
        $arguments = @{ Context = $context; Proxy = $stub.Url; MaximumRetryCount = 0 }
        if ($Cmdlet -eq 'Get-CosFile') {
            $arguments.Key = @($numbers | ForEach-Object { "$_.bin" })
        } else {
            $arguments.LiteralPath = @($numbers | ForEach-Object { "$folder/$_.bin" })
        }

        switch ($Cmdlet) {
            'Get-CosUpload' { $arguments.Refresh = $true }
            'Remove-CosUpload' { $arguments.Remote = $true }
        }

        $More.Keys | ForEach-Object { $arguments[$_] = $More[$_] }
        $Without | ForEach-Object { $arguments.Remove($_) }
        $arguments
    }

    # Runs the cmdlet whose turn it is; what it asks comes to $stub, and what fails into $problems.
    function Invoke-Asker([hashtable] $More = @{}, [string[]] $Without = @(), [switch] $Several, [switch] $Other) {
        $arguments = Get-Arguments $More $Without -Several:$Several -Other:$Other
        $null = & $Cmdlet @arguments -ErrorAction SilentlyContinue -WarningAction SilentlyContinue -ErrorVariable found
        Set-Variable problems $found -Scope Script
    }

    function Start-Asker([hashtable] $More = @{}, [switch] $Several) {
        Start-Guarded { param($Cmdlet, $Arguments) & $Cmdlet @Arguments } @{ Cmdlet = $Cmdlet; Arguments = Get-Arguments $More -Several:$Several }
    }

    # One that goes on would be in the way of all that follow.
    function Assert-GivesUp($Run) {
        try {
            $Run.Handle.AsyncWaitHandle.WaitOne([timespan]::FromSeconds($Guard)) | Should -BeTrue
            $Run.Shell.Streams.Error[0].FullyQualifiedErrorId | Should -BeLike 'TransferInterrupted,*'
        } finally {
            Stop-Guarded $Run
        }
    }

    function Get-Signer([string] $Request) {
        if ($Request -match '(?m)^Authorization: (\S+)') {
            # The first 20 bytes are a digest: whatever they spell is no field.
            $signature = [Convert]::FromBase64String($Matches[1])
            if ([Text.Encoding]::ASCII.GetString($signature, 20, $signature.Length - 20) -match '(?:^|&)k=([^&]+)') {
                $Matches[1]
            }
        }
    }

    # Where a part of the place names it, requests go there; an upload goes where it was begun, and so is not meant by another place.
    function Assert-Place([hashtable] $Part, [string] $Address) {
        Invoke-Asker
        $stub.Requests.Count | Should -BeGreaterThan 0
        $stub.Requests[0].Split("`r")[0] | Should -Match ' http://cos\.invalid/files/v2/10055004/accesslog/'
        $before = $stub.Requests.Count
        Invoke-Asker $Part
        $more = @($stub.Requests | Select-Object -Skip $before)
        if ($Cmdlet -like '*Upload') {
            $more | Should -BeNullOrEmpty
            $problems[0].FullyQualifiedErrorId | Should -Match '^(InvalidOption|UploadNotFound),'
        } else {
            $more[0].Split("`r")[0] | Should -Match $Address
        }
    }

    function Get-SecureEmulator {
        if (-not $secured.Emulator) {
            $secured.Emulator = Start-Emulator -Urls 'https://127.0.0.1:0'
            $null = Send-CosFile "$folder/1.bin" -Context (New-TestContext $secured.Emulator.Url) -SkipCertificateCheck -WarningAction SilentlyContinue
        }

        $secured.Emulator
    }
    # How many requests a proxy of the environment sees of each cmdlet, without -NoProxy (proxy) and with it (direct). A process reads
    # its environment's proxy once; without a proxy the name leads nowhere. What comes in between tells whose turn it is.
    function Get-ProxyUse {
        if ($proxied.Count) {
            return $proxied
        }

        Remove-TestJournal
        Send-Entry (1..3 | ForEach-Object { "$folder/$_.bin" })
        $lines = foreach ($Cmdlet in $askers) {
            foreach ($more in @{}, @{ NoProxy = $true }) {
                $arguments = Get-Arguments $more Context, Proxy
                $text = ($arguments.Keys | ForEach-Object { "$_ = $(if ($arguments[$_] -is [bool]) { '$true' } else { "'$($arguments[$_])'" })" }) -join '; '
                "Get-CosFile turn/$Cmdlet/$(if ($more.Count) { 'direct' } else { 'proxy' }) -MaximumRetryCount 0"
                "`$a = @{ $text }; $Cmdlet @a"
            }
        }

        $run = Invoke-ScriptFile ($lines -join "`n") @{
            http_proxy = $stub.Url; no_proxy = ''; COS_APPID = $AppId; COS_BUCKET = $Bucket; COS_ENDPOINT = $endpoint; COS_SECRET_ID = 'AKIDx'; COS_SECRET_KEY = 'k'
        }
        foreach ($request in $stub.Requests) {
            if ($request -match '/turn/(\S+)\?') {
                $turn = $Matches[1]
                $proxied[$turn] = 0
            } else {
                $proxied[$turn]++
            }
        }

        $proxied.Count | Should -Be (2 * @($askers).Count) -Because $run.Errors
        $proxied
    }
}

AfterAll {
    Remove-Item -LiteralPath $folder -Recurse -Force
    Remove-TestJournal
    Stop-Emulator $secured.Emulator
}

Describe 'Without it something is otherwise' {
    BeforeEach {
        $stub = [CosSlice.Pester.StubServer]::new()
        $stub.AnswerRaw('CONNECT', "HTTP/1.1 403 Forbidden`r`nContent-Length: 0`r`n`r`n", 0)
        $stub.Answer('HTTP', 400, 'application/json', $refusal, 0)
        $busy = [CosSlice.Pester.StubServer]::new()
        $busy.Answer('HTTP', 503, 'text/plain', 'busy', 0)
        New-Entries
    }

    AfterEach {
        $stub.Dispose()
        $busy.Dispose()
    }

    It '<Cmdlet> -<Parameter>' -ForEach $rows {
        & $Test
    }
}

Describe 'A test elsewhere that shows what is otherwise' {
    BeforeAll {
        # Every It of a file under its full name, with all that it holds.
        function Find-Test([string] $File) {
            $ast = [Management.Automation.Language.Parser]::ParseFile((Join-Path $PSScriptRoot $File), [ref]$null, [ref]$null)
            foreach ($command in $ast.FindAll({ param($node) $node -is [Management.Automation.Language.CommandAst] -and $node.GetCommandName() -eq 'It' }, $true)) {
                $names = @($command.CommandElements[1].SafeGetValue())
                for ($parent = $command.Parent; $parent; $parent = $parent.Parent) {
                    if ($parent -is [Management.Automation.Language.CommandAst] -and $parent.GetCommandName() -in 'Describe', 'Context') {
                        $names = @($parent.CommandElements[1].SafeGetValue()) + $names
                    }
                }

                [pscustomobject]@{ Name = $names -join '.'; Text = $command.Extent.Text }
            }
        }
    }

    It '<Cmdlet> -<Parameter>: <File>, <Name>' -ForEach $references {
        $found = @(Find-Test $File | Where-Object Name -CEQ $Name)
        $found.Count | Should -Be 1
        $found[0].Text | Should -MatchExactly "\b$Cmdlet\b"
        $found[0].Text | Should -MatchExactly "\b$Parameter\b"
    }
}

Describe 'Every parameter' {
    It 'has a test that shows what is otherwise without it, and nothing else has' -ForEach @{ Shown = $all } {
        $common = [Management.Automation.Cmdlet]::CommonParameters
        $there = foreach ($command in Get-Command -Module CosSlice) {
            $command.Parameters.Keys | Where-Object { $_ -notin $common } | ForEach-Object { "$($command.Name) -$_" }
        }
        $there.Count | Should -BeGreaterThan 180
        $named = @($Shown | ForEach-Object { "$($_.Cmdlet) -$($_.Parameter)" })
        $there | Where-Object { $_ -cnotin $named } | Should -BeNullOrEmpty
        $named | Where-Object { $_ -cnotin $there } | Should -BeNullOrEmpty
        @($named | Sort-Object -Unique).Count | Should -Be $named.Count
    }
}
