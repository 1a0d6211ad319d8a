# Each part of a connection, and what each source says of it; the strongest source last.
BeforeDiscovery {
    $sources = 'environment', 'session', 'context', 'piped object', 'parameter'
    $parts = [ordered]@{
        AppId      = '1', '2', '3', '4', '5'
        Bucket     = 'b-env', 'b-session', 'b-context', 'b-piped', 'b-parameter'
        Endpoint   = 'http://env.test/', 'http://session.test/', 'http://context.test/', 'http://piped.test/', 'http://parameter.test/'
        Region     = 'tj', 'bj', 'sh', 'gz', 'cd'
        ApiVersion = 4, 1, 4, 1, 4
        Credential = 'AKIDenv', 'AKIDsession', 'AKIDcontext', $null, 'AKIDparameter'
    }
    $cases = foreach ($part in $parts.Keys) {
        for ($i = 0; $i -lt $sources.Count; $i++) {
            if ($null -ne $parts[$part][$i]) {
                @{ Part = $part; Source = $sources[$i]; Rank = $i; Values = $parts[$part] }
            }
        }
    }
}

BeforeAll {
    . $PSScriptRoot/common.ps1
    $credential = New-TestCredential
}

Describe 'Where each part comes from' {
    BeforeAll {
        function Get-Parameter([string] $Part, $Value) {
            @{ $Part = $(if ($Part -eq 'Credential') { New-TestCredential $Value } else { $Value }) }
        }
    }

    BeforeEach {
        # As a proxy it sees the address, whatever host that names.
        $stub = [CosSlice.Pester.StubServer]::new()
        $stub.AnswerRaw('CONNECT', "HTTP/1.1 403 Forbidden`r`nContent-Length: 0`r`n`r`n", 0)
        $stub.Answer('GET', 200, 'application/json', '{"code":0,"message":"SUCCESS","request_id":"r","data":{"filesize":"1","filelen":"1","access_url":"http://a/k"}}', 0)
    }

    AfterEach {
        $stub.Dispose()
        Set-CosContext -Clear
        Remove-Item env:COS_* -ErrorAction SilentlyContinue
    }

    It '<Part>: the <Source> counts before all that is weaker, and changes no other part' -ForEach $cases {
        if ($Values[2]) {
            # Made where no other source is, so that it holds that part alone.
            $parameter = Get-Parameter $Part $Values[2]
            $context = New-CosContext @parameter
        }

        $expected = @{ AppId = '9'; Bucket = 'base'; Endpoint = 'http://base.test/'; ApiVersion = 4; Credential = 'AKIDbase' }
        $env:COS_APPID = $expected.AppId
        $env:COS_BUCKET = $expected.Bucket
        $env:COS_SECRET_ID = $expected.Credential
        $env:COS_SECRET_KEY = 'k'
        if ($Part -ne 'Region') {
            $env:COS_ENDPOINT = $expected.Endpoint
        }

        $row = [pscustomobject]@{ Key = 'k' }
        $given = @{}
        for ($i = 0; $i -le $Rank; $i++) {
            $value = $Values[$i]
            switch ($i) {
                0 {
                    $name = switch ($Part) { 'Credential' { 'SECRET_ID' } 'ApiVersion' { 'API_VERSION' } default { $Part.ToUpperInvariant() } }
                    Set-Item "env:COS_$name" "$value"
                }
                1 { $parameter = Get-Parameter $Part $value; Set-CosContext @parameter }
                2 { $given.Context = $context }
                3 { if ($value) { Add-Member -InputObject $row $Part $value } }
                4 { $given += Get-Parameter $Part $value }
            }
        }

        $expected[$Part] = $Values[$Rank]
        $null = $row | Get-CosFile @given -Proxy $stub.Url -MaximumRetryCount 0 -ErrorAction SilentlyContinue
        $request = $stub.Requests[0]
        if ($Part -eq 'Region') {
            $request | Should -BeLike "CONNECT $($expected.Region).file.myqcloud.com:443 *"
            return
        }

        $request -match '^GET (http://[^/]+/)files/v(\d)/([^/]+)/([^/]+)/k' | Should -BeTrue
        $Matches[1] | Should -Be $expected.Endpoint
        $Matches[2] | Should -Be $(if ($expected.ApiVersion -eq 1) { 1 } else { 2 })
        $Matches[3] | Should -Be $expected.AppId
        $Matches[4] | Should -Be $expected.Bucket
        $request -match '(?m)^Authorization: (\S+)' | Should -BeTrue
        [Text.Encoding]::ASCII.GetString([Convert]::FromBase64String($Matches[1])) | Should -Match "k=$($expected.Credential)&"
    }
}

