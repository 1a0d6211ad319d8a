BeforeAll {
    . $PSScriptRoot/common.ps1
    $credential = New-TestCredential
}

Describe 'Get-CosContext' {
    AfterEach {
        Set-CosContext -Clear
        Remove-Item env:COS_* -ErrorAction SilentlyContinue
    }

    It 'shows what was set for the session' {
        Set-CosContext (New-CosContext -AppId 1 -Bucket b -Region sh -Credential $credential)
        $context = Get-CosContext
        $context.Bucket | Should -Be 'b'
        $context.SecretId | Should -Be 'AKIDemulator'
    }

    It 'shows what was set above what the environment has, part by part' {
        $env:COS_APPID = '1'
        $env:COS_BUCKET = 'envbucket'
        Set-CosContext -Bucket mine
        $context = Get-CosContext
        $context.AppId | Should -Be '1'
        $context.Bucket | Should -Be 'mine'
    }

    It 'shows another runspace nothing of it' {
        Set-CosContext -AppId 1
        $run = Start-Guarded { (Get-CosContext).AppId; Set-CosContext -AppId 2 }
        Wait-Guarded $run | Should -BeNullOrEmpty
        @($run.Output) | Should -Be @($null)
        (Get-CosContext).AppId | Should -Be '1'
    }
}
