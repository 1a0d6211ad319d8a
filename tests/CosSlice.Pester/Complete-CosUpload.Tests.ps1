BeforeAll {
    . $PSScriptRoot/uploads.ps1
}

AfterAll {
    Remove-TestUploads
}

Describe 'Complete-CosUpload' {
    It 'takes the last step, and returns the result again, with <_>' -ForEach 'Sha1', 'Md5', 'None' {
        $sent = New-Sent "$_.bin" @{ Checksum = $_ }
        $first = $sent | Complete-CosUpload -Context $context
        $first | Should -BeOfType CosSlice.CosFile
        $first.Key | Should -Be "$_.bin"
        $first.LiteralPath | Should -Be $sent.LiteralPath
        $first.BytesSent | Should -Be 0
        $first.InstantUpload | Should -BeFalse
        $first.access_url | Should -Not -BeNullOrEmpty
        $first.resource_path | Should -Be "/$AppId/$Bucket/$_.bin"
        Get-StoredSha1 $emulator.Url "$_.bin" | Should -Be (Get-Sha1 $sent.LiteralPath)
        Get-CosUpload | Should -BeNullOrEmpty
        if ($_ -eq 'Sha1') {
            foreach ($again in $sent, (Copy-ByClixml $sent), ($sent | Select-Object *)) {
                $next = $again | Complete-CosUpload -Context $context -ErrorVariable problems
                $problems | Should -BeNullOrEmpty
                foreach ($name in 'Key', 'LiteralPath', 'Length', 'Sha1', 'AccessUrl', 'ResourcePath') {
                    $next.$name | Should -Be $first.$name -Because $name
                }
            }
        }
    }

    It 'finds what is meant as <Name>' -ForEach @(
        @{ Name = 'object'; Script = { $sent | Complete-CosUpload @c } }
        @{ Name = 'object read back'; Script = { Copy-ByClixml $sent | Complete-CosUpload @c } }
        @{ Name = 'row of JSON'; Script = { $sent | ConvertTo-Json | ConvertFrom-Json | Complete-CosUpload @c } }
        @{ Name = 'row of a CSV file'; Script = { $sent | Export-Csv "$folder/sent.csv" -NoTypeInformation; Import-Csv "$folder/sent.csv" | Complete-CosUpload @c } }
        @{ Name = 'what a job returned'; Script = { Get-UploadFromJob $sent.UploadId | Complete-CosUpload @c } }
        @{ Name = 'text by the pipeline, for its path'; Script = { "$folder/fou*" | Complete-CosUpload @c } }
        @{ Name = 'id'; Script = { Complete-CosUpload -UploadId $sent.UploadId @c } }
        @{ Name = 'path with wildcards'; Script = { Complete-CosUpload -Path "$folder/fou*" @c } }
        @{ Name = 'literal path'; Script = { Complete-CosUpload -LiteralPath $sent.LiteralPath @c } }
        @{ Name = 'state'; Script = { Get-CosUpload -State Sent | Complete-CosUpload @c } }
    ) {
        $c = @{ Context = $context }
        $sent = New-Sent 'found.bin' @{ Force = $true }
        (& $Script).Key | Should -Be 'found.bin'
        Get-StoredSha1 $emulator.Url found.bin | Should -Be (Get-Sha1 $sent.LiteralPath)
        $null = Remove-Object $emulator.Url found.bin (Get-Signature @{ Once = $true; Key = 'found.bin' })
    }

    It 'completes several side by side, each once' {
        $several = 1..3 | ForEach-Object { New-Sent "several$_.bin" }
        $all = $several + $several | Complete-CosUpload -Context $context -Verbose 4>&1
        ($all | Where-Object { $_ -is [CosSlice.CosFile] }).Key | Sort-Object | Should -Be 'several1.bin', 'several2.bin', 'several3.bin'
        @($all -match 'stepped over').Count | Should -Be 3
        @($all -match "Finished '.*several1\.bin'.*all of its 4\.0 MiB were there").Count | Should -Be 1
    }

    It 'asks and writes nothing with -WhatIf' {
        $sent = New-Sent 'whatif.bin'
        $passed = $relay.Passed
        $before = Get-JournalText
        $sent | Complete-CosUpload -Context $context -WhatIf | Should -BeNullOrEmpty
        $relay.Passed | Should -Be $passed
        Get-JournalText | Should -Be $before
        Remove-TestJournal
    }

    It 'needs a key, and to be told what' {
        { Complete-CosUpload x* } | Should -Throw -ErrorId 'CosCredentialMissing,CosSlice.Commands.CompleteCosUploadCommand'
        { Complete-CosUpload -Context $context } | Should -Throw -ErrorId 'InvalidOption,CosSlice.Commands.CompleteCosUploadCommand'
        { Complete-CosUpload -UploadId ('0' * 32) -Context $context -ErrorAction Stop } | Should -Throw -ErrorId 'UploadNotFound,*'
    }

    It 'can do with a signature' {
        $sent = New-Sent 'signed.bin'
        ($sent | Complete-CosUpload -Signature (Get-Signature)).Key | Should -Be 'signed.bin'
    }
}