Describe 'What a context is' {
    It 'has no public member but these, and none of them is a key or a signature' {
        $members = [CosSlice.CosContext].GetMembers('Public, Instance, Static') | Where-Object DeclaringType -EQ ([CosSlice.CosContext]) | Where-Object MemberType -NE 'Method'
        $members.Name | Sort-Object | Should -Be 'ApiVersion', 'AppId', 'Bucket', 'CredentialSource', 'Endpoint', 'Region', 'SecretId', 'SignatureExpiresAt'
    }

    It 'is on every cmdlet that talks to the service or signs' {
        $with = Get-Command -Module CosSlice | Where-Object { $_.Parameters.ContainsKey('Context') }
        (Get-Command -Module CosSlice).Name | Where-Object { $_ -notin $with.Name } | Should -Be 'Get-CosContext', 'New-CosContext'
    }

    It 'takes its key, once it was read back, from <Name>' -ForEach @(
        @{ Name = 'a parameter'; Id = 'AKIDgiven'; Give = { $given.Credential = New-TestCredential AKIDgiven } }
        @{ Name = 'the environment'; Id = 'AKIDenv'; Give = { $env:COS_SECRET_ID = 'AKIDenv'; $env:COS_SECRET_KEY = 'k' } }
    ) {
        $stub = [CosSlice.Pester.StubServer]::new()
        $stub.Answer('GET', 200, 'application/json', '{"code":0,"message":"SUCCESS","request_id":"r","data":{"filesize":"1","filelen":"1","access_url":"http://a/k"}}', 0)
        $file = Join-Path ([IO.Path]::GetTempPath()) "cosslice-$([guid]::NewGuid().ToString('N')).xml"
        try {
            $context = New-CosContext -AppId 5 -Bucket b -Endpoint $stub.Url -Credential (New-TestCredential $Id v3rySecret)
            $context | Export-Clixml $file
            $given = @{ Context = Import-Clixml $file }
            { Get-CosFile k @given } | Should -Throw -ErrorId 'CosCredentialMissing,*'
            $stub.Connections | Should -Be 0
            . $Give
            $null = Get-CosFile k @given
            $stub.Requests[0] | Should -BeLike 'GET /files/v2/5/b/k*'
            $stub.Requests[0] -match '(?m)^Authorization: (\S+)' | Should -BeTrue
            [Text.Encoding]::ASCII.GetString([Convert]::FromBase64String($Matches[1])) | Should -Match "k=$Id&"
        } finally {
            $stub.Dispose()
            Remove-Item $file -ErrorAction SilentlyContinue
            Remove-Item env:COS_* -ErrorAction SilentlyContinue
        }
    }
}

