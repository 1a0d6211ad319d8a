BeforeAll {
    . $PSScriptRoot/common.ps1
    $emulator = Start-Emulator
    $context = New-TestContext $emulator.Url
    $folder = New-TestFolder
    Push-Location -LiteralPath $folder
}

AfterAll {
    Pop-Location
    Remove-Item -LiteralPath $folder -Recurse -Force
    Remove-TestJournal
    Stop-Emulator $emulator
}

Describe 'What binds' {
    BeforeAll {
        $null = New-TestFile "$folder/bind/[1].iso" 100 1
        $null = New-TestFile "$folder/bind/b.iso" 100 2
        $null = New-TestFile "$folder/bind/sub/c.iso" 100 3

        $c = @{ Context = $context; Force = $true }
        $Folder = "$folder/bind"
        Push-Location -LiteralPath $Folder
    }

    AfterAll {
        Pop-Location
    }

    It '<Name>' -ForEach @(
        @{ Name = 'files of Get-ChildItem'; Keys = '[1].iso', 'b.iso', 'c.iso'; Script = { Get-ChildItem -Recurse | Send-CosFile @c } }
        @{ Name = 'a FileInfo without a provider path'; Keys = , '[1].iso'; Script = { [IO.FileInfo]::new("$Folder/[1].iso") | Send-CosFile @c } }
        @{ Name = 'a FileInfo by position'; Keys = , '[1].iso'; Script = { Send-CosFile (Get-Item -LiteralPath '[1].iso') @c } }
        @{ Name = 'several by position'; Keys = '[1].iso', 'b.iso'; Script = { Send-CosFile (Get-ChildItem -File) @c } }
        @{ Name = 'strings'; Keys = 'b.iso', 'c.iso'; Script = { 'b.iso', 'sub/c.iso' | Send-CosFile @c } }
        @{ Name = 'a string by position'; Keys = , 'b.iso'; Script = { Send-CosFile b.iso @c } }
        @{ Name = 'every match of a wildcard'; Keys = '[1].iso', 'b.iso'; Script = { Send-CosFile *.iso @c } }
        @{ Name = 'several literal paths'; Keys = '[1].iso', 'b.iso'; Script = { Send-CosFile -LiteralPath '[1].iso', 'b.iso' @c } }
        @{ Name = 'aliases of -LiteralPath'; Keys = 'b.iso', 'b.iso'; Script = { Send-CosFile -LP b.iso @c; Send-CosFile -PSPath b.iso @c } }
        @{ Name = 'what Resolve-Path returns'; Keys = , '[1].iso'; Script = { Resolve-Path -LiteralPath '[1].iso' | Send-CosFile @c } }
        @{ Name = 'rows with LiteralPath'; Keys = , 'k1'; Script = { [pscustomobject]@{ LiteralPath = '[1].iso'; Key = 'k1' } | Send-CosFile @c } }
        @{ Name = 'rows with FullName'; Keys = , 'k2'; Script = { [pscustomobject]@{ FullName = "$Folder/[1].iso"; Key = 'k2' } | Send-CosFile @c } }
        @{ Name = 'rows with Path'; Keys = , 'k3'; Script = { [pscustomobject]@{ Path = 'sub/*.iso'; Key = 'k3' } | Send-CosFile @c } }
        @{ Name = 'rows of all kinds, mixed'; Keys = 'k1', 'k2', 'k3', 'c.iso'; Script = {
                [pscustomobject]@{ LiteralPath = '[1].iso'; Key = 'k1' },
                [pscustomobject]@{ FullName = "$Folder/[1].iso"; Key = 'k2' },
                [pscustomobject]@{ Path = 'b.iso'; Key = 'k3' },
                'sub/c.iso' | Send-CosFile @c
            }
        }
        @{ Name = 'files with a Key of their own'; Keys = 'n/[1].iso', 'n/b.iso'; Script = { Get-ChildItem -File | ForEach-Object { Add-Member -InputObject $_ Key "n/$($_.Name)" -PassThru } | Send-CosFile @c } }
        @{ Name = 'a key that a script block makes'; Keys = 's/[1].iso', 's/b.iso'; Script = { Get-ChildItem -File | Send-CosFile -Key { "s/$($_.Name)" } @c } }
        @{ Name = 'a key without its leading slash'; Keys = , 'a/b'; Script = { Send-CosFile b.iso -Key '\a\b' @c } }
        @{ Name = 'a prefix'; Keys = '2026/11/[1].iso', '2026/11/b.iso'; Script = { Get-ChildItem -File | Send-CosFile -KeyPrefix '/2026\11/' @c } }
        @{ Name = 'a root'; Keys = 'x/[1].iso', 'x/b.iso', 'x/sub/c.iso'; Script = { Get-ChildItem -Recurse | Send-CosFile -Root . -KeyPrefix x/ @c } }
        @{ Name = 'a root with a slash at its end'; Keys = , 'sub/c.iso'; Script = { Send-CosFile sub/c.iso -Root "$Folder/" @c } }
    ) {
        $sent = @(& $Script)
        ($sent.Key | Sort-Object) -join '|' | Should -BeExactly (($Keys | Sort-Object) -join '|')
        foreach ($file in $sent) {
            Get-StoredSha1 $emulator.Url $file.Key | Should -Be (Get-Sha1 $file.LiteralPath)
        }
    }

    It 'takes a link for the file behind it' -Skip:($IsWindows -or $PSEdition -eq 'Desktop') {
        $null = New-TestFile "$folder/behind/link.bin" 5000 9
        $null = New-Item -ItemType Directory "$folder/links"
        $null = New-Item -ItemType SymbolicLink -Path "$folder/links/link.bin" -Target "$folder/behind/link.bin"
        $sent = Get-ChildItem "$folder/links" | Send-CosFile @c
        $sent.Length | Should -Be 5000
        Get-StoredSha1 $emulator.Url link.bin | Should -Be (Get-Sha1 "$folder/behind/link.bin")
    }

    It 'warns of a pattern that matches nothing: <Pattern>' -ForEach @(
        @{ Pattern = 'none*.iso'; Said = "*matches nothing." }
        @{ Pattern = '[1].iso'; Said = '*use -LiteralPath.' }
    ) {
        Send-CosFile $Pattern @c -WarningVariable warnings -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        @($warnings).Count | Should -Be 1
        "$warnings" | Should -BeLike $Said
    }

    It 'refuses a key that came to nothing, and does not take the name instead' {
        Get-Item b.iso | Send-CosFile -Key { $_.Misspelt } @c -ErrorAction SilentlyContinue -ErrorVariable problems | Should -BeNullOrEmpty
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'InvalidKey,*'
    }

    It 'does not take just anything for a path' {
        { Send-CosFile 5 @c } | Should -Throw -ErrorId 'ParameterArgumentTransformationError*'
        { [pscustomobject]@{ Size = 1 } | Send-CosFile @c } | Should -Throw -ErrorId 'InputObjectNotBound*'
    }

    It 'takes rows of a CSV file with the columns <_> and Key' -ForEach 'LiteralPath', 'FullName', 'Path' {
        $name = if ($_ -eq 'Path') { '`[1`].iso' } else { '[1].iso' }
        [IO.File]::WriteAllLines("$Folder/map.csv", @("$_,Key", "$name,csv/1", "b.iso,csv/2"))
        $sent = Import-Csv map.csv | Send-CosFile @c
        $tested = Import-Csv map.csv | Test-CosFile -Context $context
        Remove-Item map.csv
        ($sent.Key | Sort-Object) -join '|' | Should -BeExactly 'csv/1|csv/2'
        $tested | Should -Be $true, $true
    }

    It 'makes an empty <Cell> of a row that row''s error, and the others go up' -ForEach @(
        @{ Cell = 'LiteralPath'; Row = @{ LiteralPath = ''; Key = 'cell/x' }; Id = 'PathNotFound'; Said = "*'cell/x'*empty*" }
        @{ Cell = 'FullName'; Row = @{ FullName = ''; Key = 'cell/x' }; Id = 'PathNotFound'; Said = "*'cell/x'*empty*" }
        @{ Cell = 'Path'; Row = @{ Path = ''; Key = 'cell/x' }; Id = 'PathNotFound'; Said = "*'cell/x'*empty*" }
        @{ Cell = 'LiteralPath without a Key'; Row = @{ LiteralPath = '' }; Id = 'PathNotFound'; Said = '*empty*' }
        @{ Cell = 'LiteralPath that is null'; Row = @{ LiteralPath = $null; Key = 'cell/x' }; Id = 'PathNotFound'; Said = "*'cell/x'*empty*" }
        @{ Cell = 'Key'; Row = @{ LiteralPath = 'b.iso'; Key = '' }; Id = 'InvalidKey'; Said = '*b.iso*empty*' }
        @{ Cell = 'Bucket'; Row = @{ LiteralPath = 'b.iso'; Key = 'cell/x'; Bucket = '' }; Id = 'ParameterArgumentValidationError'; Said = "*'Bucket'*empty*" }
    ) {
        $good = [pscustomobject]@{ LiteralPath = 'b.iso'; Key = 'cell/good' }
        foreach ($command in 'Send-CosFile', 'Test-CosFile') {
            $all = @([pscustomobject]$Row, $good, [pscustomobject]$Row | & $command -Context $context -ErrorAction SilentlyContinue -ErrorVariable problems)
            $all.Count | Should -Be 1
            $problems.Count | Should -Be 2
            foreach ($problem in $problems) {
                $problem.FullyQualifiedErrorId | Should -BeLike "$Id,*"
                "$problem" | Should -BeLike $Said
            }
        }
    }

    It 'takes no empty path on its command line: <_>' -ForEach 'Path', 'LiteralPath' {
        foreach ($nothing in '', $null, @('b.iso', '')) {
            $named = @{ $_ = $nothing }
            { Send-CosFile @named @c } | Should -Throw
        }
    }

    It 'resolves relative paths where PowerShell is, not the process' {
        [Environment]::CurrentDirectory | Should -Not -Be $Folder
        (Send-CosFile ./b.iso @c).LiteralPath | Should -Be ([IO.Path]::GetFullPath("$Folder/b.iso"))
    }
}

