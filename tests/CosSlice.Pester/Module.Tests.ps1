BeforeAll {
    . $PSScriptRoot/common.ps1
    $emulator = Start-Emulator
    $context = New-TestContext $emulator.Url
    $folder = New-TestFolder

    function New-TestFiles([string] $Name, [int] $Count = 4, [long] $Length = 2MB) {
        1..$Count | ForEach-Object { New-TestFile "$folder/$Name/$_.bin" $Length ([Random]::new().Next()) }
    }

    # Each file lies there once, and as it is here.
    function Confirm-Stored($Files, [string] $Prefix) {
        foreach ($file in $Files) {
            Get-StoredSha1 $emulator.Url "$Prefix$($file.Name)" | Should -Be (Get-Sha1 $file.FullName) -Because "$Prefix$($file.Name)"
        }
    }

    # What a script in a new shell has to say who sends, and where to.
    $environment = @{
        COS_APPID = $AppId; COS_BUCKET = $Bucket; COS_ENDPOINT = $emulator.Url; COS_SECRET_ID = 'AKIDemulator'; COS_SECRET_KEY = $SecretKey
    }
}

AfterAll {
    Remove-Item -LiteralPath $folder -Recurse -Force
    Remove-TestJournal
    Stop-Emulator $emulator
}

Describe 'The module' {
    It 'uploads after it was imported <Name>' -ForEach @(
        @{ Name = 'twice'; Key = 'twice'; Steps = { Import-Module $module } }
        @{ Name = 'by force'; Key = 'force'; Steps = { Import-Module $module -Force } }
        @{ Name = 'again after Remove-Module'; Key = 'again'; Steps = { Remove-Module CosSlice; Import-Module $module } }
        @{ Name = 'again after an upload and Remove-Module'; Key = 'used'; Steps = { $null = Send-CosFile $file -Key module/before; Remove-Module CosSlice; Import-Module $module } }
    ) {
        $file = (New-TestFiles $Key 1).FullName
        $run = Invoke-ScriptFile @"
            `$ErrorActionPreference = 'Stop'
            `$module = '$ModulePath'
            `$file = '$file'
            $Steps
            (Send-CosFile `$file -Key module/$Key).Key
            @(Get-Module CosSlice).Count
            @(Get-TypeData CosSlice.CosUpload).Count
"@ $environment
        $run.Errors | Should -BeNullOrEmpty
        $run.ExitCode | Should -Be 0
        $run.Output.Trim() -split '\s+' | Should -Be "module/$Key", '1', '1'
        Get-StoredSha1 $emulator.Url "module/$Key" | Should -Be (Get-Sha1 $file)
    }

    It 'leaves no command behind when it is removed' {
        $run = Invoke-ScriptFile "Remove-Module CosSlice; `$PSModuleAutoLoadingPreference = 'None'; @(Get-Command *-Cos* -ErrorAction SilentlyContinue).Count"
        $run.Errors | Should -BeNullOrEmpty
        $run.Output.Trim() | Should -Be '0'
    }
}

Describe 'Several runspaces of one process' {
    It 'upload at the same time' {
        $stub = [CosSlice.Pester.StubServer]::new()
        try {
            # Nothing is answered before both have asked: one after the other would never end.
            $stub.Answer('files/v2', 200, 'application/json', (Get-Success), 2)
            $held = New-TestContext $stub.Url
            $files = New-TestFiles together 2
            $runs = foreach ($file in $files) {
                Start-Guarded { param($File, $Context) Send-CosFile $File -Context $Context -Checksum None } @{ File = $file.FullName; Context = $held }
            }

            foreach ($run in $runs) {
                Wait-Guarded $run | Should -BeNullOrEmpty
                $run.Shell.Streams.Error | Should -BeNullOrEmpty
                @($run.Output).Count | Should -Be 1
                $run.Shell.Dispose()
            }

            $stub.MaximumInFlight | Should -Be 2
        } finally {
            $stub.Dispose()
        }
    }

    It 'store what each of them sends, whole' {
        $files = @{}
        $runs = foreach ($name in 'one', 'two') {
            $files[$name] = New-TestFiles $name
            Start-Guarded { param($Folder, $Prefix, $Context) Get-ChildItem $Folder | Send-CosFile -KeyPrefix $Prefix -Context $Context } @{
                Folder = "$folder/$name"; Prefix = "runspaces/$name/"; Context = $context
            }
        }

        foreach ($run in $runs) {
            Wait-Guarded $run | Should -BeNullOrEmpty
            $run.Shell.Streams.Error | Should -BeNullOrEmpty
            @($run.Output).Count | Should -Be 4
            $run.Shell.Dispose()
        }

        Confirm-Stored $files['one'] 'runspaces/one/'
        Confirm-Stored $files['two'] 'runspaces/two/'
    }

    It 'go on where another one is stopped' {
        $stub = [CosSlice.Pester.StubServer]::new()
        try {
            # It has no answer, ever.
            $file = @(New-TestFiles stopped 1)[0]
            $stuck = Start-Guarded { param($File, $Context) Send-CosFile $File -Context $Context -Checksum None } @{
                File = $file.FullName; Context = (New-TestContext $stub.Url)
            }
            $stub.WaitForRequests(1, $Guard) | Should -BeTrue
            $going = Start-Guarded { param($File, $Context) Send-CosFile $File -Key runspaces/going -Context $Context } @{
                File = $file.FullName; Context = $context
            }
            Stop-Guarded $stuck
            Wait-Guarded $going | Should -BeNullOrEmpty
            $going.Output.Key | Should -Be 'runspaces/going'
            Get-StoredSha1 $emulator.Url runspaces/going | Should -Be (Get-Sha1 $file.FullName)
            $stuck.Shell.Dispose()
            $going.Shell.Dispose()
        } finally {
            $stub.Dispose()
        }
    }
}

Describe 'Where PowerShell itself makes the runspaces' {
    It 'ForEach-Object -Parallel takes -Context $using:context' -Skip:($PSVersionTable.PSVersion.Major -lt 7) {
        $files = New-TestFiles parallel 6
        $module = $ModulePath
        $sent = $files | ForEach-Object -ThrottleLimit 3 -Parallel {
            Import-Module $using:module
            Send-CosFile -LiteralPath $_.FullName -KeyPrefix parallel/ -Context $using:context
        }
        $sent.Key | Sort-Object | Should -Be ($files.Name | ForEach-Object { "parallel/$_" } | Sort-Object)
        Confirm-Stored $files 'parallel/'
    }

    It 'Start-ThreadJob takes -Context $using:context' -Skip:(-not (Get-Command Start-ThreadJob -ErrorAction SilentlyContinue)) {
        $files = New-TestFiles jobs 3
        $module = $ModulePath
        $jobs = foreach ($file in $files) {
            Start-ThreadJob {
                Import-Module $using:module
                Send-CosFile -LiteralPath ($using:file).FullName -KeyPrefix jobs/ -Context $using:context
            }
        }

        $sent = $jobs | Receive-Job -Wait -AutoRemoveJob -ErrorAction Stop
        $sent.Key | Sort-Object | Should -Be ($files.Name | ForEach-Object { "jobs/$_" } | Sort-Object)
        Confirm-Stored $files 'jobs/'
    }
}
