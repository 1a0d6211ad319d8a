# What objects look like, and what the types file adds to them.
BeforeAll {
    . $PSScriptRoot/common.ps1
    $started = [datetime]::new(2026, 11, 22, 5, 45, 26, [DateTimeKind]::Utc)
    $address = 'http://accesslog-10055004.file.myqcloud.com/backup/disk1.iso'
    $sent = [CosSlice.CosFile]@{
        LiteralPath = '/data/backup/disk1.iso'; Key = 'backup/disk1.iso'; Bucket = 'accesslog'; AppId = '10055004'; Endpoint = 'https://sh.file.myqcloud.com/'
        ApiVersion = 4; Length = 64GB; Sha1 = 'da39a3ee5e6b4b0d3255bfef95601890afd80709'; AccessUrl = $address; SourceUrl = 'http://source/disk1.iso'
        Url = 'http://url/disk1.iso'; ResourcePath = '/10055004/accesslog/backup/disk1.iso'; BytesSent = 64GB; StartedAt = $started
        Duration = [timespan]::FromSeconds(754.2); RequestId = 'NTZkNTE='
    }
    $resumed = [CosSlice.CosFile]@{
        LiteralPath = '/a'; Key = 'nightly/2026/11/22/databases/production/full/disk0001.iso'; Length = 1023; Resumed = $true; BytesSent = 512
        AccessUrl = 'http://a/nightly'; Duration = [timespan]::FromSeconds(0.25)
    }
    $instant = [CosSlice.CosFile]@{ LiteralPath = '/a'; Key = 'instant.bin'; Length = 5MB; InstantUpload = $true; AccessUrl = 'http://a/i'; Duration = [timespan]::FromHours(1.1) }
    $finished = [CosSlice.CosFile]@{ LiteralPath = '/a'; Key = 'finished.bin'; Length = 5MB; Resumed = $true; AccessUrl = 'http://a/f'; Duration = [timespan]::FromSeconds(0.1) }
    $held = [CosSlice.CosFile]@{ Key = 'held.bin'; Length = 999; AccessUrl = 'http://a/held.bin' }
    $uploads = foreach ($state in 'Waiting', 'Sending', 'Interrupted', 'Sent', 'Failed', 'Completed') {
        [CosSlice.CosUpload]@{
            UploadId = '0123456789abcdef0123456789abcdef'; LiteralPath = "/a/way/down/to/the/place/of/$state.iso"; Key = "backup/2026/11/22/$state.iso"
            Bucket = 'accesslog'; AppId = '10055004'; Endpoint = 'https://sh.file.myqcloud.com/'; ApiVersion = 4; State = $state; Length = 64GB; BytesSent = 32.9GB
            SliceSize = 1MB; UpdatedAt = [datetime]::UtcNow.AddDays(-3.5); LastError = 'The line was cut.'; LastErrorCode = -97
        }
    }
    $escape = [char]27
    $ellipsis = [char]0x2026

    function Copy-BySerializer($Object) {
        [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($Object))
    }

    # Lines that say something, without what stands behind their last column.
    function Get-Line([int] $Width, [switch] $List) {
        $text = if ($List) { $input | Format-List | Out-String -Width $Width } else { $input | Format-Table | Out-String -Width $Width }
        $text -split '\r?\n' | ForEach-Object { $_.TrimEnd() } | Where-Object { $_ }
    }

    # Two of the three ways to write to a screen are for programs; $null where this shell has no styles.
    function Set-Rendering([string] $To) {
        if (Get-Variable PSStyle -ErrorAction SilentlyContinue) {
            $PSStyle.OutputRendering
            $PSStyle.OutputRendering = $To
        }
    }
}

AfterAll {
    Remove-TestJournal
}

