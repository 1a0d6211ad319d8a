# The way to the service as administrators prescribe it, with each cmdlet that makes requests.
BeforeDiscovery {
    # Each does its work on what New-Work has made ready; its last word is whether that went well.
    $requesters = @(
        @{ Cmdlet = 'Send-CosFile'; Text = '(Send-CosFile -LiteralPath $Work.File -Key $Work.Fresh @Way).Key -eq $Work.Fresh' }
        @{ Cmdlet = 'Resume-CosUpload'; Text = '(Resume-CosUpload -UploadId $Work.Id @Way).Key -eq $Work.Key' }
        @{ Cmdlet = 'Complete-CosUpload'; Text = '(Complete-CosUpload -UploadId $Work.Id @Way).Key -eq $Work.Key' }
        @{ Cmdlet = 'Remove-CosUpload'; Text = 'Remove-CosUpload -UploadId $Work.Id -Remote -Confirm:$false @Way; -not (Get-CosUpload -UploadId $Work.Id -ErrorAction Ignore)' }
        @{ Cmdlet = 'Get-CosUpload'; Text = '(Get-CosUpload -UploadId $Work.Id -Refresh @Way).State -eq ''Sent''' }
        @{ Cmdlet = 'Get-CosFile'; Text = '(Get-CosFile -Key $Work.Stored @Way).Length -eq 5000' }
        @{ Cmdlet = 'Test-CosFile'; Text = 'Test-CosFile -LiteralPath $Work.File -Key $Work.Stored @Way' }
    )
}

