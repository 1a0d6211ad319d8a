BeforeAll {
    . $PSScriptRoot/common.ps1
    $credential = New-TestCredential
}

Describe 'Set-CosContext' {
    AfterEach {
        Set-CosContext -Clear
        Remove-Item env:COS_* -ErrorAction SilentlyContinue
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

    It 'replaces the whole by a whole' {
        $whole = New-CosContext -AppId 2
        Set-CosContext -AppId 1 -Bucket b
        Set-CosContext -Context $whole
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
