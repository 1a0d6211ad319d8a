BeforeAll {
    . $PSScriptRoot/uploads.ps1
    $null = New-Item -ItemType Directory "$folder/many"
    1..3 | ForEach-Object { $null = New-TestFile "$folder/many/$_.bin" 1000 $_ }

    # Runs a command whose user answers so; what came out, what was asked, and how many requests it made.
    function Invoke-Asked([scriptblock] $Script, [hashtable] $Parameters, [string[]] $Answers) {
        $user = [CosSlice.Pester.ScriptedHost]::new()
        $Answers | ForEach-Object { $user.Answers.Enqueue($_) }
        $before = $relay.Passed
        $run = Start-Guarded $Script $Parameters $user
        $problem = Wait-Guarded $run
        [pscustomobject]@{
            Output  = @($run.Output)
            Errors  = @($run.Shell.Streams.Error)
            Problem = $problem
            Prompts = @($user.Prompts)
            Choices = $user.Choices
            Nested  = $user.NestedPrompts
            Left    = $user.Answers.Count
            Sent    = $relay.Passed - $before
        }
    }

    function Send-Many([string[]] $Answers, [string] $Prefix, [hashtable] $More = @{}) {
        Invoke-Asked {
            param($Folder, $Context, $Prefix, $More)
            Get-ChildItem $Folder | Sort-Object Name | Send-CosFile -Context $Context -KeyPrefix $Prefix @More
        } @{ Folder = "$folder/many"; Context = $context; Prefix = $Prefix; More = $More } $Answers
    }
}

AfterAll {
    Remove-TestUploads
}

