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

Describe 'Both generations' {
    It 'store <Length> bytes alike' -ForEach @(@{ Length = 0 }, @{ Length = 1 }, @{ Length = 21MB }) {
        $sums = @{}
        foreach ($version in 1, 4) {
            # Of one's own content each: what one has stored need not be sent again by the other.
            $file = New-TestFile "$folder/both.bin" $Length $version
            $sums[$version] = (Get-FileHash -LiteralPath $file.FullName -Algorithm SHA1).Hash
            $key = "v$version/$Length.bin"
            $sent = Send-CosFile $file -Key $key -Context $context -ApiVersion $version
            $sent.ApiVersion | Should -Be $version
            $sent.Length | Should -Be $Length
            $sent.BytesSent | Should -Be $Length
            $sent.InstantUpload | Should -BeFalse
            $sent.Key | Should -Be $key
            $sent.AccessUrl | Should -BeLike "http*/$key"
            $sent.ResourcePath | Should -BeLike "*/$key"
            Get-StoredSha1 $emulator.Url $key | Should -Be (Get-Sha1 $file.FullName)
        }

        # What one stored, the other finds: length, content and addresses.
        foreach ($version in 1, 4) {
            $held = Get-CosFile "v1/$Length.bin", "v4/$Length.bin" -Context $context -ApiVersion $version
            $held.ApiVersion | Should -Be $version, $version
            $held.ForEach({ $_.Length }) | Should -Be $Length, $Length
            $held.Sha1 | Should -Be $sums[1], $sums[4]
        }
    }

    It 'make the same objects, member by member' {
        $file = New-TestFile "$folder/alike.bin"
        $one = Send-CosFile $file -Key alike -Context $context -ApiVersion 1
        $four = Send-CosFile $file -Key alike -Context $context -ApiVersion 4
        foreach ($name in 'LiteralPath', 'Key', 'Bucket', 'AppId', 'Endpoint', 'Length', 'Sha1', 'InstantUpload', 'Resumed', 'BytesSent', 'AccessUrl', 'ResourcePath') {
            $one.$name | Should -Be $four.$name -Because $name
        }
    }

    It 'refuse to overwrite, and do with -Force, in version <_>' -ForEach 1, 4 {
        $old = New-TestFile "$folder/old.bin" 100 1
        $new = New-TestFile "$folder/new.bin" 200 2
        $c = @{ Key = "over$_"; Context = $context; ApiVersion = $_ }
        $null = Send-CosFile $old @c
        { Send-CosFile $new @c -ErrorAction Stop } | Should -Throw -ErrorId 'CosFileExists,*'
        $null = Send-CosFile $new @c -Force
        Get-StoredSha1 $emulator.Url "over$_" | Should -Be (Get-Sha1 $new.FullName)
    }

    It 'are spoken by every command that asks: the path is that of version <Version>' -ForEach @(
        @{ Version = 1; Path = '/files/v1/' }
        @{ Version = 4; Path = '/files/v2/' }
    ) {
        $stub = [CosSlice.Pester.StubServer]::new()
        try {
            $stub.Answer('GET', 404, 'application/json', '{"code":-197,"message":"ERROR","request_id":"r"}', 0)
            $stub.Answer('POST', 200, 'application/json', (Get-Success), 0)
            $file = New-TestFile "$folder/asked.bin"
            $c = @{ Context = New-TestContext $stub.Url; ApiVersion = $Version }
            $null = Send-CosFile $file @c
            Get-CosFile k @c -ErrorAction SilentlyContinue
            Test-CosFile $file @c | Should -BeFalse
            @($stub.Requests).Count | Should -Be 3
            @($stub.Requests | Where-Object { $_ -like "* $Path*" }).Count | Should -Be 3
        } finally {
            $stub.Dispose()
        }
    }
}

