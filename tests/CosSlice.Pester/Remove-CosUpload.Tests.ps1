BeforeAll {
    . $PSScriptRoot/uploads.ps1
}

AfterAll {
    Remove-TestUploads
}

Describe 'Remove-CosUpload' {
    AfterEach {
        Remove-TestJournal
    }

    It 'forgets, without key or question, and says that the half object stays' {
        $half = New-Interrupted 'forgotten.bin'
        $passed = $relay.Passed
        $all = @($half | Remove-CosUpload -Verbose 4>&1)
        @($all | Where-Object { $_ -isnot [Management.Automation.VerboseRecord] }) | Should -BeNullOrEmpty
        @($all -match 'stays there').Count | Should -Be 1
        $relay.Passed | Should -Be $passed
        Get-CosUpload | Should -BeNullOrEmpty
        [long](Get-Stat $emulator.Url forgotten.bin).filesize | Should -Be 4MB

        # It was begun with a SHA-1, by which it is found again.
        (Send-CosFile $half.LiteralPath -Context $context -NoComplete).State | Should -Be 'Sent'
    }

    It 'finds what is meant as <Name>' -ForEach @(
        @{ Name = 'object'; Script = { $half | Remove-CosUpload } }
        @{ Name = 'object read back'; Script = { Copy-ByClixml $half | Remove-CosUpload } }
        @{ Name = 'row of JSON'; Script = { $half | ConvertTo-Json | ConvertFrom-Json | Remove-CosUpload } }
        @{ Name = 'row of a CSV file'; Script = { $half | Export-Csv "$folder/half.csv" -NoTypeInformation; Import-Csv "$folder/half.csv" | Remove-CosUpload } }
        @{ Name = 'what a job returned'; Script = { Get-UploadFromJob $half.UploadId | Remove-CosUpload } }
        @{ Name = 'text by the pipeline, for its path'; Script = { "$folder/found*" | Remove-CosUpload } }
        @{ Name = 'row of its path and key'; Script = { [pscustomobject]@{ LiteralPath = $half.LiteralPath; Key = $half.Key } | Remove-CosUpload } }
        @{ Name = 'id'; Script = { Remove-CosUpload -UploadId $half.UploadId } }
        @{ Name = 'path with wildcards'; Script = { Remove-CosUpload -Path "$folder/found*" } }
        @{ Name = 'literal path'; Script = { Remove-CosUpload -LiteralPath $half.LiteralPath } }
        @{ Name = 'age'; Script = { Get-CosUpload | Where-Object UpdatedAt -LT (Get-Date).AddDays(-30) | Remove-CosUpload } }
    ) {
        $half = New-Sent 'found.bin' @{ Force = $true }
        $kept = New-Sent 'kept.bin' @{ Force = $true }
        $head = Get-HeadFile $half.UploadId
        $old = [IO.File]::ReadAllText($head) -replace '"updatedAt":"\d{4}', '"updatedAt":"2020'
        [IO.File]::WriteAllText($head, $old)
        & $Script | Should -BeNullOrEmpty
        (Get-CosUpload).Key | Should -Be 'kept.bin'
    }

    It 'removes one of two uploads of a file, where the row has its key' {
        $one = New-Sent 'two.bin' @{ Key = 'two/one' }
        $two = Send-CosFile $one.LiteralPath -Key two/two -Context $context -NoComplete
        [pscustomobject]@{ LiteralPath = $one.LiteralPath; Key = 'two/one' } | Remove-CosUpload
        (Get-CosUpload).Key | Should -Be 'two/two'
    }

    It 'takes it lightly that something is gone already' {
        $half = New-Sent 'already.bin'
        $half | Remove-CosUpload
        foreach ($command in { $half | Remove-CosUpload @c }, { $half | Remove-CosUpload -Remote -Context $context @c }, { Remove-CosUpload -UploadId nonsense @c }, { Remove-CosUpload "$folder/none" @c }) {
            $c = @{ Verbose = $true; ErrorVariable = 'problems' }
            $said = @(. $command 4>&1)
            $problems | Should -BeNullOrEmpty
            @($said -match 'nothing to forget').Count | Should -Be 1
        }
    }

    It 'needs to be told what' {
        { Remove-CosUpload } | Should -Throw -ErrorId 'InvalidOption,CosSlice.Commands.RemoveCosUploadCommand'
    }

    It 'is not misled about the place' {
        $half = New-Sent 'place.bin'
        { $half | Remove-CosUpload -Bucket other -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidOption,CosSlice.Commands.RemoveCosUploadCommand'
        (Get-CosUpload).Key | Should -Be 'place.bin'
    }

    It 'asks and writes nothing with -WhatIf' {
        $half = New-Interrupted 'whatif.bin'
        $passed = $relay.Passed
        $before = Get-JournalText
        $half | Remove-CosUpload -WhatIf | Should -BeNullOrEmpty
        $half | Remove-CosUpload -WhatIf -Remote -Context $context | Should -BeNullOrEmpty
        $relay.Passed | Should -Be $passed
        Get-JournalText | Should -Be $before
    }

    It 'asks by itself where $ConfirmPreference is Medium' {
        [CosSlice.Commands.RemoveCosUploadCommand].GetCustomAttributes([Management.Automation.CmdletAttribute], $false).ConfirmImpact | Should -Be 'Medium'
    }
}

Describe 'Remove-CosUpload -Remote' {
    AfterEach {
        Remove-TestJournal
    }

    It 'deletes the half object, in version <_>' -ForEach 1, 4 {
        $half = New-Interrupted "half$_.bin" @{ ApiVersion = $_ } -Length 21MB
        $half | Remove-CosUpload -Remote -Context $context -WarningVariable warnings | Should -BeNullOrEmpty
        $warnings | Should -BeNullOrEmpty
        Get-CosUpload | Should -BeNullOrEmpty
        Get-Stat $emulator.Url "half$_.bin" | Should -BeNullOrEmpty
        (Send-CosFile $half.LiteralPath -Context $context -ApiVersion $_).Resumed | Should -BeFalse
    }

    It 'deletes several side by side' {
        $several = 1..3 | ForEach-Object { New-Interrupted "several$_.bin" @{ Checksum = 'None' } }
        $several | Remove-CosUpload -Remote -Context $context
        foreach ($half in $several) {
            Get-Stat $emulator.Url $half.Key | Should -BeNullOrEmpty
        }
    }

    It 'needs a key, or the command ends' {
        $half = New-Interrupted 'key.bin'
        { $half | Remove-CosUpload -Remote } | Should -Throw -ErrorId 'CosCredentialMissing,CosSlice.Commands.RemoveCosUploadCommand'
        (Get-CosUpload).Key | Should -Be 'key.bin'
    }

    It 'leaves a finished object, with a warning' {
        $half = New-Interrupted 'finished.bin'
        $own = $env:COSSLICE_STATE
        $env:COSSLICE_STATE = "$own-other"
        try {
            # As another machine would.
            $null = Send-CosFile $half.LiteralPath -Context $context -Force
        } finally {
            Remove-TestJournal
            $env:COSSLICE_STATE = $own
        }

        $half | Remove-CosUpload -Remote -Context $context -WarningVariable warnings -WarningAction SilentlyContinue
        @($warnings).Count | Should -Be 1
        "$warnings" | Should -Match 'finished.bin.*finished object'
        Get-CosUpload | Should -BeNullOrEmpty
        Get-StoredSha1 $emulator.Url finished.bin | Should -Be (Get-Sha1 $half.LiteralPath)
    }

    It 'leaves another''s half object, with a warning' {
        $half = New-Interrupted 'anothers.bin'
        $null = Remove-Object $relay.Url anothers.bin (Get-Signature @{ Once = $true; Key = 'anothers.bin' })
        New-UnfinishedUpload $emulator.Url anothers.bin 5MB
        $half | Remove-CosUpload -Remote -Context $context -WarningVariable warnings -WarningAction SilentlyContinue
        @($warnings).Count | Should -Be 1
        Get-CosUpload | Should -BeNullOrEmpty
        [long](Get-Stat $emulator.Url anothers.bin).filesize | Should -Be 5MB
    }

    It 'is content with a half object that is gone' {
        $half = New-Interrupted 'lost.bin'
        $null = Remove-Object $relay.Url lost.bin (Get-Signature @{ Once = $true; Key = 'lost.bin' })
        $half | Remove-CosUpload -Remote -Context $context -WarningVariable warnings -ErrorVariable problems
        $warnings | Should -BeNullOrEmpty
        $problems | Should -BeNullOrEmpty
        Get-CosUpload | Should -BeNullOrEmpty
    }

    It 'keeps the entry where it cannot ask' {
        $half = New-Interrupted 'unreachable.bin'
        $relay.CutAfter(0)
        try {
            $half | Remove-CosUpload -Remote -Context $context -MaximumRetryCount 0 -ErrorAction SilentlyContinue -ErrorVariable problems
        } finally {
            $relay.Mend()
        }

        $problems.FullyQualifiedErrorId | Should -Be 'TransferInterrupted,CosSlice.Commands.RemoveCosUploadCommand'
        $problems[0].TargetObject.UploadId | Should -Be $half.UploadId
        (Get-CosUpload).Key | Should -Be 'unreachable.bin'
    }

    It 'cannot delete with a multi-effect signature, and says what can' {
        $half = New-Interrupted 'signed.bin'
        $half | Remove-CosUpload -Remote -Signature (Get-Signature) -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems.FullyQualifiedErrorId | Should -Be 'OneTimeSignatureNeeded,CosSlice.Commands.RemoveCosUploadCommand'
        $problems[0].ErrorDetails.RecommendedAction | Should -Match "New-CosSignature -Once -Key 'signed\.bin'"
        $problems[0].TargetObject.UploadId | Should -Be $half.UploadId
        (Get-CosUpload).Key | Should -Be 'signed.bin'
    }

    It 'deletes with a one-time signature beside it' {
        $half = New-Interrupted 'once.bin'
        $once = Get-Signature @{ Once = $true; Key = 'once.bin' }
        $half | Remove-CosUpload -Remote -Signature (Get-Signature) -OneTimeSignature $once
        Get-CosUpload | Should -BeNullOrEmpty
        Get-Stat $emulator.Url once.bin | Should -BeNullOrEmpty
    }

    It 'refuses <Name>, and keeps the upload' -ForEach @(
        @{ Name = "another object's one-time signature"; Make = { @{ Signature = Get-Signature; OneTimeSignature = Get-Signature @{ Once = $true; Key = 'other.bin' } } }; Id = 'InvalidSignature' }
        @{ Name = 'a multi-effect signature for it'; Make = { @{ Signature = Get-Signature; OneTimeSignature = Get-Signature } }; Id = 'InvalidSignature' }
        @{ Name = 'a one-time signature beside a key'; Make = { @{ Context = $context; OneTimeSignature = Get-Signature @{ Once = $true; Key = 'refused.bin' } } }; Id = 'InvalidOption' }
    ) {
        $half = New-Interrupted 'refused.bin' @{ Force = $true }
        $with = & $Make
        $half | Remove-CosUpload -Remote @with -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems.FullyQualifiedErrorId | Should -Be "$Id,CosSlice.Commands.RemoveCosUploadCommand"
        (Get-CosUpload).Key | Should -Be 'refused.bin'
    }
}