Describe '-Confirm' {
    It '<Name>' -ForEach @(
        @{ Name = 'asks for each, and sends what was agreed to'; Answers = 'Yes', 'No', 'Yes'; Keys = '1.bin', '3.bin'; Asked = 3 }
        @{ Name = 'asks no more after Yes to All'; Answers = 'No', 'Yes to All'; Keys = '2.bin', '3.bin'; Asked = 2 }
        @{ Name = 'asks no more after No to All'; Answers = 'Yes', 'No to All'; Keys = @('1.bin'); Asked = 2 }
        @{ Name = 'sends nothing after No to All'; Answers = @('No to All'); Keys = @(); Asked = 1 }
    ) {
        $prefix = "confirm-$Asked-$($Keys.Count)/"
        $run = Send-Many $Answers $prefix @{ Confirm = $true }
        $run.Problem | Should -BeNullOrEmpty
        $run.Errors | Should -BeNullOrEmpty
        $run.Prompts.Count | Should -Be $Asked
        $run.Left | Should -Be 0
        @($run.Output.Key | Sort-Object) | Should -Be @($Keys | ForEach-Object { "$prefix$_" })
        1..3 | ForEach-Object {
            [bool](Get-StoredSha1 $emulator.Url "$prefix$_.bin") | Should -Be ($Keys -contains "$_.bin")
        }

        if (-not $Keys) {
            $run.Sent | Should -Be 0
        }
    }

    It 'says which file goes where, and offers what PowerShell offers' {
        $run = Send-Many 'No to All' 'worded/' @{ Confirm = $true; Force = $true; NoComplete = $true }
        $run.Prompts[0] | Should -BeLike "*Upload to $Bucket-$AppId at $($relay.Url)/ as 'worded/1.bin', overwriting what is there, leaving the last step open*"
        $run.Prompts[0] | Should -BeLike '*1.bin".*'
        $run.Choices | Select-Object -First 4 | Should -Be 'Yes', 'Yes to All', 'No', 'No to All'
        $run.Sent | Should -Be 0
    }

    It 'may be suspended, and is asked again afterwards' {
        $run = Send-Many @('Suspend', 'Yes', 'No to All') 'suspended/' @{ Confirm = $true }
        $run.Errors | Should -BeNullOrEmpty
        $run.Nested | Should -Be 1
        $run.Output.Key | Should -Be 'suspended/1.bin'
    }

    It 'is <Asked> times by $ConfirmPreference <Preference> and <Name>' -ForEach @(
        @{ Preference = 'High'; Name = 'no parameter'; More = @{}; Asked = 0 }
        @{ Preference = 'Medium'; Name = 'no parameter'; More = @{}; Asked = 3 }
        @{ Preference = 'Low'; Name = 'no parameter'; More = @{}; Asked = 3 }
        @{ Preference = 'None'; Name = 'no parameter'; More = @{}; Asked = 0 }
        @{ Preference = 'Low'; Name = '-Confirm:$false'; More = @{ Confirm = $false }; Asked = 0 }
        @{ Preference = 'Low'; Name = '-Force, which is about what is overwritten alone'; More = @{ Force = $true }; Asked = 3 }
    ) {
        $prefix = "preference-$Preference-$($More.Count)-$Asked/"
        $run = Invoke-Asked {
            param($Folder, $Context, $Prefix, $More, $Preference)
            $ConfirmPreference = $Preference
            Get-ChildItem $Folder | Send-CosFile -Context $Context -KeyPrefix $Prefix @More
        } @{ Folder = "$folder/many"; Context = $context; Prefix = $prefix; More = $More; Preference = $Preference } @('Yes', 'Yes', 'Yes')
        $run.Prompts.Count | Should -Be $Asked
        $run.Output.Count | Should -Be 3
    }

    It '<Command> asks once for each upload, and does what was agreed to' -ForEach @(
        @{ Command = 'Resume-CosUpload'; Action = "Resume the upload to *as 'asked-*'"; More = @{} }
        @{ Command = 'Complete-CosUpload'; Action = "Complete the upload to *as 'asked-*'"; More = @{} }
        @{ Command = 'Remove-CosUpload'; Action = "Forget the upload to *as 'asked-*'"; More = @{} }
        @{ Command = 'Remove-CosUpload'; Action = "Forget the upload to *, and delete the unfinished object"; More = @{ Remote = $true } }
    ) {
        1..3 | ForEach-Object { $null = New-Sent "asked-$_.bin" @{ Force = $true } }
        try {
            $run = Invoke-Asked {
                param($Context, $Command, $More)
                Get-CosUpload | Sort-Object Key | & $Command -Context $Context -Confirm @More
            } @{ Context = $context; Command = $Command; More = $More } @('Yes', 'No to All')
            $run.Errors | Should -BeNullOrEmpty
            $run.Prompts.Count | Should -Be 2
            $run.Prompts[0] | Should -BeLike "*$Action*"
            $run.Prompts[0] | Should -BeLike '*asked-1.bin".*'
            @(Get-CosUpload | Sort-Object Key).Key | Should -Be 'asked-2.bin', 'asked-3.bin'

            # Nothing but a "Yes" reaches the service, and -Confirm:$false needs none.
            $all = Get-CosUpload
            $quiet = Invoke-Asked { param($Context, $All, $Command, $More) $All | & $Command -Context $Context -Confirm:$false @More } @{
                Context = $context; All = $all; Command = $Command; More = $More
            } @()
            $quiet.Prompts.Count | Should -Be 0
            Get-CosUpload | Should -BeNullOrEmpty
        } finally {
            Get-CosUpload | Remove-CosUpload
        }
    }

    It 'of Set-CosContext asks, and a No changes nothing' {
        $set = { param($More) Set-CosContext -AppId 1 @More; "$(Get-CosContext)" }
        $asked = Invoke-Asked $set @{ More = @{ Confirm = $true } } @('No')
        $asked.Prompts.Count | Should -Be 1
        $asked.Prompts[0] | Should -BeLike '*Set the context to*this session*'
        $asked.Output | Should -Not -BeLike '*-1 at*'
        (Invoke-Asked $set @{ More = @{ Confirm = $true } } @('Yes')).Output | Should -BeLike '*-1 at*'

        # Its impact is low: nobody is asked who has not asked for that.
        (Invoke-Asked { $ConfirmPreference = 'Medium'; Set-CosContext -AppId 1 } @{} @()).Prompts.Count | Should -Be 0
        (Invoke-Asked { $ConfirmPreference = 'Low'; Set-CosContext -AppId 1 } @{} @('Yes')).Prompts.Count | Should -Be 1
    }

    It '<_> has the impact that the design gives it' -ForEach 'Send-CosFile', 'Resume-CosUpload', 'Complete-CosUpload', 'Remove-CosUpload', 'Set-CosContext' {
        $attribute = (Get-Command $_).ImplementingType.GetCustomAttributes([Management.Automation.CmdletAttribute], $false)
        $attribute.ConfirmImpact | Should -Be $(if ($_ -eq 'Set-CosContext') { 'Low' } else { 'Medium' })
    }
}