Describe 'The table of files' {
    It 'fits into 80 columns, with sizes, rates and times for people, of <Name> objects' -ForEach @(
        @{ Name = 'live'; Copy = $false }
        @{ Name = 'deserialised'; Copy = $true }
    ) {
        $files = $sent, $resumed, $finished, $instant, $held
        $lines = @($(if ($Copy) { $files | ForEach-Object { Copy-BySerializer $_ } } else { $files }) | Get-Line 80)
        $lines | Should -Be @(
            '   Length Duration        Rate Upload  Key'
            '   ------ --------        ---- ------  ---'
            ' 64.0 GiB  12m 34s  86.9 MiB/s sent    backup/disk1.iso'
            "  1.0 KiB    0.3 s   2.0 KiB/s resumed ${ellipsis}/databases/production/full/disk0001.iso"
            '  5.0 MiB    0.1 s             resumed finished.bin'
            '  5.0 MiB   1h 06m             instant instant.bin'
            '    999 B                              held.bin'
        )
    }

    It 'has room for addresses on a wider screen' {
        $lines = @($sent, $held | Get-Line 120)
        $lines[0] | Should -BeExactly '   Length Duration        Rate Upload  Key                                      AccessUrl'
        $lines[2] | Should -BeExactly " 64.0 GiB  12m 34s  86.9 MiB/s sent    backup/disk1.iso                         $($address.Substring(0, 39))$ellipsis"
        @($sent | Get-Line 160)[2] | Should -BeLike "*$address"
    }

    It 'keeps the end of a Chinese key in its column' {
        # Two columns each, in a file that has ASCII alone.
        $name = -join (0x4E2D, 0x6587, 0x5907, 0x4EFD | ForEach-Object { [char]$_ })
        $file = [CosSlice.CosFile]@{ Key = "$name/" * 5 + 'end.iso'; AccessUrl = 'http://a/k' }
        @($file | Get-Line 120)[2] | Should -BeExactly (' ' * 6 + '0 B' + ' ' * 30 + "$ellipsis$($name.Substring(2))/$("$name/" * 3)end.iso http://a/k")
    }
}

Describe 'The table of uploads' {
    It 'fits into <Width> columns, of <Name> objects' -ForEach @(
        @{ Width = 80; Name = 'live'; Copy = $false }
        @{ Width = 80; Name = 'deserialised'; Copy = $true }
        @{ Width = 120; Name = 'live'; Copy = $false }
    ) {
        $lines = @($(if ($Copy) { $uploads | ForEach-Object { Copy-BySerializer $_ } } else { $uploads }) | Get-Line $Width)
        $lines.Count | Should -Be 8
        if ($Width -eq 80) {
            $lines[0] | Should -BeExactly 'State        Sent    Length   Age             LiteralPath Key'
            $lines[4] | Should -BeExactly "Interrupted  51 %  64.0 GiB   3 d ${ellipsis}ace/of/Interrupted.iso backup/2026/11/22/Int$ellipsis"
        } else {
            $lines[0] | Should -BeExactly 'State        Sent    Length   Age                                 LiteralPath Key'
            $lines[4] | Should -BeExactly 'Interrupted  51 %  64.0 GiB   3 d /a/way/down/to/the/place/of/Interrupted.iso backup/2026/11/22/Interrupted.iso'
        }
    }

    It 'has colours by state in the <View> where the screen shows them, and only there' -ForEach @(
        @{ View = 'table'; List = $false }
        @{ View = 'list'; List = $true }
    ) {
        if (-not (Get-Variable PSStyle -ErrorAction SilentlyContinue)) {
            ($uploads | Get-Line 120 -List:$List) -join '' | Should -Not -Match $escape
            Set-ItResult -Skipped -Because 'this shell has no $PSStyle'
            return
        }

        $before = Set-Rendering 'Ansi'
        try {
            $colored = ($uploads | Get-Line 120 -List:$List) -join "`n"
            $copied = (Copy-BySerializer $uploads[4] | Get-Line 120 -List:$List) -join "`n"
            $null = Set-Rendering 'PlainText'
            $plain = ($uploads | Get-Line 120 -List:$List) -join "`n"
            $null = Set-Rendering 'Host'
            $redirected = ($uploads | Get-Line 120 -List:$List) -join "`n"
        } finally {
            $null = Set-Rendering $before
        }

        foreach ($state in @{ Completed = $PSStyle.Foreground.Green; Sent = $PSStyle.Foreground.Cyan; Interrupted = $PSStyle.Formatting.Warning; Failed = $PSStyle.Formatting.Error }.GetEnumerator()) {
            $colored.Contains("$($state.Value)$($state.Key)$($PSStyle.Reset)") | Should -BeTrue -Because "$($state.Key) has its colour"
        }

        $copied.Contains("$($PSStyle.Formatting.Error)Failed$($PSStyle.Reset)") | Should -BeTrue
        $colored | Should -Not -Match "m(Waiting|Sending)$escape"
        $plain | Should -Not -Match $escape
        $redirected | Should -Not -Match $escape
    }

    It 'has no colours in the output of a script, with NO_COLOR or without' -ForEach '', '1' {
        $script = "`$u = [CosSlice.CosUpload]@{ Key = 'k'; State = 'Failed'; LiteralPath = '/k' }; `$u; `$u | Format-List"
        $ended = Invoke-ScriptFile $script @{ NO_COLOR = $_ }
        $ended.Output | Should -Match '(?m)^Failed '
        $ended.Output | Should -Match '(?m)^State +: Failed'
        $ended.Output | Should -Not -Match $escape
    }

    It 'is shown under strict rules too' {
        & {
            Set-StrictMode -Version Latest
            @($uploads | Get-Line 80).Count | Should -Be 8
            @($uploads | Get-Line 80 -List) -match '^State +: Failed$' | Should -Not -BeNullOrEmpty
            @($sent | Get-Line 80)[2] | Should -BeLike ' 64.0 GiB *'
        }
    }
}

