BeforeAll {
    . $PSScriptRoot/common.ps1
    . $PSScriptRoot/service.ps1
    $emulator = Start-Emulator
    $context = New-TestContext $emulator.Url
    $folder = New-TestFolder
    $file = New-TestFile "$folder/a.bin"
    $signer = @{ AppId = $AppId; Bucket = $Bucket; Credential = New-TestCredential }

    # The plain text behind the 20 bytes of HMAC-SHA1, by field.
    function Get-Plain([string] $Signature) {
        $bytes = [Convert]::FromBase64String($Signature)
        $fields = @{}
        foreach ($pair in [Text.Encoding]::UTF8.GetString($bytes, 20, $bytes.Length - 20).Split('&')) {
            $name, $value = $pair.Split([char[]]'=', 2)
            $fields[$name] = $value
        }

        $fields
    }

    function Set-Field([string] $Signature, [string] $Field, [string] $Value) {
        $bytes = [Convert]::FromBase64String($Signature)
        $plain = [Text.Encoding]::UTF8.GetString($bytes, 20, $bytes.Length - 20) -replace "(?<=^|&)$Field=[^&]*", "$Field=$Value"
        [Convert]::ToBase64String([byte[]]($bytes[0..19] + [Text.Encoding]::UTF8.GetBytes($plain)))
    }
}

AfterAll {
    Remove-Item -LiteralPath $folder -Recurse -Force
    Remove-TestJournal
    Stop-Emulator $emulator
}

Describe 'New-CosSignature' {
    AfterEach {
        Set-CosContext -Clear
        Remove-Item env:COS_* -ErrorAction SilentlyContinue
    }

    It 'makes one text, good for an hour' {
        $made = @(New-CosSignature @signer)
        $made.Count | Should -Be 1
        $made[0] | Should -BeOfType string
        (Get-Command New-CosSignature).OutputType.Type | Should -Be ([string])
        $plain = Get-Plain $made[0]
        $plain.a | Should -Be $AppId
        $plain.b | Should -Be $Bucket
        $plain.k | Should -Be 'AKIDemulator'
        $plain.f | Should -BeNullOrEmpty
        [long]$plain.e - [long]$plain.t | Should -Be 3600
    }

    It '-ValidFor <Time> is how long' -ForEach @(
        @{ Time = '00:00:01'; Seconds = 1 }
        @{ Time = '02:00:00'; Seconds = 7200 }
        @{ Time = [timespan]::FromDays(30); Seconds = 30 * 86400 }
    ) {
        $plain = Get-Plain (New-CosSignature @signer -ValidFor $Time)
        [long]$plain.e - [long]$plain.t | Should -Be $Seconds
    }

    It '-ValidFor <Time> is refused' -ForEach @(
        @{ Time = [timespan]::FromDays(31) }
        @{ Time = [timespan]::FromDays(30).Add([timespan]::FromTicks(1)) }
        @{ Time = [timespan]::Zero }
        @{ Time = [timespan]::FromSeconds(-5) }
        @{ Time = 3600 }
    ) {
        { New-CosSignature @signer -ValidFor $Time } | Should -Throw -ErrorId 'InvalidOption,CosSlice.Commands.NewCosSignatureCommand'
        $problem = $null
        try { New-CosSignature @signer -ValidFor $Time } catch { $problem = $_ }
        $problem.ErrorDetails.RecommendedAction | Should -Match '30 days'
        $problem.CategoryInfo.Category | Should -Be 'InvalidArgument'
    }

    It 'takes what it needs from -Context, session and environment' {
        (Get-Plain (New-CosSignature -Context $context)).b | Should -Be $Bucket
        (Get-Plain (New-CosSignature -Context $context -Bucket other)).b | Should -Be 'other'
        Set-CosContext -AppId 7 -Bucket mine
        $env:COS_SECRET_ID = 'AKIDenv'
        $env:COS_SECRET_KEY = 'k'
        $plain = Get-Plain (New-CosSignature)
        $plain.a | Should -Be '7'
        $plain.b | Should -Be 'mine'
        $plain.k | Should -Be 'AKIDenv'
        (Get-Plain (New-CosSignature -AppId 8)).a | Should -Be '8'
    }

    It 'needs <Part>' -ForEach @(
        @{ Part = 'AppId'; Id = 'CosAppIdMissing' }
        @{ Part = 'Bucket'; Id = 'CosBucketMissing' }
        @{ Part = 'Credential'; Id = 'CosCredentialMissing' }
    ) {
        $parts = $signer.Clone()
        $parts.Remove($Part)
        { New-CosSignature @parts } | Should -Throw -ErrorId "$Id,CosSlice.Commands.NewCosSignatureCommand"
        { New-CosSignature @parts -Once -Key k } | Should -Throw -ErrorId "$Id,*"
    }

    It 'cannot be made with another signature' {
        $signed = New-CosContext -Signature (New-CosSignature @signer)
        { New-CosSignature -Context $signed } | Should -Throw -ErrorId 'CosCredentialMissing,*' -ExpectedMessage '*the key itself*'
    }

    It 'makes another one each time' {
        (Get-Plain (New-CosSignature @signer)).r | Should -Not -Be (Get-Plain (New-CosSignature @signer)).r
    }
}

