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

Describe 'What a context looks like' {
    It 'is a list of all that it is, and of nothing that it is not' {
        $shown = New-CosContext -AppId 1 -Bucket b -Region sh -Credential $credential -ApiVersion 1 | Out-String
        foreach ($line in 'AppId +: 1', 'Bucket +: b', 'Region +: sh', 'Endpoint +: https://web\.file', 'ApiVersion +: 1', 'SecretId +: AKIDemulator', 'CredentialSource +: Parameter') {
            $shown | Should -Match "(?m)^$line"
        }

        $shown | Should -Not -Match 'SignatureExpiresAt'
    }

    It 'says when a signature expires, by this clock' {
        $signature = New-CosSignature -AppId 1 -Bucket b -Credential $credential
        $context = New-CosContext -Signature $signature
        $context | Out-String | Should -Match ("(?m)^SignatureExpiresAt +: " + [regex]::Escape($context.SignatureExpiresAt.ToLocalTime().ToString('yyyy-MM-dd HH:mm:ss zzz', [cultureinfo]::InvariantCulture)))
        $context.SignatureExpiresAt.Kind | Should -Be 'Utc'
        [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($context)) | Out-String | Should -Match 'CredentialSource +: Signature'
    }

    It 'is a row where a table is asked for' {
        New-CosContext -AppId 1 -Bucket b -Endpoint http://h:1 | Format-Table | Out-String -Width 200 | Should -Match '(?m)^1 +b +4 +http://h:1/'
    }
}