Describe 'Lists' {
    It 'have every property of a file, in exact bytes too, and times by this clock' {
        $lines = @($sent | Get-Line 120 -List)
        $lines | Should -Contain "AccessUrl      : $address"
        $lines | Should -Contain 'Length         : 64.0 GiB (68,719,476,736 bytes)'
        $lines | Should -Contain "StartedAt      : $($started.ToLocalTime().ToString('yyyy-MM-dd HH:mm:ss zzz', [cultureinfo]::InvariantCulture))"
        $lines | Should -Contain 'BytesPerSecond : 86.9 MiB/s'
        $lines | Should -Contain 'Duration       : 12m 34s'
        foreach ($property in [CosSlice.CosFile].GetProperties().Name | Where-Object { $_ -ne 'PreviewUrl' }) {
            @($lines -match "^$property +: ").Count | Should -Be 1 -Because "$property belongs into the list"
        }

        (Copy-BySerializer $sent | Get-Line 120 -List) | Should -Be $lines
    }

    It 'have every property of an upload' {
        $lines = @($uploads[2] | Get-Line 120 -List)
        $lines | Should -Contain 'BytesSent       : 32.9 GiB (35,326,106,010 bytes)'
        $lines | Should -Contain 'PercentComplete : 51 %'
        foreach ($property in [CosSlice.CosUpload].GetProperties().Name) {
            @($lines -match "^$property +: ").Count | Should -Be 1 -Because "$property belongs into the list"
        }

        (Copy-BySerializer $uploads[2] | Get-Line 120 -List) | Should -Be $lines
    }

    It 'have every property of a context, which is a list unless a table is asked for' {
        $context = New-CosContext -AppId 10055004 -Bucket accesslog -Region sh -Credential (New-TestCredential)
        $lines = @(($context | Out-String -Width 80) -split '\r?\n' | Where-Object { $_ })
        foreach ($property in [CosSlice.CosContext].GetProperties().Name | Where-Object { $_ -ne 'SignatureExpiresAt' }) {
            @($lines -match "^$property +: ").Count | Should -Be 1 -Because "$property belongs into the list"
        }

        foreach ($shown in $context, (Copy-BySerializer $context)) {
            $table = @($shown | Get-Line 120)
            $table[0] | Should -Match '^AppId +Bucket +ApiVersion Endpoint +SecretId$'
            $table[2] | Should -Match '^10055004 +accesslog +4 https://sh\.file\.myqcloud\.com/ +AKIDemulator$'
        }
    }
}