Describe 'What is not complete' {
    AfterEach {
        Remove-TestJournal
    }

    It 'is told by its missing ranges, and stays unfinished' {
        $half = New-Interrupted 'half.bin'
        $half | Complete-CosUpload -Context $context -ErrorAction SilentlyContinue -ErrorVariable problems | Should -BeNullOrEmpty
        $problems.FullyQualifiedErrorId | Should -Be 'UploadIncomplete,CosSlice.Commands.CompleteCosUploadCommand'
        $problems[0].TargetObject.UploadId | Should -Be $half.UploadId
        $stat = Get-Stat $emulator.Url half.bin
        [long]$stat.filesize | Should -Be 4MB
        [long]$stat.filelen | Should -BeLessThan 4MB
        $there = (Get-CosUpload -Refresh -Context $context).BytesSent
        $problems[0].ErrorDetails.Message | Should -Match "lacks $(4MB - $there) of $(4MB) bytes: $there to $(4MB - 1)"

        # The error leads on.
        $problems[0].ErrorDetails.RecommendedAction | Should -Match 'Resume-CosUpload'
        ($problems[0].TargetObject | Resume-CosUpload -Context $context).Resumed | Should -BeTrue
        Get-StoredSha1 $emulator.Url half.bin | Should -Be (Get-Sha1 $half.LiteralPath)
        ($half | Complete-CosUpload -Context $context).Key | Should -Be 'half.bin'
    }

    It 'is not completed for a file that changed' {
        $sent = New-Sent 'changed.bin'
        Add-Content -LiteralPath $sent.LiteralPath -Value x
        $sent | Complete-CosUpload -Context $context -ErrorAction SilentlyContinue -ErrorVariable problems | Should -BeNullOrEmpty
        $problems.FullyQualifiedErrorId | Should -Be 'SourceChanged,CosSlice.Commands.CompleteCosUploadCommand'
        Get-StoredSha1 $emulator.Url changed.bin | Should -BeNullOrEmpty
        (Get-CosUpload).State | Should -Be 'Failed'
    }

    It 'is not completed for a file that is gone, until it is back' {
        $sent = New-Sent 'gone.bin'
        Rename-Item -LiteralPath $sent.LiteralPath away.bin
        $sent | Complete-CosUpload -Context $context -ErrorAction SilentlyContinue -ErrorVariable problems | Should -BeNullOrEmpty
        $problems.FullyQualifiedErrorId | Should -Be 'SourceMissing,CosSlice.Commands.CompleteCosUploadCommand'
        Get-StoredSha1 $emulator.Url gone.bin | Should -BeNullOrEmpty
        Rename-Item -LiteralPath "$folder/away.bin" gone.bin
        ($sent | Complete-CosUpload -Context $context).Key | Should -Be 'gone.bin'
    }

    It 'has no last step of its own in version 1, which only its finish makes good' {
        $half = New-Interrupted 'v1.bin' @{ ApiVersion = 1 } -Length 21MB
        $half | Complete-CosUpload -Context $context -ErrorAction SilentlyContinue -ErrorVariable problems | Should -BeNullOrEmpty
        $problems.FullyQualifiedErrorId | Should -Be 'InvalidOption,CosSlice.Commands.CompleteCosUploadCommand'
        $problems[0].ErrorDetails.RecommendedAction | Should -Match 'Resume-CosUpload'
        (Get-CosUpload).State | Should -Be 'Interrupted'
        $null = Get-CosUpload | Resume-CosUpload -Context $context
        ($half | Complete-CosUpload -Context $context).Key | Should -Be 'v1.bin'
    }

    It 'is not completed elsewhere' {
        $sent = New-Sent 'elsewhere.bin'
        { $sent | Complete-CosUpload -Context $context -Bucket other -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidOption,*'
        (Get-CosUpload).State | Should -Be 'Sent'
    }
}