BeforeAll {
    . $PSScriptRoot/uploads.ps1
    $port = ([uri]$emulator.Url).Port
    $secure = Start-Emulator -Urls 'https://127.0.0.1:0'
    $securePort = ([uri]$secure.Url).Port
    $open = [CosSlice.Pester.ForwardProxy]::new($port, '')
    $asking = [CosSlice.Pester.ForwardProxy]::new($port, 'DOMAIN\user:p:w')
    $secureOpen = [CosSlice.Pester.ForwardProxy]::new($securePort, '')
    $secureAsking = [CosSlice.Pester.ForwardProxy]::new($securePort, 'user:word')

    # No name server knows them: what reaches the emulator went through a proxy.
    $nowhere = New-TestContext 'http://cos.invalid'
    $secureNowhere = New-TestContext 'https://cos.invalid'
    $waived = @{ SkipCertificateCheck = $true; WarningAction = 'SilentlyContinue' }

    # A stored object and an upload that lacks its last step, for one test alone.
    function New-Work([hashtable] $Way) {
        $made = [guid]::NewGuid().ToString('N')
        $file = New-FreshFile "work-$made" 5000
        $null = Send-CosFile -LiteralPath $file.FullName -Key "stored-$made" @Way
        $large = New-FreshFile "sent-$made" 2MB
        $sent = Send-CosFile -LiteralPath $large.FullName -NoComplete @Way
        @{ File = $file.FullName; Stored = "stored-$made"; Fresh = "fresh-$made"; Id = $sent.UploadId; Key = $sent.Key }
    }

    function Invoke-Work([string] $Text, [hashtable] $Work, [hashtable] $Way) {
        & ([scriptblock]::Create($Text))
    }

    # The first error of what must go wrong.
    function Get-Problem([string] $Text, [hashtable] $Work, [hashtable] $Way) {
        $Way += @{ ErrorVariable = 'problems'; ErrorAction = 'SilentlyContinue' }
        $null = . ([scriptblock]::Create($Text))
        $problems[0]
    }

    # What is under the test in a shell of its own, whose environment names the proxies. The key and nothing else tells the
    # requests of one cmdlet from those of another.
    function Invoke-WithEnvironment([hashtable] $Environment, [hashtable[]] $Requesters, [hashtable] $Ready, [string] $More) {
        $clean = @{}
        foreach ($variable in 'http_proxy', 'https_proxy', 'all_proxy', 'no_proxy') {
            $clean[$variable] = ''
            $clean[$variable.ToUpperInvariant()] = ''
        }

        $works = @{}
        $text = "`$Way = @{ WarningAction = 'SilentlyContinue'; MaximumRetryCount = 0; ErrorAction = 'Stop' }; $More`n"
        foreach ($requester in $Requesters) {
            $work = New-Work $Ready
            $works[$requester.Cmdlet] = $work
            $text += "`$Work = '$(($work | ConvertTo-Json -Compress).Replace("'", "''"))' | ConvertFrom-Json`n"
            $text += "'$($requester.Cmdlet) ' + `$(`n$($requester.Text)`n)`n"
        }

        $open.Clear()
        $secureOpen.Clear()
        foreach ($variable in $Environment.Keys) {
            $clean[$variable] = $Environment[$variable]
        }

        foreach ($part in 'APPID', 'BUCKET', 'SECRET_ID', 'SECRET_KEY') {
            $clean["COS_$part"] = @{ APPID = $AppId; BUCKET = $Bucket; SECRET_ID = 'AKIDemulator'; SECRET_KEY = $SecretKey }[$part]
        }

        $clean['COS_ENDPOINT'] = [string]$Ready.Context.Endpoint
        $run = Invoke-ScriptFile $text $clean
        $run.Errors | Should -BeNullOrEmpty
        $run.Output.Trim() -split '\r?\n' | Should -Be ($Requesters | ForEach-Object { "$($_.Cmdlet) True" })
        $works
    }
}

AfterAll {
    Remove-TestUploads
    Stop-Emulator $secure
    $open, $asking, $secureOpen, $secureAsking | ForEach-Object { $_.Dispose() }
}

Describe '<Cmdlet>' -ForEach $requesters {
    It '-Proxy is the way of all its requests' {
        $way = @{ Context = $nowhere; Proxy = $open.Url }
        $work = New-Work $way
        $open.Clear()
        Invoke-Work $Text $work $way | Should -BeTrue
        $open.Passed.Count | Should -BeGreaterThan 0
        $open.Passed | ForEach-Object { $_ | Should -BeLike '* http://cos.invalid/files/v2/*' }
    }

    It '-ProxyCredential is shown to a proxy that asks' {
        $work = New-Work @{ Context = $nowhere; Proxy = $open.Url }
        $asking.Clear()
        Invoke-Work $Text $work @{ Context = $nowhere; Proxy = $asking.Url; ProxyCredential = New-TestCredential 'DOMAIN\user' 'p:w' } | Should -BeTrue
        $asking.Passed.Count | Should -BeGreaterThan 0
    }

    It '-Proxy and -ProxyCredential hold for https, by CONNECT' {
        $way = @{ Context = $secureNowhere } + $waived
        $work = New-Work ($way + @{ Proxy = $secureOpen.Url })
        $secureAsking.Clear()
        Invoke-Work $Text $work ($way + @{ Proxy = $secureAsking.Url; ProxyCredential = New-TestCredential user word }) | Should -BeTrue
        $secureAsking.Passed | Sort-Object -Unique | Should -Be 'CONNECT cos.invalid:443 HTTP/1.1'
    }

    It 'a proxy that is not shown what it asks for is no lost connection, and is asked once: <_>' -ForEach 'http', 'https' {
        $isSecure = $_ -eq 'https'
        $context = if ($isSecure) { $secureNowhere } else { $nowhere }
        $proxy = if ($isSecure) { $secureAsking } else { $asking }
        $ready = if ($isSecure) { $secureOpen } else { $open }
        $work = New-Work (@{ Context = $context; Proxy = $ready.Url } + $waived)
        $proxy.Clear()
        $wrong = @{ Context = $context; Proxy = $proxy.Url; ThrottleLimit = 1; MaximumRetryCount = 3; RetryIntervalSec = 0 } + $waived
        $problem = Get-Problem $Text $work $wrong
        $problem.FullyQualifiedErrorId | Should -BeLike 'InvalidResponse,*'
        $problem.ErrorDetails.RecommendedAction | Should -Match '-ProxyCredential'
        $proxy.Refused | Should -Be 1
        $proxy.Passed | Should -BeNullOrEmpty
    }

    It 'refuses <Way>' -ForEach @(
        @{ Way = @{ ProxyUseDefaultCredentials = $true }; Named = '-ProxyUseDefaultCredentials was given without -Proxy' }
        @{ Way = @{ ProxyCredential = $true }; Named = '-ProxyCredential was given without -Proxy' }
        @{ Way = @{ Proxy = 'http://127.0.0.1:9'; ProxyCredential = $true; ProxyUseDefaultCredentials = $true }; Named = '-ProxyCredential and -ProxyUseDefaultCredentials' }
        @{ Way = @{ Proxy = 'http://127.0.0.1:9'; NoProxy = $true }; Named = 'NoProxy and Proxy exclude each other' }
        @{ Way = @{ Proxy = 'socks5://127.0.0.1:9' }; Named = 'socks5' }
    ) {
        $given = $Way.Clone()
        if ($given.ProxyCredential) {
            $given.ProxyCredential = New-TestCredential
        }

        $problem = { Invoke-Work $Text @{ File = "$folder/none"; Stored = 's'; Fresh = 'f'; Id = '0' * 32; Key = 'k' } ($given + @{ Context = $nowhere }) } |
            Should -Throw -ErrorId 'InvalidOption,*' -PassThru
        $problem.Exception.Message | Should -Match $Named
    }

    It 'without -SkipCertificateCheck a certificate that nobody signed is refused, with advice' {
        $work = New-Work (@{ Context = New-TestContext $secure.Url } + $waived)
        $problem = Get-Problem $Text $work @{ Context = New-TestContext $secure.Url }
        $problem.FullyQualifiedErrorId | Should -BeLike 'ConnectionNotSecure,*'
        $problem.ErrorDetails.RecommendedAction | Should -Match 'certificate.*-SkipCertificateCheck'
        Invoke-Work $Text $work (@{ Context = New-TestContext $secure.Url } + $waived) | Should -BeTrue
    }
}

Describe 'The proxy of the environment' -ForEach @{ Requesters = $requesters } {
    It 'is used by every cmdlet' {
        $works = Invoke-WithEnvironment @{ http_proxy = $open.Url } $Requesters @{ Context = New-TestContext $emulator.Url }
        foreach ($work in $works.Values) {
            ($open.Passed -match "/($($work.Stored)|$($work.Fresh)|$($work.Key))\b").Count | Should -BeGreaterThan 0
        }
    }

    It 'is passed by with -NoProxy' {
        $null = Invoke-WithEnvironment @{ http_proxy = $open.Url } $Requesters @{ Context = New-TestContext $emulator.Url } '$Way.NoProxy = $true'
        $open.Passed | Should -BeNullOrEmpty
    }

    It 'is HTTPS_PROXY for https' {
        $ready = @{ Context = New-TestContext $secure.Url } + $waived
        $null = Invoke-WithEnvironment @{ HTTPS_PROXY = $secureOpen.Url; HTTP_PROXY = $open.Url } $Requesters $ready '$Way.SkipCertificateCheck = $true'
        $secureOpen.Passed.Count | Should -BeGreaterOrEqual $Requesters.Count
        $open.Passed | Should -BeNullOrEmpty
    }

    It 'shows the proxy the user in its address, escapes undone' {
        $asking.Clear()
        $null = Invoke-WithEnvironment @{ HTTP_PROXY = $asking.Url.Replace('//', '//DOMAIN%5Cuser:p%3Aw@') } $Requesters @{ Context = New-TestContext $emulator.Url }
        $asking.Passed.Count | Should -BeGreaterOrEqual $Requesters.Count
    }

    It 'is not used for what NO_PROXY names: <List>' -ForEach @(
        @{ List = '127.0.0.1'; Bypasses = $true }
        @{ List = 'example.com, 127.0.0.1'; Bypasses = $true }
        @{ List = '.0.0.1'; Bypasses = $true }
        @{ List = '0.0.1'; Bypasses = $false }
    ) {
        $one = @($Requesters | Where-Object Cmdlet -EQ 'Get-CosFile')
        $null = Invoke-WithEnvironment @{ http_proxy = $open.Url; no_proxy = $List } $one @{ Context = New-TestContext $emulator.Url }
        ($open.Passed.Count -eq 0) | Should -Be $Bypasses
    }

    It 'is second to -Proxy' {
        $one = @($Requesters | Where-Object Cmdlet -EQ 'Get-CosFile')
        $null = Invoke-WithEnvironment @{ http_proxy = 'http://127.0.0.1:9' } $one @{ Context = New-TestContext $emulator.Url } "`$Way.Proxy = '$($open.Url)'"
        $open.Passed.Count | Should -BeGreaterThan 0
    }
}
