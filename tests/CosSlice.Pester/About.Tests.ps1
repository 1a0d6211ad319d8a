# The code in about_CosSlice: that it is the same in both languages, that PowerShell can read it, and that the script for a scheduled
# task ends with the exit codes that the text tells of.

BeforeAll {
    . $PSScriptRoot/uploads.ps1
    . $PSScriptRoot/examples.ps1

    # The paragraphs that are code: every line of them is indented as far as no other text begins.
    function Get-AboutCode([string] $Culture) {
        $text = [IO.File]::ReadAllText((Join-Path $Repository "src/CosSlice/$Culture/about_CosSlice.help.txt")).Replace("`r", '')
        $text -split "`n`n+" | Where-Object { $_ -notmatch '(?m)^ {0,7}\S' } | ForEach-Object { $_.Trim("`n") -replace '(?m)^ {8}' }
    }
}

AfterAll {
    Remove-TestUploads
}

Describe 'The code of about_CosSlice' {
    It 'is the same in Chinese' {
        $english = Get-AboutCode 'en-US'
        $english.Count | Should -BeGreaterThan 10
        Get-AboutCode 'zh-CN' | Should -BeExactly $english
    }

    It 'can be read by PowerShell, but for the line of a crontab' {
        foreach ($code in Get-AboutCode 'en-US' | Where-Object { $_ -notmatch '^0 3 ' }) {
            $errors = $null
            $null = [Management.Automation.Language.Parser]::ParseInput($code, [ref]$null, [ref]$errors)
            $errors | Should -BeNullOrEmpty -Because $code
        }
    }
}

Describe 'The scheduled task of about_CosSlice' {
    BeforeAll {
        $task = Get-AboutCode 'en-US' | Where-Object { $_ -match '(?m)^exit ' }
        @($task).Count | Should -Be 1
    }

    BeforeEach {
        $emulator = Start-Emulator
        $relay = New-Relay $emulator
        $context = New-TestContext $relay.Url
        Set-ExampleEnvironment
        $here = New-ExampleFolder ([guid]::NewGuid().ToString('N'))

        function Invoke-Task([string] $Code) {
            Invoke-ScriptFile "`$Here = '$here'`n$ExamplePreamble$(ConvertTo-LocalCode $Code)"
        }
    }

    AfterEach {
        $relay.Dispose()
        Stop-Emulator $emulator
        foreach ($name in 'APPID', 'BUCKET', 'ENDPOINT', 'SECRET_ID', 'SECRET_KEY') {
            Remove-Item "env:COS_$name" -ErrorAction SilentlyContinue
        }

        Remove-TestJournal
        Remove-Item -LiteralPath $here -Recurse -Force
    }

    It 'ends with 0 where all is sent, and what was left is carried on' {
        $run = Invoke-Task $task
        $run.Errors | Should -BeNullOrEmpty
        $run.ExitCode | Should -Be 0
        Get-StoredSha1 $emulator.Url nightly/db/full.bak | Should -Be (Get-Sha1 "$here/d/Backup/db/full.bak")
        Get-CosUpload | Should -BeNullOrEmpty
    }

    It 'ends with 1 where a file failed, and the others are sent all the same' {
        $null = Send-CosFile -LiteralPath "$here/disk1.iso" -Key nightly/disk3.iso -Context $context
        $run = Invoke-Task $task
        $run.Errors | Should -Match 'nightly/disk3\.iso'
        $run.ExitCode | Should -Be 1
        Get-StoredSha1 $emulator.Url nightly/db/full.bak | Should -Be (Get-Sha1 "$here/d/Backup/db/full.bak")
    }

    It 'ends with 1 where the set-up is wrong, before the next line' {
        $wrong = $task -replace '-AppId \S+' -replace '(?m)^Get-CosUpload', "'reached'`n`$0"
        $wrong | Should -Match '(?m)^''reached'''
        $env:COS_APPID = ''
        $run = Invoke-Task $wrong
        $run.Errors | Should -Not -BeNullOrEmpty
        $run.ExitCode | Should -Be 1
        $run.Output | Should -Not -Match 'reached'
    }
}