Describe 'The key, and the signatures made with it' {
    It 'are never shown, given as <Name>' -ForEach @(
        @{ Name = 'Credential'; Give = { @{ TEST_KEY = $key } } }
        @{ Name = 'Signature'; Give = { @{ TEST_SIGNATURE = New-CosSignature -AppId $AppId -Bucket $Bucket -Credential (New-TestCredential AKIDshown $key) } } }
        @{ Name = 'the environment'; Give = { @{ COS_SECRET_ID = 'AKIDshown'; COS_SECRET_KEY = $key } } }
    ) {
        # Its form in an address and in Base64 are others than the plain one.
        $key = 'v3ry+Secret/Key&=='
        $stub = [CosSlice.Pester.StubServer]::new()
        $folder = New-TestFolder
        $null = New-TestFile "$folder/a.bin"
        $null = New-TestFile "$folder/refused.bin"
        $null = New-TestFile "$folder/large.bin" 3MB
        try {
            $stub.Answer('refused', 401, 'application/json', '{"code":-97,"message":"refused","request_id":"r"}', 0)
            $stub.Answer('lost', 503, 'text/plain', 'busy', 0)
            $stub.AnswerOperation('large', 'upload_slice_init', 200, 'application/json', '{"code":0,"message":"SUCCESS","request_id":"r","data":{"session":"s","slice_size":1048576,"offset":0}}')
            $stub.Answer('large', 503, 'text/plain', 'busy', 0)
            $stub.Answer('POST', 200, 'application/json', (Get-Success), 0)
            $stub.Answer('GET', 404, 'application/json', '{"code":-197,"message":"ERROR","request_id":"r"}', 0)
            $given = & $Give
            $run = Invoke-ScriptFile @"
`$null = Start-Transcript '$folder/transcript.txt'
`$VerbosePreference = `$DebugPreference = 'Continue'
`$WarningPreference = `$InformationPreference = 'Continue'
`$place = @{ AppId = '$AppId'; Bucket = '$Bucket'; Endpoint = '$($stub.Url)' }
`$sign = if (`$env:TEST_SIGNATURE) { @{ Signature = `$env:TEST_SIGNATURE } }
    elseif (`$env:TEST_KEY) { @{ Credential = [pscredential]::new('AKIDshown', (ConvertTo-SecureString `$env:TEST_KEY -AsPlainText -Force)) } }
    else { @{} }
`$context = New-CosContext @place @sign
"`$context"
`$context
`$context | Format-Table
`$context | Format-List * -Force
`$context | ConvertTo-Json -Depth 10
`$context | ConvertTo-Csv
`$context | Get-Member -Force
`$context | Export-Clixml '$folder/context.xml'
Set-CosContext `$context -PassThru | Format-List * -Force
Get-CosContext
Set-CosContext -Clear
`$retry = @{ MaximumRetryCount = 1; RetryIntervalSec = 0 }
Send-CosFile '$folder/a.bin' -Context `$context -WhatIf
Send-CosFile '$folder/a.bin', '$folder/refused.bin', '$folder/none.bin' @place @sign @retry | Format-List * -Force
Send-CosFile '$folder/a.bin' -Key lost -Context `$context @retry
Send-CosFile '$folder/large.bin' -Context `$context @retry -NoComplete
Send-CosFile '$folder/a.bin' -Context `$context -Bucket Bad
Get-CosFile k, refused, lost @place @sign @retry
Test-CosFile '$folder/a.bin' @place @sign @retry
Get-CosUpload | Format-List * -Force
Get-CosUpload -Refresh -Context `$context @retry
Get-CosUpload | Resume-CosUpload @sign @retry
Get-CosUpload | Remove-CosUpload -Remote @sign @retry
'errors: ' + `$Error.Count
foreach (`$problem in `$Error) {
    `$problem | Format-List * -Force
    `$problem.Exception | Format-List * -Force
    "`$(`$problem.Exception)"
    `$problem.ErrorDetails | Format-List * -Force
    `$problem.CategoryInfo | Format-List * -Force
    `$problem.TargetObject | ConvertTo-Json -Depth 10
    if (Get-Command Get-Error -ErrorAction SilentlyContinue) { Get-Error -InputObject `$problem }
}
`$null = Stop-Transcript
"@ ($given + @{ COSSLICE_STATE = "$folder/state" })
            $run.Output -match 'errors: (\d+)' | Should -BeTrue
            [int]$Matches[1] | Should -BeGreaterOrEqual 9 -Because ($run.Output + $run.Errors)
            $shown = @($run.Output, $run.Errors) + (Get-ChildItem $folder -Recurse -File -Exclude *.bin | ForEach-Object { [IO.File]::ReadAllText($_.FullName) })
            $shown.Count | Should -BeGreaterOrEqual 5 -Because 'there are the transcript, the context and what is remembered of the upload'
            $all = $shown -join "`n"
            $all.Length | Should -BeGreaterThan 10000

            $utf8 = [Text.Encoding]::UTF8.GetBytes($key)
            $secrets = @(
                $key
                [uri]::EscapeDataString($key)
                [Net.WebUtility]::HtmlEncode($key)
                ($key | ConvertTo-Json).Trim('"')
                [Convert]::ToBase64String($utf8).TrimEnd('=')
                [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($key)).TrimEnd('=')
                [BitConverter]::ToString($utf8)
                [BitConverter]::ToString($utf8).Replace('-', '')
            )

            # What went over the wire, for an object and the moment: whoever has it may do the same.
            $signatures = @($stub.Requests | ForEach-Object { if ($_ -match '(?m)^Authorization: (\S+)') { $Matches[1] } } | Sort-Object -Unique)
            $signatures.Count | Should -BeGreaterThan $(if ($Name -eq 'Signature') { 0 } else { 8 })
            foreach ($signature in $signatures) {
                $bytes = [Convert]::FromBase64String($signature)
                $secrets += $signature.Substring(0, 26), [uri]::EscapeDataString($signature.Substring(0, 26)), [BitConverter]::ToString($bytes, 0, 20), [BitConverter]::ToString($bytes, 0, 20).Replace('-', '')
                $secrets += [Text.Encoding]::UTF8.GetString($bytes, 20, $bytes.Length - 20)
            }

            foreach ($secret in $secrets) {
                $at = $all.IndexOf($secret, [StringComparison]::OrdinalIgnoreCase)
                $at | Should -Be -1 -Because "it stands in '$(if ($at -ge 0) { $all.Substring([Math]::Max(0, $at - 200), 300) })'"
            }
        } finally {
            $stub.Dispose()
            Remove-Item -LiteralPath $folder -Recurse -Force
        }
    }
}

Describe 'Send-CosFile and contexts' {
    BeforeAll {
        $folder = New-TestFolder
        $file = New-TestFile "$folder/a.bin"
    }

    AfterAll {
        Remove-Item -LiteralPath $folder -Recurse
        Remove-TestJournal
    }

    BeforeEach {
        $stub = [CosSlice.Pester.StubServer]::new()
        $stub.Answer('POST', 200, 'application/json', (Get-Success), 0)
    }

    AfterEach {
        $stub.Dispose()
        Set-CosContext -Clear
        Remove-Item env:COS_* -ErrorAction SilentlyContinue
    }

    It 'prefers parameter, -Context, session and environment in that order' {
        $env:COS_APPID = '1'
        $env:COS_BUCKET = 'one'
        $env:COS_ENDPOINT = $stub.Url
        $env:COS_SECRET_ID = 'AKIDone'
        $env:COS_SECRET_KEY = 'k'
        $null = Send-CosFile $file
        Set-CosContext -Bucket two
        $null = Send-CosFile $file
        $context = New-CosContext -Bucket three -Credential (New-TestCredential AKIDthree)
        $null = Send-CosFile $file -Context $context
        $null = Send-CosFile $file -Context $context -Bucket four -AppId 4
        $lines = @($stub.Requests | ForEach-Object { $_.Split("`r")[0] })
        $lines[0] | Should -BeLike 'POST /files/v2/1/one/a.bin*'
        $lines[1] | Should -BeLike 'POST /files/v2/1/two/a.bin*'
        $lines[2] | Should -BeLike 'POST /files/v2/1/three/a.bin*'
        $lines[3] | Should -BeLike 'POST /files/v2/4/four/a.bin*'
    }

    It 'signs with the credential of -Credential' {
        $null = Send-CosFile $file -AppId 1 -Bucket b -Endpoint $stub.Url -Credential (New-TestCredential AKIDparameter)
        $stub.Requests[0] -match '(?m)^Authorization: (\S+)' | Should -BeTrue
        [Text.Encoding]::ASCII.GetString([Convert]::FromBase64String($Matches[1])) | Should -Match 'k=AKIDparameter&'
    }

    It 'ends before anything else without <Part>' -ForEach @(
        @{ Part = 'Credential'; Id = 'CosCredentialMissing'; Category = 'AuthenticationError' }
        @{ Part = 'AppId'; Id = 'CosAppIdMissing'; Category = 'InvalidArgument' }
        @{ Part = 'Bucket'; Id = 'CosBucketMissing'; Category = 'InvalidArgument' }
        @{ Part = 'Endpoint'; Id = 'CosEndpointMissing'; Category = 'InvalidArgument' }
    ) {
        $parts = @{ AppId = '1'; Bucket = 'b'; Endpoint = $stub.Url; Credential = $credential }
        $parts.Remove($Part)
        $record = $null
        try {
            # Even where nothing comes from the pipeline: a task finds out on its first night.
            @() | Send-CosFile @parts
        } catch {
            $record = $_
        }

        $record.FullyQualifiedErrorId | Should -Be "$Id,CosSlice.Commands.SendCosFileCommand"
        $record.CategoryInfo.Category | Should -Be $Category
        $record.ErrorDetails.RecommendedAction | Should -Match "-$Part"
        { Send-CosFile $file @parts -WhatIf } | Should -Throw -ErrorId "$Id,*"
        $stub.Connections | Should -Be 0
    }

    It 'lets piped objects bring the place, and needs a credential all the same' {
        $row = [pscustomobject]@{ LiteralPath = $file.FullName; AppId = '1'; Bucket = 'piped'; Endpoint = $stub.Url }
        { $row | Send-CosFile } | Should -Throw -ErrorId 'CosCredentialMissing,*'
        $null = $row | Send-CosFile -Credential $credential
        $null = $row | Send-CosFile -Credential $credential -Bucket given
        @($stub.Requests | ForEach-Object { $_.Split(' ')[1] }) | Should -Be '/files/v2/1/piped/a.bin', '/files/v2/1/given/a.bin'
        { [pscustomobject]@{ LiteralPath = $file.FullName } | Send-CosFile -Credential $credential } | Should -Throw -ErrorId 'CosAppIdMissing,*'
        $row, [pscustomobject]@{ LiteralPath = $file.FullName; AppId = 'x'; Bucket = 'b'; Endpoint = $stub.Url }, $row |
            Send-CosFile -Credential $credential -Key { "k$($_.AppId)" } -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems.FullyQualifiedErrorId | Should -Be 'InvalidContext,CosSlice.Commands.SendCosFileCommand', 'DuplicateKey,CosSlice.Commands.SendCosFileCommand'
    }

    It 'prefers a region of the command line to a piped endpoint' {
        $proxy = [CosSlice.Pester.StubServer]::new()
        try {
            $proxy.AnswerRaw('HTTP', "HTTP/1.1 403 Forbidden`r`nContent-Length: 0`r`n`r`n", 0)
            $row = [pscustomobject]@{ LiteralPath = $file.FullName; AppId = '1'; Bucket = 'b'; Endpoint = $stub.Url }
            $row | Send-CosFile -Credential $credential -Region gz -Proxy $proxy.Url -MaximumRetryCount 0 -ErrorAction SilentlyContinue
            $proxy.Requests[0] | Should -BeLike 'CONNECT gz.file.myqcloud.com:443 *'
            $row.Endpoint = 'http://127.0.0.1:1'
            $null = $row | Send-CosFile -Credential $credential -Region gz -Endpoint $stub.Url
            $stub.Requests | Should -HaveCount 1
        } finally {
            $proxy.Dispose()
        }
    }

    It 'says once that http is in the clear' {
        $rows = 1..3 | ForEach-Object { [pscustomobject]@{ LiteralPath = $file.FullName; Key = "k$_"; Endpoint = $stub.Url } }
        $verbose = $rows | Send-CosFile -Context (New-TestContext https://127.0.0.1:1) -WhatIf -Verbose 4>&1
        @($verbose -match 'in the clear').Count | Should -Be 1
        $verbose = Send-CosFile $file -Context (New-TestContext $stub.Url) -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] }
        @($verbose -match 'in the clear').Count | Should -Be 1
        $verbose = Send-CosFile $file -Context (New-TestContext https://127.0.0.1:1) -WhatIf -Verbose 4>&1
        @($verbose -match 'in the clear').Count | Should -Be 0
    }
}