Describe 'New-CosSignature -Once' {
    It 'is bound to the percent-encoded object: <Key>' -ForEach @(
        @{ Key = 'a b/中.bin'; Id = 'a%20b/%E4%B8%AD.bin' }
        @{ Key = '/leading'; Id = 'leading' }
        @{ Key = 'x\y#1'; Id = 'x/y%231' }
    ) {
        $plain = Get-Plain (New-CosSignature @signer -Once -Key $Key)
        $plain.e | Should -Be '0'
        $plain.f | Should -BeExactly "/$AppId/$Bucket/$Id"
    }

    It 'takes keys by position and from piped objects, with the bucket that each is in' {
        (Get-Plain (New-CosSignature k @signer -Once)).f | Should -Be "/$AppId/$Bucket/k"
        $made = @([pscustomobject]@{ Key = 'one'; AppId = '1'; Bucket = 'b1' }, [pscustomobject]@{ Key = 'two' } | New-CosSignature -Context $context -Once)
        (Get-Plain $made[0]).f | Should -Be '/1/b1/one'
        (Get-Plain $made[1]).f | Should -Be "/$AppId/$Bucket/two"
        ([pscustomobject]@{ Key = 'one'; Bucket = 'b1' } | New-CosSignature -Once @signer | ForEach-Object { Get-Plain $_ }).b | Should -Be $Bucket
    }

    It 'refuses <Name>' -ForEach @(
        @{ Name = 'a key that cannot be one'; Parameters = @{ Once = $true; Key = 'a//b' }; Id = 'InvalidKey,CosSlice*' }
        @{ Name = 'a time besides'; Parameters = @{ Once = $true; Key = 'a'; ValidFor = '01:00:00' }; Id = 'AmbiguousParameterSet,*' }
        @{ Name = 'an empty key'; Parameters = @{ Once = $true; Key = '' }; Id = 'ParameterArgumentValidationError*' }
    ) {
        { New-CosSignature @signer @Parameters } | Should -Throw -ErrorId $Id
    }

    It 'deletes that object, once, and no other' {
        $null = Send-CosFile $file -Key 'del/a b.bin' -Context $context
        $null = Send-CosFile $file -Key 'del/other.bin' -Context $context
        $once = New-CosSignature @signer -Once -Key 'del/a b.bin'
        (Remove-Object $emulator.Url 'del/other.bin' $once).code | Should -BeLessThan 0
        Get-StoredSha1 $emulator.Url 'del/other.bin' | Should -Not -BeNullOrEmpty

        # As a script does it. Since version 6 PowerShell checks headers, and takes this for a malformed one.
        $delete = @{ Method = 'Post'; ContentType = 'application/json'; Body = '{"op":"delete"}'; Headers = @{ Authorization = $once } }
        if ($PSVersionTable.PSVersion.Major -ge 6) {
            $delete.SkipHeaderValidation = $true
        }

        (Invoke-RestMethod -Uri (Get-Address $emulator.Url 'del/a b.bin') @delete).code | Should -Be 0
        Get-StoredSha1 $emulator.Url 'del/a b.bin' | Should -BeNullOrEmpty
        $null = Send-CosFile $file -Key 'del/a b.bin' -Context $context
        (Remove-Object $emulator.Url 'del/a b.bin' $once).code | Should -BeLessThan 0
        Get-StoredSha1 $emulator.Url 'del/a b.bin' | Should -Not -BeNullOrEmpty
    }
}

