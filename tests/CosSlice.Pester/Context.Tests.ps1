BeforeAll {
    . $PSScriptRoot/common.ps1
    $credential = New-TestCredential
}

Describe 'New-CosContext' {
    AfterEach {
        Remove-Item env:COS_*, env:TENCENTCLOUD_* -ErrorAction SilentlyContinue
    }

    It 'takes every part from its parameter' {
        $context = New-CosContext -AppId 123 -Bucket other -Region ap-guangzhou -Credential $credential -ApiVersion 4
        $context.AppId | Should -Be '123'
        $context.Bucket | Should -Be 'other'
        $context.Region | Should -Be 'gz'
        $context.Endpoint | Should -Be 'https://gz.file.myqcloud.com/'
        $context.ApiVersion | Should -Be 4
        $context.SecretId | Should -Be 'AKIDemulator'
        $context.CredentialSource | Should -Be 'Parameter'
        $context.SignatureExpiresAt | Should -BeNullOrEmpty
    }

    It 'takes an endpoint as it is' {
        (New-CosContext -Endpoint https://cos.example:8443).Endpoint | Should -Be 'https://cos.example:8443/'
    }

    It 'takes from the environment what was not given' {
        $env:COS_APPID = '1'
        $env:COS_BUCKET = 'envbucket'
        $env:COS_REGION = 'sh'
        $env:COS_SECRET_ID = 'AKIDenv'
        $env:COS_SECRET_KEY = 'envkey'
        $context = New-CosContext -Bucket mine
        $context.AppId | Should -Be '1'
        $context.Bucket | Should -Be 'mine'
        $context.Region | Should -Be 'sh'
        $context.SecretId | Should -Be 'AKIDenv'
        $context.CredentialSource | Should -Be 'Environment (COS_SECRET_ID)'
    }

    It 'takes from the session what was not given, before the environment' {
        $env:COS_ENDPOINT = 'http://envhost:1'
        try {
            Set-CosContext -AppId 7 -Endpoint http://sessionhost:2 -Credential $credential
            $context = New-CosContext -Bucket mine
            $context.Endpoint | Should -Be 'http://sessionhost:2/'
            $context.AppId | Should -Be '7'
            $context.SecretId | Should -Be 'AKIDemulator'
        } finally {
            Set-CosContext -Clear
        }
    }

    It 'takes COS_ENDPOINT, and the credential under its other name' {
        $env:COS_ENDPOINT = 'https://cos.example'
        $env:TENCENTCLOUD_SECRET_ID = 'AKIDother'
        $env:TENCENTCLOUD_SECRET_KEY = 'k'
        $context = New-CosContext
        $context.Endpoint | Should -Be 'https://cos.example/'
        $context.SecretId | Should -Be 'AKIDother'
    }

    It 'may lack parts' {
        $context = New-CosContext -AppId 1
        $context.Bucket | Should -BeNullOrEmpty
        $context.SecretId | Should -BeNullOrEmpty
    }

    It 'refuses <Name>' -ForEach @(
        @{ Name = 'an app id with letters'; Parameters = @{ AppId = 'x1' }; Id = 'InvalidContext' }
        @{ Name = 'a bucket with capitals'; Parameters = @{ Bucket = 'Bad' }; Id = 'InvalidContext' }
        @{ Name = 'an unknown region'; Parameters = @{ Region = 'nowhere' }; Id = 'InvalidRegion' }
        @{ Name = 'an endpoint without a scheme'; Parameters = @{ Endpoint = 'sh.file.myqcloud.com' }; Id = 'InvalidContext' }
        @{ Name = 'an empty credential'; Parameters = @{ Credential = [pscredential]::Empty }; Id = 'InvalidContext' }
    ) {
        { New-CosContext @Parameters } | Should -Throw -ErrorId "$Id,CosSlice.Commands.NewCosContextCommand"
    }

    It 'never prompts for a credential' {
        { New-CosContext -Credential $null } | Should -Throw -ErrorId 'ParameterArgumentValidationError*'
        { New-CosContext -Credential 'AKIDonly' } | Should -Throw
    }

    It 'says which half of a credential is missing' {
        $env:COS_SECRET_ID = 'AKIDenv'
        { New-CosContext } | Should -Throw -ErrorId 'InvalidContext*' -ExpectedMessage '*COS_SECRET_KEY*'
    }

    It 'does not look at the environment where nothing is missing' {
        $env:COS_SECRET_ID = 'AKIDenv'
        (New-CosContext -AppId 1 -Bucket b -Region sh -Credential $credential).SecretId | Should -Be 'AKIDemulator'
    }
}

Describe 'What a context shows' {
    It 'never holds the key in <Name>' -ForEach @(
        @{ Name = 'JSON'; Show = { param($context) $context | ConvertTo-Json -Depth 5 } }
        @{ Name = 'a list'; Show = { param($context) $context | Format-List * -Force | Out-String } }
        @{ Name = 'text'; Show = { param($context) "$context" } }
        @{ Name = 'CLIXML'; Show = { param($context) [Management.Automation.PSSerializer]::Serialize($context, 5) } }
        @{ Name = 'CSV'; Show = { param($context) ($context | ConvertTo-Csv) -join "`n" } }
    ) {
        $context = New-CosContext -AppId 1 -Bucket b -Region sh -Credential (New-TestCredential 'AKIDshown' 'v3rySecret')
        $shown = & $Show $context
        $shown | Should -Not -BeNullOrEmpty
        $shown | Should -Not -Match 'v3rySecret'
    }
}

Describe 'What a context looks like' {
    It 'is a list of all that it is, and of nothing that it is not' {
        $shown = New-CosContext -AppId 1 -Bucket b -Region sh -Credential $credential -ApiVersion 1 | Out-String
        foreach ($line in 'AppId +: 1', 'Bucket +: b', 'Region +: sh', 'Endpoint +: https://web\.file', 'ApiVersion +: 1', 'SecretId +: AKIDemulator', 'CredentialSource +: Parameter') {
            $shown | Should -Match "(?m)^$line"
        }

        $shown | Should -Not -Match 'SignatureExpiresAt'
    }

    It 'says when a signature expires, in UTC' {
        $signature = New-CosSignature -AppId 1 -Bucket b -Credential $credential
        $context = New-CosContext -Signature $signature
        $context | Out-String | Should -Match ("(?m)^SignatureExpiresAt +: " + $context.SignatureExpiresAt.ToString('yyyy-MM-dd HH:mm:ss') + 'Z')
        [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($context)) | Out-String | Should -Match 'CredentialSource +: Signature'
    }

    It 'is a row where a table is asked for' {
        New-CosContext -AppId 1 -Bucket b -Endpoint http://h:1 | Format-Table | Out-String -Width 200 | Should -Match '(?m)^1 +b +4 +http://h:1/'
    }
}

Describe 'Set-CosContext and Get-CosContext' {
    AfterEach {
        Set-CosContext -Clear
        Remove-Item env:COS_* -ErrorAction SilentlyContinue
    }

    It 'keeps a context for the session' {
        Set-CosContext (New-CosContext -AppId 1 -Bucket b -Region sh -Credential $credential)
        $context = Get-CosContext
        $context.Bucket | Should -Be 'b'
        $context.SecretId | Should -Be 'AKIDemulator'
    }

    It 'takes a context from the pipeline' {
        New-CosContext -AppId 7 | Set-CosContext
        (Get-CosContext).AppId | Should -Be '7'
    }

    It 'changes the part <Part> alone' -ForEach @(
        @{ Part = 'AppId'; Value = '9' }
        @{ Part = 'Bucket'; Value = 'nine' }
        @{ Part = 'Region'; Value = 'gz' }
        @{ Part = 'Endpoint'; Value = [uri]'https://nine.example/' }
        @{ Part = 'ApiVersion'; Value = 1 }
    ) {
        Set-CosContext -AppId 1 -Bucket b -Region sh
        $change = @{ $Part = $Value }
        Set-CosContext @change
        $context = Get-CosContext
        $context.$Part | Should -Be $Value
        foreach ($other in @{ AppId = '1'; Bucket = 'b' }.GetEnumerator() | Where-Object Key -NE $Part) {
            $context.($other.Key) | Should -Be $other.Value
        }
    }

    It 'sets a credential' {
        Set-CosContext -Credential $credential
        (Get-CosContext).SecretId | Should -Be 'AKIDemulator'
    }

    It 'stands above the environment, part by part' {
        $env:COS_APPID = '1'
        $env:COS_BUCKET = 'envbucket'
        Set-CosContext -Bucket mine
        $context = Get-CosContext
        $context.AppId | Should -Be '1'
        $context.Bucket | Should -Be 'mine'
    }

    It 'replaces the whole by a whole' {
        $whole = New-CosContext -AppId 2
        Set-CosContext -AppId 1 -Bucket b
        Set-CosContext $whole
        (Get-CosContext).AppId | Should -Be '2'
        (Get-CosContext).Bucket | Should -BeNullOrEmpty
    }

    It 'forgets with -Clear' {
        Set-CosContext -AppId 1
        Set-CosContext -Clear
        (Get-CosContext).AppId | Should -BeNullOrEmpty
    }

    It 'returns with -PassThru what is set, and else nothing' {
        (Set-CosContext -AppId 1 -PassThru).AppId | Should -Be '1'
        Set-CosContext -AppId 1 | Should -BeNullOrEmpty
    }

    It 'changes nothing with -WhatIf' {
        Set-CosContext -AppId 1 -WhatIf
        (Get-CosContext).AppId | Should -BeNullOrEmpty
    }

    It 'says so when there is nothing to set' {
        { Set-CosContext } | Should -Throw -ErrorId 'InvalidOption,CosSlice.Commands.SetCosContextCommand'
    }

    It 'does not reach another runspace' {
        Set-CosContext -AppId 1
        $run = Start-Guarded { (Get-CosContext).AppId; Set-CosContext -AppId 2 }
        Wait-Guarded $run | Should -BeNullOrEmpty
        @($run.Output) | Should -Be @($null)
        (Get-CosContext).AppId | Should -Be '1'
    }

    It 'takes a context that was read back, with the credential of the environment' {
        $read = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize((New-CosContext -AppId 5 -Bucket b -Region gz -Credential $credential)))
        $env:COS_SECRET_ID = 'AKIDenv'
        $env:COS_SECRET_KEY = 'k'
        Set-CosContext $read
        $context = Get-CosContext
        $context.AppId | Should -Be '5'
        $context.Endpoint | Should -Be 'https://gz.file.myqcloud.com/'
        $context.SecretId | Should -Be 'AKIDenv'
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
