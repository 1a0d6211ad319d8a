BeforeAll {
    . $PSScriptRoot/common.ps1
    $manifest = Test-ModuleManifest -Path $ModulePath
    $module = Get-Module CosSlice
}

Describe 'The manifest' {
    It 'has the version of Directory.Build.props, and so have the assemblies' {
        $props = [xml](Get-Content -LiteralPath (Join-Path $Repository 'Directory.Build.props') -Raw)
        $version = $props.SelectSingleNode('/Project/PropertyGroup/Version').InnerText
        $manifest.Version | Should -Be $version
        $assembly = [CosSlice.Commands.SendCosFileCommand].Assembly.GetName().Version
        "$($assembly.Major).$($assembly.Minor).$($assembly.Build)" | Should -Be $version
    }

    It 'exports every cmdlet of the assembly, and nothing else' {
        $cmdlets = [CosSlice.Commands.SendCosFileCommand].Assembly.GetExportedTypes() |
            ForEach-Object { $_.GetCustomAttributes([Management.Automation.CmdletAttribute], $false) } |
            ForEach-Object { "$($_.VerbName)-$($_.NounName)" } |
            Sort-Object
        ($module.ExportedCmdlets.Keys | Sort-Object) -join ' ' | Should -Be ($cmdlets -join ' ')
        $module.ExportedFunctions.Count | Should -Be 0
        $module.ExportedAliases.Count | Should -Be 0
        $module.ExportedVariables.Count | Should -Be 0
        Get-Content -LiteralPath $ModulePath -Raw | Should -Match "FunctionsToExport\s+= @\(\)"
    }

    It 'takes no secret key and no password as text' {
        $all = $module.ExportedCmdlets.Values | ForEach-Object { $_.Parameters.Values }
        $texts = $all | Where-Object { $_.ParameterType -in [string], [string[]], [object] -and $_.Name -match 'secret|passw|pwd|token|sign|credential' }
        $texts.Name | Sort-Object -Unique | Should -Be 'OneTimeSignature', 'Signature'
        $keys = $all | Where-Object Name -Like '*Credential' | ForEach-Object { $_.ParameterType } | Sort-Object -Unique
        $keys | Should -Be ([pscredential])
    }

    It 'is for both editions' {
        $manifest.CompatiblePSEditions | Should -Be 'Desktop', 'Core'
        $manifest.PowerShellVersion | Should -Be '7.4'
        $manifest.Tags | Should -Contain 'PSEdition_Desktop'
    }

    It 'says clearly that a shell is too old' {
        $old = Join-Path (New-TestFolder) CosSlice
        Copy-Item -LiteralPath (Split-Path $ModulePath) -Destination $old -Recurse
        $text = [IO.File]::ReadAllText("$old/CosSlice.psd1").Replace("'7.4'", "'99.0'")
        [IO.File]::WriteAllText("$old/CosSlice.psd1", $text)
        { Import-Module "$old/CosSlice.psd1" -Force } | Should -Throw -ExpectedMessage '*99.0*'
        Remove-Item -LiteralPath (Split-Path $old) -Recurse -Force
    }

    It 'lists files that are there' {
        foreach ($file in $module.ExportedFormatFiles) {
            $file | Should -Exist
        }

        $module.ExportedFormatFiles.Count | Should -Be 1
        $module.ExportedTypeFiles.Count | Should -Be 1
    }

    It 'is the build that is to be tested' {
        $framework = [CosSlice.Commands.SendCosFileCommand].Assembly.GetCustomAttributes([Runtime.Versioning.TargetFrameworkAttribute], $false).FrameworkName
        $expected = if ($env:COSSLICE_BUILD -eq 'netstandard2.0' -or $PSEdition -eq 'Desktop') { '.NETStandard,Version=v2.0' } else { '.NETCoreApp,Version=v8.0' }
        $framework | Should -Be $expected
        [CosSlice.CosFile].Assembly.GetCustomAttributes([Runtime.Versioning.TargetFrameworkAttribute], $false).FrameworkName | Should -Be $expected
    }

    It 'brings no assembly but our own' {
        (Get-ChildItem -LiteralPath (Split-Path $ModulePath) -Recurse -Filter *.dll).Name | Sort-Object -Unique | Should -Be @(
            'CosSlice.dll', 'CosSlice.Engine.dll', 'CosSlice.Engine.resources.dll', 'CosSlice.resources.dll')
    }

    It 'can be imported twice, removed, and imported again' {
        $run = Invoke-ScriptFile "Import-Module '$ModulePath'; Import-Module '$ModulePath' -Force; Remove-Module CosSlice; Import-Module '$ModulePath'; (Get-Command Send-CosFile).Name"
        $run.Output.Trim() | Should -Be 'Send-CosFile'
        $run.Errors | Should -BeNullOrEmpty
    }
}

Describe 'Cmdlets' {
    It '<_> uses an approved verb and names its output' -ForEach @(
        'Complete-CosUpload', 'Get-CosContext', 'Get-CosFile', 'Get-CosUpload', 'New-CosContext', 'New-CosSignature', 'Resume-CosUpload',
        'Send-CosFile', 'Set-CosContext', 'Test-CosFile'
    ) {
        $command = Get-Command $_
        Get-Verb -Verb $command.Verb | Should -Not -BeNullOrEmpty
        $command.OutputType.Name | Should -Match '^(CosSlice\.|System\.(String|Boolean)$)'
    }

    It 'Remove-CosUpload uses an approved verb and returns nothing' {
        Get-Verb -Verb (Get-Command Remove-CosUpload).Verb | Should -Not -BeNullOrEmpty
        (Get-Command Remove-CosUpload).OutputType | Should -BeNullOrEmpty
    }

    It '<_> can be tried with -WhatIf' -ForEach @('Complete-CosUpload', 'Remove-CosUpload', 'Resume-CosUpload', 'Send-CosFile', 'Set-CosContext') {
        (Get-Command $_).Parameters.Keys | Should -Contain 'WhatIf'
    }

    It '<_> binds texts that come through a pipeline as paths, and objects by their properties' -ForEach @('Complete-CosUpload', 'Get-CosUpload', 'Remove-CosUpload', 'Resume-CosUpload') {
        $parameters = (Get-Command $_).Parameters
        $parameters.LiteralPath.Aliases | Sort-Object | Should -Be 'FullName', 'LP', 'PSPath'
        @($parameters.Values | Where-Object { $_.Attributes.ValueFromPipeline -contains $true }).Name | Should -Be 'Path'
        @($parameters.Values | Where-Object { $_.Attributes.ValueFromPipelineByPropertyName -contains $true }).Name | Sort-Object |
            Should -Be 'ApiVersion', 'AppId', 'Bucket', 'Endpoint', 'Key', 'LiteralPath', 'Region', 'UploadId'
        (Get-Command $_).DefaultParameterSet | Should -Be 'Id'
    }

    It 'Send-CosFile binds what comes through a pipeline as its help says' {
        $parameters = (Get-Command Send-CosFile).Parameters
        $parameters.LiteralPath.Aliases | Sort-Object | Should -Be 'FullName', 'LP', 'PSPath'
        @($parameters.Values | Where-Object { $_.Attributes.ValueFromPipeline -contains $true }).Name | Should -Be 'Path'
        (Get-Command Send-CosFile).DefaultParameterSet | Should -Be 'LiteralPath'
    }
}
