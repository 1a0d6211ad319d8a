# What the examples in the help of the cmdlets find when a test runs them: files, objects, unfinished uploads, a drive D: and a
# secret store. After uploads.ps1.

# The examples of one file, in their order: their number, title and code.
function Get-Example([string] $Markdown) {
    $text = [IO.File]::ReadAllText($Markdown).Replace("`r", '')
    $examples = [regex]::Match($text, '(?ms)^## EXAMPLES\n(.*?)^## ').Groups[1].Value
    foreach ($example in [regex]::Matches($examples, '(?ms)^### (?:Example|\u793a\u4f8b) (\d+)(?:: |\uff1a)([^\n]+)\n(.*?)(?=^### |\z)')) {
        $code = [regex]::Matches($example.Groups[3].Value, '(?ms)^```powershell\n(.*?)^```').ForEach({ $_.Groups[1].Value }) -join "`n"
        @{
            Cmdlet = [IO.Path]::GetFileNameWithoutExtension($Markdown)
            Number = [int]$example.Groups[1].Value
            Title  = $example.Groups[2].Value
            Code   = $code
        }
    }
}

# No request may leave this machine: a region's own address becomes the emulator's.
function ConvertTo-LocalCode([string] $Code) {
    $Code -replace '-Region \S+', "-Endpoint $($relay.Url)"
}

$ExamplePreamble = @'
Set-Location -LiteralPath $Here
Remove-PSDrive D -Force -ErrorAction Ignore
$null = New-PSDrive -Name D -PSProvider FileSystem -Root (Join-Path $Here d) -Scope Global
function Get-Secret([string] $Name) {
    [pscredential]::new('AKIDemulator', (ConvertTo-SecureString $env:COS_SECRET_KEY -AsPlainText -Force))
}

'@

# A folder for one example, with the uploads that were begun from it.
function New-ExampleFolder([string] $Name) {
    $here = Join-Path $folder $Name
    foreach ($file in 'disk1.iso', 'disk2.iso', 'd/Backup/db/full.bak', 'd/Backup/disk3.iso') {
        $null = New-TestFile "$here/$file" 5000 $file.Length
        (Get-Item -LiteralPath "$here/$file").LastWriteTimeUtc = [datetime]::new(2026, 1, 1)
    }

    [IO.File]::WriteAllText("$here/map.csv", "LiteralPath,Key`ndisk1.iso,csv/one.iso`ndisk2.iso,csv/two.iso`n")

    $null = 'disk1.iso', 'disk2.iso' | ForEach-Object { Send-CosFile -LiteralPath "$here/$_" -Key "backup/$_" -Context $context }
    $null = Send-CosFile -LiteralPath "$here/disk2.iso" -Key latest.iso -Context $context
    $null = New-Interrupted "$Name/d/Backup/disk4.iso"
    $null = New-Sent "$Name/d/Backup/disk5.iso"
    $here
}

# The environment that examples take for granted.
function Set-ExampleEnvironment {
    $env:COS_APPID = $AppId
    $env:COS_BUCKET = $Bucket
    $env:COS_ENDPOINT = $relay.Url
    $env:COS_SECRET_ID = 'AKIDemulator'
    $env:COS_SECRET_KEY = $SecretKey
    $env:PSModulePath = (Split-Path (Split-Path $ModulePath)) + [IO.Path]::PathSeparator + $env:PSModulePath
}