Describe '-Signature' {
    BeforeAll {
        $signature = New-CosSignature @signer
        $large = New-TestFile "$folder/large.bin" 21MB
        $here = @{ Endpoint = $emulator.Url; Signature = $signature }
    }

    It 'alone says who and where: send, get and test, in version <_>' -ForEach 1, 4 {
        $sent = Send-CosFile $file, $large -KeyPrefix "signed$_/" @here -ApiVersion $_
        $sent.Count | Should -Be 2
        $sent[0].AppId | Should -Be $AppId
        $sent[0].Bucket | Should -Be $Bucket
        foreach ($one in $sent) {
            Get-StoredSha1 $emulator.Url $one.Key | Should -Be (Get-Sha1 $one.LiteralPath)
        }

        (Get-CosFile "signed$_/a.bin" @here -ApiVersion $_).Length | Should -Be 1000
        Test-CosFile $file -Key "signed$_/a.bin" @here -ApiVersion $_ | Should -BeTrue
        $sent | Get-CosFile -Signature $signature | ForEach-Object Key | Should -Be $sent.Key
        $sent | Test-CosFile -Signature $signature | Should -Be $true, $true
    }

    It 'may stand in a context and in the session' {
        try {
            $signed = New-CosContext @here
            $signed.AppId | Should -Be $AppId
            $signed.SecretId | Should -Be 'AKIDemulator'
            $signed.CredentialSource | Should -Be 'Signature'
            $signed.SignatureExpiresAt.Kind | Should -Be 'Utc'
            (Send-CosFile $file -Key inContext -Context $signed).Key | Should -Be 'inContext'
            Set-CosContext @here
            (Get-CosContext).CredentialSource | Should -Be 'Signature'
            (Get-CosFile inContext).Key | Should -Be 'inContext'
        } finally {
            Set-CosContext -Clear
        }
    }

    It 'goes over the wire as it is, with every request' {
        $stub = [CosSlice.Pester.StubServer]::new()
        try {
            $stub.Answer('POST', 200, 'application/json', (Get-Success), 0)
            $stub.Answer('GET', 404, 'application/json', '{"code":-197,"message":"ERROR","request_id":"r"}', 0)
            $null = Send-CosFile $file -Endpoint $stub.Url -Signature $signature
            $null = Test-CosFile $file -Endpoint $stub.Url -Signature " $signature `n"
            $stub.Requests.Count | Should -Be 2
            foreach ($request in $stub.Requests) {
                $request | Should -Match ('(?m)^Authorization: ' + [regex]::Escape($signature) + '\r$')
            }
        } finally {
            $stub.Dispose()
        }
    }

    It 'is refused where it cannot be used: <Name>' -ForEach @(
        @{ Name = 'another bucket'; Make = { @{ Signature = $signature; Bucket = 'other' } }; Id = 'InvalidSignature'; Said = '*accesslog*other*' }
        @{ Name = 'another app id'; Make = { @{ Signature = $signature; AppId = '1' } }; Id = 'InvalidSignature'; Said = "*10055004*not for 1*" }
        @{ Name = 'garbage'; Make = { @{ Signature = 'not a signature!' } }; Id = 'InvalidSignature'; Said = '*Base64*' }
        @{ Name = 'Base64 of something else'; Make = { @{ Signature = [Convert]::ToBase64String([byte[]](1..60)) } }; Id = 'InvalidSignature'; Said = "*'a'*" }
        @{ Name = 'too much'; Make = { @{ Signature = 'A' * 3000 } }; Id = 'InvalidSignature'; Said = '*3000*' }
        @{ Name = 'a one-time one'; Make = { @{ Signature = New-CosSignature @signer -Once -Key k } }; Id = 'InvalidSignature'; Said = '*one-time*' }
        @{ Name = 'a time that is none'; Make = { @{ Signature = Set-Field $signature e soon } }; Id = 'InvalidSignature'; Said = '*expiry*' }
        @{ Name = 'an expired one'; Make = { @{ Signature = Set-Field $signature e 1700000000 } }; Id = 'SignatureExpired'; Said = '*2023-11-14 22:13:20Z*' }
        @{ Name = 'one about to expire'; Make = { @{ Signature = New-CosSignature @signer -ValidFor 00:00:05 } }; Id = 'SignatureExpired'; Said = '*good until*' }
        @{ Name = 'a key besides'; Make = { @{ Signature = $signature; Credential = New-TestCredential } }; Id = 'InvalidOption'; Said = '*-Credential and -Signature*' }
        @{ Name = 'nothing'; Make = { @{ Signature = '' } }; Id = 'ParameterArgumentValidationError'; Said = '*' }
    ) {
        $stub = [CosSlice.Pester.StubServer]::new()
        $stub.Answer('HTTP', 400, 'application/json', '{"code":-97,"message":"refused","request_id":"r"}', 0)
        try {
            $given = & $Make
            $said = @{ ErrorId = "$Id*"; ExpectedMessage = $Said }
            { Send-CosFile $file -Endpoint $stub.Url @given } | Should -Throw @said
            { @() | Send-CosFile -Endpoint $stub.Url @given } | Should -Throw @said
            { Get-CosFile k -Endpoint $stub.Url @given } | Should -Throw @said
            { Test-CosFile $file -Endpoint $stub.Url @given } | Should -Throw @said
            if ($Id -ne 'SignatureExpired') {
                { New-CosContext -Endpoint $stub.Url @given } | Should -Throw @said
            }

            $stub.Connections | Should -Be 0
        } finally {
            $stub.Dispose()
        }
    }

    It 'names the way on where it is refused' {
        $problem = $null
        try { Send-CosFile $file @here -Bucket other } catch { $problem = $_ }
        $problem.ErrorDetails.RecommendedAction | Should -Match 'New-CosSignature'
        $problem.CategoryInfo.Category | Should -Be 'InvalidArgument'
        try { Get-CosFile k -Endpoint $emulator.Url -Signature (Set-Field $signature e 1700000000) } catch { $problem = $_ }
        $problem.ErrorDetails.RecommendedAction | Should -Match 'New-CosSignature'
        $problem.CategoryInfo.Category | Should -Be 'AuthenticationError'
    }

    It 'of another bucket than a piped object''s is that object''s error' {
        $rows = [pscustomobject]@{ Key = 'inContext'; Bucket = 'other' }, [pscustomobject]@{ Key = 'inContext'; Bucket = $Bucket }
        $held = $rows | Get-CosFile @here -ErrorAction SilentlyContinue -ErrorVariable problems
        @($held).Count | Should -Be 1
        $problems.FullyQualifiedErrorId | Should -Be 'InvalidSignature,CosSlice.Commands.GetCosFileCommand'
    }

    It 'cannot delete what -Force must: the error names New-CosSignature, and what that makes does it' {
        New-UnfinishedUpload $emulator.Url "half's.bin"
        Send-CosFile $file -Key "half's.bin" @here -Force -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems[0].FullyQualifiedErrorId | Should -Be 'OneTimeSignatureNeeded,CosSlice.Commands.SendCosFileCommand'
        $problems[0].CategoryInfo.Category | Should -Be 'PermissionDenied'
        $problems[0].ErrorDetails.RecommendedAction -match "New-CosSignature -Once -Key '(?:[^']|'')*'" | Should -BeTrue
        $once = Invoke-Expression "$($Matches[0]) -AppId $AppId -Bucket $Bucket -Credential (New-TestCredential)"
        (Remove-Object $emulator.Url "half's.bin" $once).code | Should -Be 0
        (Send-CosFile $file -Key "half's.bin" @here).Key | Should -Be "half's.bin"
    }

    It 'shows up nowhere' {
        $signed = New-CosContext @here
        $signed | Export-Clixml "$folder/signed.xml"
        $shown = @(
            "$signed"
            $signed | Out-String
            $signed | Format-Table | Out-String
            $signed | Format-List * -Force | Out-String
            $signed | ConvertTo-Json -Depth 5
            $signed | ConvertTo-Csv
            Get-Content "$folder/signed.xml" -Raw
            $signed | Get-Member | Out-String
        )

        # Each way to end: well, refused by the service, not answered at all, and refused before anything is sent.
        $streams = @{ Verbose = $true; Debug = $true; ErrorAction = 'SilentlyContinue'; ErrorVariable = '+problems' }
        $dead = @{ Endpoint = 'http://127.0.0.1:1'; Signature = $signature; MaximumRetryCount = 0; WarningAction = 'SilentlyContinue' }
        $problems = @()
        $DebugPreference = 'Continue'
        $told = @(
            Send-CosFile $file -Key shown -Context $signed @streams *>&1
            Get-CosFile shown, none -Context $signed @streams *>&1
            Test-CosFile $file -Key shown @here @streams *>&1
            Send-CosFile $file @dead @streams *>&1
            Get-CosFile none @dead @streams *>&1
        )
        try { Send-CosFile $file @here -Bucket other } catch { $problems += $_ }
        try { Send-CosFile $file @here -Credential (New-TestCredential) } catch { $problems += $_ }
        $problems.Count | Should -BeGreaterOrEqual 5
        $shown += $told | ForEach-Object { "$_"; $_ | Out-String }
        $shown += $problems | ForEach-Object { $_ | Format-List * -Force | Out-String; $_.Exception | Format-List * -Force | Out-String; "$($_.Exception)"; $_.TargetObject | ConvertTo-Json -Depth 3 }
        ($shown -join "`n").Length | Should -BeGreaterThan 3000
        $shown -join "`n" | Should -Not -Match ([regex]::Escape($signature.Substring(0, 27)))
    }

    It 'does not come back with a context that was read: a key or signature must be given again' {
        New-CosContext @here | Export-Clixml "$folder/back.xml"
        $read = Import-Clixml "$folder/back.xml"
        { Get-CosFile k -Context $read } | Should -Throw -ErrorId 'CosCredentialMissing,*'
        (Get-CosFile signed4/a.bin -Context $read -Signature $signature).Length | Should -Be 1000
    }
}
