# Uploads that were cut off, and how the journal looks from outside: for the tests of unfinished uploads. It starts what they
# need, which Remove-TestUploads takes away.

. $PSScriptRoot/common.ps1
. $PSScriptRoot/service.ps1


function New-Relay($Emulator) {
    [CosSlice.Pester.Relay]::new(([uri]$Emulator.Url).Port)
}

# A file whose content no other test has sent: the service would have it already.
function New-FreshFile([string] $Name, [long] $Length = 4MB) {
    New-TestFile "$folder/$Name" $Length ([Random]::new().Next())
}

# Begins an upload and cuts the line in the middle: the upload, as the error carries it. What is small goes up in slices only
# with -NoComplete.
function New-Interrupted([string] $Name, [hashtable] $More = @{}, [long] $Length = 4MB) {
    $file = New-FreshFile $Name $Length
    $small = @{ NoComplete = $Length -le 20MB }
    $relay.CutAfter($Length / 2)
    try {
        Send-CosFile -LiteralPath $file.FullName -Context $context -MaximumRetryCount 0 -ThrottleLimit 1 @small @More -ErrorAction SilentlyContinue -ErrorVariable problems
    } finally {
        $relay.Mend()
    }

    if ($problems.Count -ne 1 -or $problems[0].TargetObject.State -ne 'Interrupted') {
        throw "The upload was not interrupted: $problems"
    }

    $problems[0].TargetObject
}

# An upload whose last step is missing.
function New-Sent([string] $Name, [hashtable] $More = @{}) {
    $file = New-FreshFile $Name
    Send-CosFile -LiteralPath $file.FullName -Context $context -NoComplete @More
}

function Get-HeadFile([string] $UploadId) {
    Join-Path $env:COSSLICE_STATE "$UploadId.json"
}

# Everything in the journal but locks, for comparison.
function Get-JournalText {
    Get-ChildItem -LiteralPath $env:COSSLICE_STATE | Where-Object Extension -NE '.lock' | Sort-Object Name | ForEach-Object { "$($_.Name) $($_.LastWriteTimeUtc.Ticks) $(Get-Sha1 $_.FullName)" }
}

function Copy-ByClixml($Object) {
    [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($Object))
}

# An upload as a job of another process returns it. -Wait alone would wait for ever for one that hangs.
function Get-UploadFromJob([string] $UploadId) {
    $job = Start-Job { Import-Module $using:ModulePath; Get-CosUpload -UploadId $using:UploadId }
    try {
        if (-not (Wait-Job $job -Timeout (4 * $Guard))) {
            throw 'The job hangs.'
        }

        Receive-Job $job
    } finally {
        Remove-Job $job -Force
    }
}

function Remove-TestUploads {
    Remove-Item -LiteralPath $folder -Recurse -Force
    Remove-TestJournal
    $relay.Dispose()
    Stop-Emulator $emulator
}

$emulator = Start-Emulator
$relay = New-Relay $emulator
$context = New-TestContext $relay.Url
$folder = New-TestFolder