Describe 'Folders' {
    BeforeAll {
        $null = New-TestFile "$folder/tree/a.bin" 10 1
        $null = New-TestFile "$folder/tree/sub/b.bin" 10 2
    }

    It 'are stepped over in a pipeline, with a verbose line and no error' {
        $all = Get-ChildItem "$folder/tree" -Recurse | Send-CosFile -Context $context -KeyPrefix step/ -ErrorVariable problems -Verbose 4>&1
        $problems | Should -BeNullOrEmpty
        @($all | Where-Object { $_ -is [CosSlice.CosFile] }).Count | Should -Be 2
        @($all -match 'sub.* is a folder: stepped over').Count | Should -Be 1
    }

    It 'are stepped over among the matches of a wildcard' {
        (Send-CosFile "$folder/tree/*" -Context $context -KeyPrefix wild/).Key | Should -Be 'wild/a.bin'
    }

    It 'are an error where they are named: <Name>' -ForEach @(
        @{ Name = 'Path'; Parameter = 'Path' }
        @{ Name = 'LiteralPath'; Parameter = 'LiteralPath' }
    ) {
        $named = @{ $Parameter = "$folder/tree/sub" }
        Send-CosFile @named -Context $context -ErrorAction SilentlyContinue -ErrorVariable problems | Should -BeNullOrEmpty
        $problems[0].FullyQualifiedErrorId | Should -Be 'PathIsFolder,CosSlice.Commands.SendCosFileCommand'
    }
}