Describe '-WhatIf' {
    It 'of Send-CosFile says what it would do, reads no file, asks nothing and writes nothing' {
        $large = New-FreshFile 'whatif.bin' 25MB
        Remove-TestJournal
        $before = $relay.Passed

        # A file that is locked against reading would be an error where it is hashed.
        $lock = [IO.FileStream]::new($large.FullName, 'Open', 'ReadWrite', 'None')
        try {
            $more = @{ Force = $true; NoComplete = $true; WhatIf = $true }
            Send-CosFile $large -Context $context @more -ErrorVariable problems | Should -BeNullOrEmpty
            $problems | Should -BeNullOrEmpty
        } finally {
            $lock.Dispose()
        }

        $relay.Passed | Should -Be $before
        $env:COSSLICE_STATE | Should -Not -Exist
    }

    It 'by $WhatIfPreference is the same as by parameter' {
        $before = $relay.Passed
        $WhatIfPreference = $true
        Send-CosFile "$folder/many/1.bin" -Key preference.bin -Context $context | Should -BeNullOrEmpty
        Send-CosFile "$folder/many/1.bin" -Key preference.bin -Context $context -WhatIf:$true | Should -BeNullOrEmpty
        $WhatIfPreference = $false
        $relay.Passed | Should -Be $before
    }

    It 'of <Command> asks nothing and writes nothing' -ForEach @(
        @{ Command = 'Resume-CosUpload'; More = @{} }
        @{ Command = 'Complete-CosUpload'; More = @{} }
        @{ Command = 'Remove-CosUpload'; More = @{} }
        @{ Command = 'Remove-CosUpload'; More = @{ Remote = $true } }
    ) {
        $sent = New-Sent 'whatif-sent.bin' @{ Force = $true }
        $journal = Get-JournalText
        $before = $relay.Passed
        $sent | & $Command -Context $context -WhatIf @More | Should -BeNullOrEmpty
        $relay.Passed | Should -Be $before
        Get-JournalText | Should -Be $journal
        Get-CosUpload | Remove-CosUpload
    }
}

Describe '-Force' {
    It 'overwrites, without it nothing is overwritten, and the same content needs none' {
        $one = New-TestFile "$folder/force1.bin" 1000 1
        $two = New-TestFile "$folder/force2.bin" 1000 2
        $null = Send-CosFile $one -Key forced.bin -Context $context
        (Send-CosFile $one -Key forced.bin -Context $context).Key | Should -Be 'forced.bin'
        { Send-CosFile $two -Key forced.bin -Context $context -ErrorAction Stop } | Should -Throw -ErrorId 'CosFileExists,*'
        Get-StoredSha1 $emulator.Url forced.bin | Should -Be (Get-Sha1 $one)
        $null = Send-CosFile $two -Key forced.bin -Context $context -Force
        Get-StoredSha1 $emulator.Url forced.bin | Should -Be (Get-Sha1 $two)
    }

    It 'discards an unfinished upload of unknown content, and without it that stays' {
        $large = New-FreshFile 'discarded.bin' 25MB
        New-UnfinishedUpload $emulator.Url discarded.bin
        { Send-CosFile $large -Context $context -ErrorAction Stop } | Should -Throw -ErrorId 'UploadNotProven,*'
        (Get-Stat $emulator.Url discarded.bin).filesize | Should -Be 1MB
        $null = Send-CosFile $large -Context $context -Force
        Get-StoredSha1 $emulator.Url discarded.bin | Should -Be (Get-Sha1 $large)
        Get-CosUpload | Remove-CosUpload
    }
}