Describe 'Every type that a command returns' {
    It 'has a table and a list, live and deserialised' {
        $types = Get-Command -Module CosSlice -CommandType Cmdlet | ForEach-Object { $_.OutputType.Type } | Where-Object { $_.Namespace -eq 'CosSlice' } | Select-Object -Unique
        $types.Count | Should -Be 3
        foreach ($type in $types) {
            foreach ($name in $type.FullName, "Deserialized.$($type.FullName)") {
                $views = @((Get-FormatData -TypeName $name -PowerShellVersion 5.1).FormatViewDefinition.Control | ForEach-Object { $_.GetType().Name })
                $views | Should -Contain 'TableControl' -Because $name
                $views | Should -Contain 'ListControl' -Because $name
            }
        }
    }
}

Describe 'Types' {
    It 'know the names of the wire, of <Name> objects' -ForEach @(
        @{ Name = 'live'; Copy = $false }
        @{ Name = 'deserialised'; Copy = $true }
    ) {
        $file = if ($Copy) { Copy-BySerializer $sent } else { $sent }
        $file.access_url | Should -BeExactly $address
        $file.resource_path | Should -BeExactly '/10055004/accesslog/backup/disk1.iso'
        $file.source_url | Should -BeExactly 'http://source/disk1.iso'
        $file.url | Should -BeExactly 'http://url/disk1.iso'
        $chosen = $file | Select-Object access_url, resource_path, source_url, url
        $chosen.access_url | Should -BeExactly $address
        $chosen.url | Should -BeExactly 'http://url/disk1.iso'
        @($file | ForEach-Object access_url) | Should -Be $address
    }

    It 'tell a rate in whole bytes a second, which is 0 for <Name>' -ForEach @(
        @{ Name = 'nothing sent'; Sent = 0; Seconds = 3; Rate = 0 }
        @{ Name = 'no time'; Sent = 5; Seconds = 0; Rate = 0 }
        @{ Name = 'neither'; Sent = 0; Seconds = 0; Rate = 0 }
        @{ Name = 'less than one'; Sent = 5; Seconds = 6; Rate = 0 }
        @{ Name = 'nothing else'; Sent = 64GB; Seconds = 754.2; Rate = 91115720 }
    ) {
        $file = [CosSlice.CosFile]@{ LiteralPath = '/a'; Key = 'k'; BytesSent = $Sent; Length = 64GB; Duration = [timespan]::FromSeconds($Seconds) }
        $file.BytesPerSecond | Should -BeExactly $Rate
        $file.BytesPerSecond | Should -BeOfType long
        (Copy-BySerializer $file).BytesPerSecond | Should -BeExactly $Rate
    }

    It 'tell a percentage of <Sent> of <Length> bytes' -ForEach @(
        @{ Sent = 0; Length = 0; Percent = 0 }
        @{ Sent = 999; Length = 1000; Percent = 99 }
        @{ Sent = 1000; Length = 1000; Percent = 100 }
        @{ Sent = 1001; Length = 1000; Percent = 100 }
    ) {
        $upload = [CosSlice.CosUpload]@{ Key = 'k'; BytesSent = $Sent; Length = $Length }
        $upload.PercentComplete | Should -BeExactly $Percent
        (Copy-BySerializer $upload).PercentComplete | Should -BeExactly $Percent
    }

    It 'know what to show and to sort by where nothing is named' {
        $sent.PSStandardMembers.DefaultDisplayPropertySet.ReferencedPropertyNames | Should -Be 'Key', 'Length', 'Duration', 'AccessUrl', 'ResourcePath'
        $uploads[0].PSStandardMembers.DefaultDisplayPropertySet.ReferencedPropertyNames | Should -Be 'Key', 'State', 'Length', 'BytesSent', 'LastError'
        (New-CosContext -AppId 1).PSStandardMembers.DefaultDisplayPropertySet.ReferencedPropertyNames | Should -Contain 'CredentialSource'
        ($sent, $held, $instant | Sort-Object).Key | Should -Be 'backup/disk1.iso', 'held.bin', 'instant.bin'
        ($uploads | Sort-Object).Key | Should -Be ($uploads.Key | Sort-Object)
    }

    It 'leave properties numbers and times' {
        $sent.Length | Should -BeOfType long
        $sent.StartedAt.Kind | Should -Be Utc
        (Copy-BySerializer $sent).StartedAt.Kind | Should -Be Utc
        $uploads[0].State | Should -BeOfType CosSlice.CosUploadState
    }
}
