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

    It 'takes rows of a CSV file' {
        [IO.File]::WriteAllLines("$Folder/map.csv", @('LiteralPath,Key', '[1].iso,csv/1', 'b.iso,csv/2'))
        $sent = Import-Csv map.csv | Send-CosFile @c
        Remove-Item map.csv
        ($sent.Key | Sort-Object) -join '|' | Should -BeExactly 'csv/1|csv/2'
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

Describe 'Many files' {
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
