BeforeAll {
    . $PSScriptRoot/common.ps1
    $folder = New-TestFolder
    $null = New-TestFile "$folder/small.bin" 5000
    $emulator = Start-Emulator

    # What a new shell of a culture says: written to files, as a console may have another encoding.
    function Get-Saying([string] $Culture) {
        $script = @'
[cultureinfo]::CurrentUICulture = $env:SAID_CULTURE
$ErrorActionPreference = 'Stop'
$folder = $env:SAID_FOLDER
$key = "$env:SAID_CULTURE/small.bin"
$said = @{ Culture = [cultureinfo]::CurrentUICulture.Name }
try {
    Send-CosFile -LiteralPath "$folder/none.bin"
} catch {
    $said.Error = "$_"
    $said.Advice = $_.ErrorDetails.RecommendedAction
    $said.Id = $_.FullyQualifiedErrorId
    $said.Category = "$($_.CategoryInfo.Category)"
}

try {
    Send-CosFile -Path ([timespan]::Zero)
} catch {
    $said.Binding = $_.Exception.Message
    $said.BindingId = $_.FullyQualifiedErrorId
}

$said.Warning = "$(Send-CosFile "$folder/none*" 3>&1)"
$null = Start-Transcript -LiteralPath "$folder/$env:SAID_CULTURE.txt"
Send-CosFile "$folder/small.bin" -WhatIf
$null = Stop-Transcript
$lines = @(Send-CosFile "$folder/small.bin" -Key $key -Verbose 4>&1)
$said.Verbose = @($lines | Where-Object { $_ -is [Management.Automation.VerboseRecord] } | ForEach-Object { $_.Message }) -join '|'
$said.Properties = ($lines | Where-Object { $_ -is [CosSlice.CosFile] }).PSObject.Properties.Name -join ' '
[IO.File]::WriteAllText("$folder/small.bin", 'of another content')
try {
    Send-CosFile "$folder/small.bin" -Key $key
} catch {
    $said.Refusal = "$_"
    $said.RefusalAdvice = $_.ErrorDetails.RecommendedAction
    $said.RefusalId = $_.FullyQualifiedErrorId
}

[IO.File]::WriteAllText("$folder/$env:SAID_CULTURE.json", (ConvertTo-Json $said))
'@
        $null = New-TestFile "$folder/small.bin" 5000
        $run = Invoke-ScriptFile $script @{
            SAID_CULTURE = $Culture; SAID_FOLDER = $folder; COSSLICE_STATE = $env:COSSLICE_STATE
            COS_APPID = $AppId; COS_BUCKET = $Bucket; COS_ENDPOINT = $emulator.Url; COS_SECRET_ID = 'AKIDemulator'; COS_SECRET_KEY = $SecretKey
        }
        if ($run.ExitCode -ne 0) {
            throw $run.Errors
        }

        $said = [IO.File]::ReadAllText("$folder/$Culture.json") | ConvertFrom-Json
        $said.Culture | Should -BeExactly $Culture
        $said | Add-Member -NotePropertyName WhatIf -NotePropertyValue ([IO.File]::ReadAllText("$folder/$Culture.txt"))
        $said
    }

    $chinese = Get-Saying 'zh-CN'
    $french = Get-Saying 'fr-FR'
}

AfterAll {
    Stop-Emulator $emulator
    Remove-Item -LiteralPath $folder -Recurse -Force
    Remove-TestJournal
}