Describe 'A folder as a scheduled task sends it' {
    It 'keeps its structure, steps over what is no file, and ends with the exit code 0' {
        $null = New-TestFile "$folder/task/a.bin" 10 1
        $null = New-TestFile "$folder/task/deep/er/b.bin" 20 2
        $null = New-Item -ItemType Directory "$folder/task/empty"
        $run = Invoke-ScriptFile @"
`$ErrorActionPreference = 'Stop'
Set-Location '$folder/task'
(Get-ChildItem -Recurse | Send-CosFile -Root . -KeyPrefix task/).Key
"@ @{ COS_APPID = $AppId; COS_BUCKET = $Bucket; COS_ENDPOINT = $emulator.Url; COS_SECRET_ID = 'AKIDemulator'; COS_SECRET_KEY = $SecretKey }
        $run.ExitCode | Should -Be 0 -Because $run.Errors
        $run.Errors | Should -BeNullOrEmpty
        @($run.Output.Trim() -split '\r?\n' | Sort-Object) | Should -Be 'task/a.bin', 'task/deep/er/b.bin'
        Get-StoredSha1 $emulator.Url task/deep/er/b.bin | Should -Be (Get-Sha1 "$folder/task/deep/er/b.bin")
    }
}

Describe 'What comes out goes in elsewhere' {
    BeforeAll {
        $c = @{ Context = $context }
    }

    BeforeEach {
        Remove-TestJournal
        $random = [Random]::new()
        1..2 | ForEach-Object { $null = New-TestFile "$folder/onward/$_.bin" 1MB $random.Next() }
    }

    It '<Name>' -ForEach @(
        @{ Name = 'Send-CosFile | Test-CosFile'; Out = $true, $true; Script = { Get-ChildItem "$folder/onward" | Send-CosFile @k @c | Test-CosFile @c } }
        @{ Name = 'Send-CosFile | Get-CosFile'; Out = '1.bin', '2.bin'; Script = { Get-ChildItem "$folder/onward" | Send-CosFile @k @c | Get-CosFile @c | ForEach-Object { $_.Key.Substring(33) } | Sort-Object } }
        @{ Name = 'Send-CosFile -NoComplete | Get-CosUpload -Refresh | Complete-CosUpload | Test-CosFile'; Out = $true, $true; Script = { Get-ChildItem "$folder/onward" | Send-CosFile @k @c -NoComplete | Get-CosUpload -Refresh @c | Complete-CosUpload @c | Test-CosFile @c } }
        @{ Name = 'Get-CosUpload | Resume-CosUpload | Complete-CosUpload | Test-CosFile'; Out = $true, $true; Script = { $null = Get-ChildItem "$folder/onward" | Send-CosFile @k @c -NoComplete; Get-CosUpload | Resume-CosUpload @c | Complete-CosUpload @c | Test-CosFile @c } }
        @{ Name = 'Send-CosFile | New-CosSignature -Once'; Out = 2; Script = { @(Get-ChildItem "$folder/onward" | Send-CosFile @k @c | New-CosSignature -Once @c | Sort-Object -Unique).Count } }
        @{ Name = 'Send-CosFile -NoComplete | Remove-CosUpload'; Out = 0; Script = { Get-ChildItem "$folder/onward" | Send-CosFile @k @c -NoComplete | Remove-CosUpload; @(Get-CosUpload).Count } }
    ) {
        $k = @{ KeyPrefix = "$([guid]::NewGuid().ToString('N'))/" }
        & $Script | Should -Be $Out
    }

    It 'Get-CosUpload | Resume-CosUpload | Export-Csv, and back | Test-CosFile' {
        $null = Get-ChildItem "$folder/onward" | Send-CosFile @c -KeyPrefix csv/ -NoComplete
        Get-CosUpload | Resume-CosUpload @c | Export-Csv "$folder/done.csv" -NoTypeInformation
        $rows = @(Import-Csv "$folder/done.csv")
        $rows.Key | Sort-Object | Should -Be 'csv/1.bin', 'csv/2.bin'
        foreach ($row in $rows) {
            $row.access_url | Should -Match ([regex]::Escape($row.Key))
            $row.AccessUrl | Should -Be $row.access_url
            $row.Length | Should -Be "$(1MB)"
        }

        $rows | Test-CosFile @c | Should -Be $true, $true
    }

    It 'Get-CosUpload | Remove-CosUpload -WhatIf names each, and forgets none' {
        $sent = Get-ChildItem "$folder/onward" | Send-CosFile @c -KeyPrefix whatif/ -NoComplete
        $run = Start-Guarded { Get-CosUpload | Remove-CosUpload -WhatIf }
        Wait-Guarded $run | Should -BeNullOrEmpty
        $run.Shell.Streams.Error.Count | Should -Be 0
        (Get-CosUpload).Key | Sort-Object | Should -Be ($sent.Key | Sort-Object)
    }
}

Describe 'Many files' {
    BeforeEach {
        $stub = [CosSlice.Pester.StubServer]::new()
    }

    AfterEach {
        $stub.Dispose()
    }

    It 'sends a hundred files, each right, and no more at once than -ThrottleLimit' {
        $many = "$folder/many"
        1..100 | ForEach-Object { $null = New-TestFile "$many/$($_ % 7)/f$_.bin" (37 * $_) $_ }
        $sent = @(Get-ChildItem $many -Recurse | Send-CosFile -Root $many -KeyPrefix many/ -Context $context)
        $sent.Count | Should -Be 100
        foreach ($file in $sent) {
            $file.Key | Should -Be ('many/' + $file.LiteralPath.Substring($many.Length + 1).Replace('\', '/'))
            Get-StoredSha1 $emulator.Url $file.Key | Should -Be (Get-Sha1 $file.LiteralPath)
        }
    }

    It 'hands a result out before the input has ended' {
        $null = New-TestFile "$folder/early/1.bin"
        $null = New-TestFile "$folder/early/2.bin"
        $seen = [Collections.ArrayList]::new()
        # The second file is made only once the first is through; waiting bounded, the order is what counts.
        & {
            Get-Item "$folder/early/1.bin"
            $clock = [Diagnostics.Stopwatch]::StartNew()
            while ($seen.Count -eq 0 -and $clock.Elapsed.TotalSeconds -lt $Guard) {
                # Each input is a chance to hand out; a folder costs nothing else.
                Get-Item "$folder/early"
            }

            Get-Item "$folder/early/2.bin"
        } | Send-CosFile -Context $context -KeyPrefix early/ | ForEach-Object { $null = $seen.Add($_.Key); if ($seen.Count -eq 1) { $first = Get-StoredSha1 $emulator.Url 'early/2.bin' } }
        $seen.Count | Should -Be 2
        $seen[0] | Should -Be 'early/1.bin'
        $first | Should -BeNullOrEmpty
    }

    It 'sends files as they come, while the earlier ones are still going up' {
        1..5 | ForEach-Object { $null = New-TestFile "$folder/come/$_.bin" }

        # Each is answered only when all have come, and the next one comes only when the last one is on its way.
        $stub.Answer('POST', 200, 'application/json', (Get-Success), 5)
        $run = Start-Guarded {
            param($Folder, $Context, $Stub)
            1..5 | ForEach-Object {
                Get-Item "$Folder/come/$_.bin"
                if (-not $Stub.WaitForRequests($_, 15)) {
                    throw "File $_ was not begun."
                }
            } | Send-CosFile -Context $Context
        } @{ Folder = $folder; Context = New-TestContext $stub.Url; Stub = $stub }
        Wait-Guarded $run | Should -BeNullOrEmpty
        $run.Output.Count | Should -Be 5
        $stub.MaximumInFlight | Should -Be 5
    }

    It 'hands out each result at the end as it comes' {
        $null = New-TestFile "$folder/last/a.bin"
        $null = New-TestFile "$folder/last/b.bin"
        $stub.Answer('a.bin', 200, 'application/json', (Get-Success), 0)
        $stub.Answer('b.bin', 200, 'application/json', (Get-Success), 100)
        $run = Start-Guarded {
            param($Folder, $Context, $Stub)
            Get-ChildItem "$Folder/last" | Send-CosFile -Context $Context | ForEach-Object { $_.Key; $Stub.Release() }
        } @{ Folder = $folder; Context = New-TestContext $stub.Url; Stub = $stub }
        Wait-Guarded $run | Should -BeNullOrEmpty
        $run.Output | Should -Be 'a.bin', 'b.bin'
    }

    It 'shares one budget of requests among files and slices' {
        $null = New-TestFile "$folder/budget/a.bin" 2MB 21
        $null = New-TestFile "$folder/budget/b.bin" 2MB 22
        $answer = '{{"code":0,"message":"SUCCESS","request_id":"r","data":{{"session":"s","slice_size":1048576,"offset":{0}}}}}'
        $stub.AnswerOperation('POST', 'upload_slice_init', 200, 'application/json', ($answer -f 0))
        foreach ($offset in 1MB, 0) {
            $stub.AnswerOperation('POST', "`r`n`r`n$offset`r`n", 200, 'application/json', ($answer -f $offset), 100)
        }

        $run = Start-Guarded {
            param($Folder, $Context)
            Get-ChildItem "$Folder/budget" | Send-CosFile -Context $Context -NoComplete -ThrottleLimit 3
        } @{ Folder = $folder; Context = New-TestContext $stub.Url }

        # Both beginnings, and three of four slices: the fourth waits as long as nothing is answered.
        $stub.WaitForRequests(5, $Guard) | Should -BeTrue
        $stub.WaitForRequests(6, 1) | Should -BeFalse
        $stub.Release()
        Wait-Guarded $run | Should -BeNullOrEmpty
        $run.Output.State | Should -Be 'Sent', 'Sent'
        $stub.MaximumInFlight | Should -Be 3
    }

    It 'does not run ahead of an endless input where nothing is answered' {
        $file = New-TestFile "$folder/endless.bin"
        $taken = [hashtable]::Synchronized(@{ Count = 0 })
        $run = Start-Guarded {
            param($File, $Context, $Taken)
            & { while ($Taken.Count -lt 5000) { $Taken.Count++; [pscustomobject]@{ LiteralPath = $File; Key = "k$($Taken.Count)" } } } |
                Send-CosFile -Context $Context -ThrottleLimit 3
        } @{ File = $file.FullName; Context = New-TestContext $stub.Url; Taken = $taken }
        $stub.WaitForRequests(3, $Guard) | Should -BeTrue
        Stop-Guarded $run

        # Three in flight, as many small files again that are ready, and one that waits.
        $taken.Count | Should -BeIn (3..7)
        $stub.MaximumInFlight | Should -Be 3
    }

    It 'is never further ahead of its results than its budget' {
        $file = New-TestFile "$folder/ahead.bin"
        $stub.Answer('POST', 200, 'application/json', (Get-Success), 3)
        $counts = [hashtable]::Synchronized(@{ Taken = 0; Out = 0; Ahead = 0 })
        $run = Start-Guarded {
            param($File, $Context, $Counts)
            & {
                while ($Counts.Taken -lt 300) {
                    $Counts.Taken++
                    $Counts.Ahead = [Math]::Max($Counts.Ahead, $Counts.Taken - $Counts.Out)
                    [pscustomobject]@{ LiteralPath = $File; Key = "k$($Counts.Taken)" }
                }
            } | Send-CosFile -Context $Context -ThrottleLimit 3 | ForEach-Object { $Counts.Out++ }
        } @{ File = $file.FullName; Context = New-TestContext $stub.Url; Counts = $counts }
        Wait-Guarded $run | Should -BeNullOrEmpty
        $counts.Out | Should -Be 300

        # The one that is taken now comes on top of three in flight, and of as many small files again that are ready.
        $counts.Ahead | Should -Be 7
    }

    It 'flies a thousand small files, many at once, with no progress record a file' {
        $null = New-Item -ItemType Directory "$folder/thousand"
        1..1000 | ForEach-Object { [IO.File]::WriteAllBytes("$folder/thousand/$_.bin", [byte[]]::new(4KB)) }
        $stub.Answer('POST', 200, 'application/json', (Get-Success), 16)
        $run = Start-Guarded { param($Folder, $Context) Get-ChildItem "$Folder/thousand" | Send-CosFile -Context $Context } @{ Folder = $folder; Context = New-TestContext $stub.Url }
        $clock = [Diagnostics.Stopwatch]::StartNew()
        Wait-Guarded $run | Should -BeNullOrEmpty
        $run.Output.Count | Should -Be 1000
        @($run.Output.LiteralPath | Sort-Object -Unique).Count | Should -Be 1000

        # The first ones are answered only when sixteen are in flight, which is the default.
        $stub.MaximumInFlight | Should -Be 16

        # Five bars, four times a second, and their ends.
        $run.Shell.Streams.Progress.Count | Should -BeLessOrEqual (5 * (4 * $clock.Elapsed.TotalSeconds + 2))
    }

    It 'goes on past files that fail' {
        $null = New-TestFile "$folder/mixed/a.bin"
        $null = New-TestFile "$folder/mixed/z.bin"
        $sent = Send-CosFile -LiteralPath "$folder/mixed/a.bin", "$folder/mixed/none.bin", "$folder/mixed/z.bin" -KeyPrefix mixed/ -Context $context -ErrorAction SilentlyContinue -ErrorVariable problems
        @($sent).Count | Should -Be 2
        @($problems).Count | Should -Be 1
    }

    It 'works side by side in runspaces with -Context' -Skip:($PSVersionTable.PSVersion.Major -lt 7) {
        1..3 | ForEach-Object { $null = New-TestFile "$folder/parallel/$_.bin" 5000 $_ }
        $module = $ModulePath
        $sent = Get-ChildItem "$folder/parallel" | ForEach-Object -Parallel {
            Import-Module $using:module
            $_ | Send-CosFile -KeyPrefix parallel/ -Context $using:context
        }
        @($sent).Count | Should -Be 3
    }
}
