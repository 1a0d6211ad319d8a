# The scripts for scheduled tasks, as the texts have them: target and folder alone are replaced.
BeforeDiscovery {
    $texts = @(
        @{ Name = 'README.md'; Path = 'README.md'; Pattern = '(?s)A script for a scheduled task.*?```powershell\r?\n(.*?)```' }
        @{ Name = 'about_CosSlice'; Path = 'src/CosSlice/en-US/about_CosSlice.help.txt'; Pattern = '(?ms)^SCHEDULED TASKS.*?(^ {8}\$ErrorActionPreference.*?^ {8}exit [^\r\n]*)' }
    )
}

BeforeAll {
    . $PSScriptRoot/uploads.ps1
    $separator = [IO.Path]::PathSeparator
    $environment = @{
        COS_APPID      = $AppId
        COS_BUCKET     = $Bucket
        COS_ENDPOINT   = $relay.Url
        COS_SECRET_ID  = 'AKIDemulator'
        COS_SECRET_KEY = $SecretKey
        PSModulePath   = (Split-Path (Split-Path $ModulePath)) + $separator + $env:PSModulePath
    }
}

AfterAll {
    Remove-TestUploads
}

Describe 'The script of <Name>' -ForEach $texts {
    BeforeAll {
        $text = [IO.File]::ReadAllText((Join-Path $Repository $Path))
        $script = [regex]::Match($text, $Pattern).Groups[1].Value
        $script | Should -Match "^\s*\`$ErrorActionPreference = 'Stop'"
        $script | Should -Match 'exit \[int\]\(\$failed.Count -gt 0\)\s*$'

        # Its target comes from the environment here; About.Tests.ps1 runs the script with this line.
        $script = [regex]::Replace($script, '(?m)^ *Set-CosContext.*`\r?\n.*\r?\n', '')
        $script | Should -Not -Match 'Set-CosContext|Get-Secret'
        $prefix = [regex]::Match($script, '-KeyPrefix (\S+)').Groups[1].Value
    }

    BeforeEach {
        # Content that no other test has sent: the service would have it already.
        $backup = "$folder/$([guid]::NewGuid().ToString('N'))"
        $night = "$prefix$([guid]::NewGuid().ToString('N'))/"
        $task = $script.Replace('D:\Backup', $backup).Replace("-KeyPrefix $prefix", "-KeyPrefix $night")
        $null = New-TestFile "$backup/one.bin" 1000 ([Random]::new().Next())
        $null = New-TestFile "$backup/sub/two.bin" 2000 ([Random]::new().Next())
        $files = @{ 'one.bin' = "$backup/one.bin"; 'sub/two.bin' = "$backup/sub/two.bin" }
    }

    AfterEach {
        $relay.Mend()
        Remove-TestJournal
    }

    It 'ends with 0 when all is well' {
        $run = Invoke-ScriptFile $task $environment
        $run.ExitCode | Should -Be 0 -Because "$($run.Output)$($run.Errors)"
        foreach ($name in $files.Keys) {
            Get-StoredSha1 $emulator.Url "$night$name" | Should -Be (Get-Sha1 $files[$name])
        }

        # Nothing new in the next night is no failure, and an empty folder is none.
        (Invoke-ScriptFile $task $environment).ExitCode | Should -Be 0
        $files.Values | Remove-Item
        (Invoke-ScriptFile $task $environment).ExitCode | Should -Be 0
    }

    It 'ends with 1 when one file failed, and the others are up' {
        $other = New-TestFile "$folder/other.bin" 10 9
        $null = Send-CosFile $other -Key "${night}one.bin" -Context $context
        $run = Invoke-ScriptFile $task $environment
        $run.ExitCode | Should -Be 1 -Because "$($run.Output)$($run.Errors)"
        "$($run.Output)$($run.Errors)" | Should -Match 'one\.bin'
        Get-StoredSha1 $emulator.Url "${night}sub/two.bin" | Should -Be (Get-Sha1 $files['sub/two.bin'])
        Get-StoredSha1 $emulator.Url "${night}one.bin" | Should -Be (Get-Sha1 $other)
    }

    It 'ends with 1 when <Missing> is missing, before anything is sent' -ForEach @(
        @{ Missing = 'COS_BUCKET' }
        @{ Missing = 'COS_SECRET_KEY' }
    ) {
        $less = $environment.Clone()
        $less.Remove($Missing)
        $before = $relay.Passed
        $run = Invoke-ScriptFile $task $less
        $run.ExitCode | Should -Be 1 -Because "$($run.Output)$($run.Errors)"
        $relay.Passed | Should -Be $before
    }

    It 'ends with 1 when the key is wrong' {
        $wrong = $environment.Clone()
        $wrong.COS_SECRET_KEY = 'wrong'
        (Invoke-ScriptFile $task $wrong).ExitCode | Should -Be 1
    }

    It 'carries on in the next night what was killed in this one, and what lay elsewhere' {
        $large = New-FreshFile "$(Split-Path $backup -Leaf)/large.bin" 40MB
        $elsewhere = New-Interrupted "elsewhere-$(Split-Path $backup -Leaf).bin"
        $relay.HoldAt('upload_slice_data', 16)
        $run = Start-ScriptFile $task $environment
        try {
            $relay.WaitForHeld(8, 2 * $Guard) | Should -BeTrue
        } finally {
            $run.Process.Kill()
        }

        (Wait-ScriptFile $run).ExitCode | Should -Not -Be 0
        $relay.Mend()
        $before = $relay.Passed
        $run = Invoke-ScriptFile $task $environment
        $run.ExitCode | Should -Be 0 -Because "$($run.Output)$($run.Errors)"
        Get-StoredSha1 $emulator.Url "${night}large.bin" | Should -Be (Get-Sha1 $large)
        Get-StoredSha1 $emulator.Url $elsewhere.Key | Should -Be (Get-Sha1 $elsewhere.LiteralPath)
        $relay.Passed - $before | Should -BeLessThan 35MB
        Get-CosUpload | Should -BeNullOrEmpty
    }
}