Describe 'The language of messages' {
    It 'is Chinese where the user interface is' {
        $chinese.Error | Should -BeExactly "没有文件 '$(Join-Path $folder none.bin)'。"
        $chinese.Advice | Should -BeExactly '请检查拼写；含有 [ 或 ] 的名称需要使用 -LiteralPath。'
        $chinese.Binding | Should -Match '路径应为字符串'
        $chinese.Warning | Should -BeExactly "'$folder/none*' 没有匹配到任何文件。"
        $chinese.WhatIf | Should -Match "上传到 accesslog-10055004（http://127\.0\.0\.1:\d+/），对象键为 'small\.bin'"
        $chinese.Verbose | Should -Match '内容和签名以明文传输。'
        $chinese.Verbose | Should -Match "正在将 '[^']*small\.bin'（4\.9 KiB）发送到"
        $chinese.Verbose | Should -Match "已将 '[^']*small\.bin' 发送为 'zh-CN/small\.bin'：4\.9 KiB，用时 [\d.]+ s，"
    }

    It 'is English where there is no translation' {
        $french.Error | Should -BeExactly "There is no file '$(Join-Path $folder none.bin)'."
        $french.Advice | Should -BeExactly 'Check the spelling; names with [ or ] need -LiteralPath.'
        $french.Binding | Should -Match 'A path is a string'
        $french.Warning | Should -BeExactly "'$folder/none*' matches nothing."
        $french.WhatIf | Should -Match "Upload to accesslog-10055004 at http://127\.0\.0\.1:\d+/ as 'small\.bin'"
        $french.Verbose | Should -Match "Sent '[^']*small\.bin' as 'fr-FR/small\.bin': 4\.9 KiB in [\d.]+ s, "
    }

    It 'leaves alone what scripts go by' {
        $chinese.Id | Should -BeExactly 'PathNotFound,CosSlice.Commands.SendCosFileCommand'
        foreach ($name in 'Id', 'Category', 'BindingId', 'RefusalId', 'Properties') {
            $chinese.$name | Should -Not -BeNullOrEmpty -Because $name
            $chinese.$name | Should -BeExactly $french.$name
        }
    }

    # Windows PowerShell goes by the rules of .NET Framework 4.0: a language that is set in a session stays with its own thread, and
    # tasks have that of the user's system.
    It 'is that of the user on the tasks of the engine too' -Skip:($PSEdition -eq 'Desktop') {
        $chinese.Refusal | Should -Match "服务端已存在对象 'zh-CN/small\.bin'，且无法确认其内容相同。$"
        $chinese.RefusalAdvice | Should -BeExactly 'Send-CosFile -Force 会覆盖它；或使用另一个 -Key。'
        $french.Refusal | Should -Match "The service already holds an object 'fr-FR/small\.bin', and it is not known to be the same\.$"
    }

    It 'is that of the bars: <Culture>' -TestCases @(
        @{ Culture = 'zh-SG'; Activity = '正在发送 small.bin'; Status = '^0 %，0 B / 4\.9 KiB，(?:[\d.]+ \w+/s，)?正在重试：.*HTTP 503' }
        @{ Culture = 'en-GB'; Activity = 'Sending small.bin'; Status = '^0 %, 0 B of 4\.9 KiB, (?:[\d.]+ \w+/s, )?retrying: .*HTTP 503' }
    ) {
        $null = New-TestFile "$folder/small.bin" 5000
        $stub = [CosSlice.Pester.StubServer]::new()
        $stub.Answer('HTTP', 503, 'text/plain', 'busy', 0)
        $run = Start-Guarded {
            param($File, $Culture, $Context)
            [cultureinfo]::CurrentUICulture = $Culture
            Send-CosFile $File -Context $Context -Checksum Md5 -RetryIntervalSec 3600
        } @{ File = "$folder/small.bin"; Culture = $Culture; Context = New-TestContext $stub.Url }
        try {
            $clock = [Diagnostics.Stopwatch]::StartNew()
            $wait = [Threading.ManualResetEventSlim]::new()
            while (-not ($run.Shell.Streams.Progress | Where-Object StatusDescription -Match 'HTTP 503') -and $clock.Elapsed.TotalSeconds -lt $Guard) {
                $null = $wait.Wait(20)
            }

            $bar = @($run.Shell.Streams.Progress | Where-Object StatusDescription -Match 'HTTP 503')[0]
            $bar.Activity | Should -BeExactly $Activity
            $bar.StatusDescription | Should -Match $Status
        } finally {
            Stop-Guarded $run
            $stub.Dispose()
        }
    }
}