Describe 'Where version 1 goes' {
    AfterEach {
        Remove-Item env:COS_* -ErrorAction SilentlyContinue
        Set-CosContext -Clear
    }

    It 'is one address for all regions, and needs none' {
        Set-CosContext -AppId 1 -Bucket b -ApiVersion 1
        $known = Get-CosContext
        $known.ApiVersion | Should -Be 1
        $known.Region | Should -BeNullOrEmpty
        $known.Endpoint | Should -Be 'https://web.file.myqcloud.com/'
        (New-CosContext -ApiVersion 1 -Region sh).Endpoint | Should -Be 'https://web.file.myqcloud.com/'
        (New-CosContext -ApiVersion 4 -Region sh).Endpoint | Should -Be 'https://sh.file.myqcloud.com/'
        (New-CosContext -ApiVersion 1 -Endpoint http://127.0.0.1:1).Endpoint | Should -Be 'http://127.0.0.1:1/'
    }

    It 'does not stand above an endpoint that the environment names' {
        $env:COS_ENDPOINT = 'http://127.0.0.1:1'
        $all = @{ AppId = '1'; Bucket = 'b'; Credential = New-TestCredential }
        (New-CosContext @all -ApiVersion 1).Endpoint | Should -Be 'http://127.0.0.1:1/'
        (New-CosContext -ApiVersion 1).Endpoint | Should -Be 'http://127.0.0.1:1/'
        Set-CosContext @all -ApiVersion 1
        (Get-CosContext).Endpoint | Should -Be 'http://127.0.0.1:1/'
    }

    It 'is where requests without region or endpoint go' {
        $stub = [CosSlice.Pester.StubServer]::new()
        try {
            $stub.AnswerRaw('CONNECT', "HTTP/1.1 403 Forbidden`r`nContent-Length: 0`r`n`r`n", 0)
            $c = @{ AppId = '1'; Bucket = 'b'; Credential = New-TestCredential; Proxy = $stub.Url; MaximumRetryCount = 0; ErrorAction = 'SilentlyContinue' }
            Get-CosFile k @c -ApiVersion 1
            $stub.Requests[0] | Should -BeLike 'CONNECT web.file.myqcloud.com:443 *'
            { Get-CosFile k @c } | Should -Throw -ErrorId 'CosEndpointMissing,*'
        } finally {
            $stub.Dispose()
        }
    }
}

Describe 'Which version is meant' {
    BeforeAll {
        $file = New-TestFile "$folder/meant.bin"
        $read = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize((New-CosContext -AppId 1 -Bucket b -ApiVersion 1)))
    }

    BeforeEach {
        $stub = [CosSlice.Pester.StubServer]::new()
        $stub.Answer('GET', 200, 'application/json', '{"code":0,"message":"SUCCESS","request_id":"r","data":{"filesize":"1","filelen":"1","access_url":"http://a/k"}}', 0)
        $place = @{ AppId = '1'; Bucket = 'b'; Endpoint = $stub.Url; Credential = New-TestCredential }
    }

    AfterEach {
        $stub.Dispose()
        Set-CosContext -Clear
        Remove-Item env:COS_* -ErrorAction SilentlyContinue
    }

    It 'is 4 where nobody says' {
        (Get-CosContext).ApiVersion | Should -Be 4
        (Get-CosFile k @place).ApiVersion | Should -Be 4
    }

    It 'is said by command line, piped object, -Context, session and environment, in that order' {
        $env:COS_API_VERSION = '1'
        (Get-CosContext).ApiVersion | Should -Be 1
        (Get-CosFile k @place).ApiVersion | Should -Be 1
        Set-CosContext -ApiVersion 4
        (Get-CosFile k @place).ApiVersion | Should -Be 4
        $context = New-CosContext -ApiVersion 1
        (Get-CosFile k -Context $context @place).ApiVersion | Should -Be 1
        $piped = [pscustomobject]@{ Key = 'k'; ApiVersion = 4 }
        ($piped | Get-CosFile -Context $context @place).ApiVersion | Should -Be 4
        ($piped | Get-CosFile -Context $context @place -ApiVersion 1).ApiVersion | Should -Be 1
    }

    It 'is one part of the session''s context, set and kept alone' {
        Set-CosContext -AppId 1 -Bucket b
        Set-CosContext -ApiVersion 1
        $known = Get-CosContext
        $known.ApiVersion | Should -Be 1
        $known.Bucket | Should -Be 'b'
        Set-CosContext -Bucket c
        (Get-CosContext).ApiVersion | Should -Be 1
    }

    It 'is kept by a context that was read back' {
        (New-CosContext -AppId 2).ApiVersion | Should -Be 4
        Set-CosContext $read
        (Get-CosContext).ApiVersion | Should -Be 1
        (Get-CosContext).Endpoint | Should -Be 'https://web.file.myqcloud.com/'
    }

    It 'cannot be <_>' -ForEach 3, 0, -4 {
        $stub.Answer('HTTP', 400, 'application/json', '{"code":-97,"message":"refused","request_id":"r"}', 0)
        $version = $_
        foreach ($command in 'New-CosContext', 'Set-CosContext') {
            { & $command -ApiVersion $version } | Should -Throw -ErrorId 'ParameterArgument*'
        }

        { Send-CosFile $file @place -ApiVersion $version } | Should -Throw -ErrorId 'ParameterArgument*'
        { Get-CosFile k @place -ApiVersion $version } | Should -Throw -ErrorId 'ParameterArgument*'
        { Test-CosFile $file @place -ApiVersion $version } | Should -Throw -ErrorId 'ParameterArgument*'
        $stub.Connections | Should -Be 0
    }

    It 'cannot be <_> in the environment, unless somebody says better' -ForEach '3', 'four' {
        $env:COS_API_VERSION = $_
        { Get-CosContext } | Should -Throw -ErrorId 'InvalidContext,*'
        { Get-CosFile k @place } | Should -Throw -ErrorId 'InvalidContext,*'
        $stub.Connections | Should -Be 0
        (Get-CosFile k @place -ApiVersion 4).ApiVersion | Should -Be 4
    }
}

Describe 'Version 1 and -Checksum' {
    It 'takes Sha1 alone: <_> ends the command before anything is sent' -ForEach 'Md5', 'None' {
        $stub = [CosSlice.Pester.StubServer]::new()
        $stub.Answer('HTTP', 400, 'application/json', '{"code":-97,"message":"refused","request_id":"r"}', 0)
        try {
            $file = New-TestFile "$folder/sum.bin"
            $c = @{ Checksum = $_; ErrorAction = 'SilentlyContinue' }
            { Send-CosFile $file -Context (New-TestContext $stub.Url) -ApiVersion 1 @c } | Should -Throw -ErrorId 'InvalidOption,CosSlice.Commands.SendCosFileCommand' -ExpectedMessage '*SHA-1*'
            Send-CosFile $file -Context (New-TestContext $stub.Url) -ApiVersion 4 @c -WhatIf

            # Of a piped object it is that object's error.
            $row = [pscustomobject]@{ LiteralPath = $file.FullName; ApiVersion = 1 }
            $row | Send-CosFile -Context (New-TestContext $stub.Url) @c -ErrorVariable problems
            $problems[0].FullyQualifiedErrorId | Should -Be 'InvalidOption,CosSlice.Commands.SendCosFileCommand'
            $stub.Connections | Should -Be 0
        } finally {
            $stub.Dispose()
        }
    }
}
