@{
    # Each edition has a build of its own. An expression, so that there is no loader script to sign and to maintain.
    RootModule             = if ($PSEdition -eq 'Core') { 'bin/net8.0/CosSlice.dll' } else { 'bin/netstandard2.0/CosSlice.dll' }
    ModuleVersion          = '0.1.0'
    GUID                   = 'd8c30040-8a53-4a3c-b0cf-05de6e613da2'
    Author                 = 'The CosSlice authors'
    CompanyName            = 'The CosSlice authors'
    Copyright              = 'Copyright (c) the CosSlice authors. MIT licence.'
    Description            = 'Uploads files to Tencent Cloud Object Storage (COS) through its JSON file API: large ones in slices, several at once, from the pipeline, and safe to leave alone in a scheduled task.'

    CompatiblePSEditions   = @('Desktop', 'Core')

    # Windows PowerShell is 5.1. An older PowerShell 7 can't load the .NET 8 build: it says so here, not with a loader's error.
    PowerShellVersion      = if ($PSEdition -eq 'Core') { '7.4' } else { '5.1' }
    DotNetFrameworkVersion = '4.7.2'

    FormatsToProcess       = @('CosSlice.Format.ps1xml')
    TypesToProcess         = @('CosSlice.Types.ps1xml')

    CmdletsToExport        = @(
        'Complete-CosUpload', 'Get-CosContext', 'Get-CosFile', 'Get-CosUpload', 'New-CosContext', 'New-CosSignature', 'Remove-CosUpload',
        'Resume-CosUpload', 'Send-CosFile', 'Set-CosContext', 'Test-CosFile')
    FunctionsToExport      = @()
    VariablesToExport      = @()
    AliasesToExport        = @()

    PrivateData            = @{
        PSData = @{
            Tags         = @('COS', 'Tencent', 'TencentCloud', 'ObjectStorage', 'Upload', 'PSEdition_Desktop', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            LicenseUri   = 'https://opensource.org/license/mit'
            ReleaseNotes = 'See CHANGELOG.md.'
        }
    }
}
