# What every test file starts from: the module, an emulator of its own, files, and a stub server.
# COSSLICE_MODULE    the folder of the laid-out module (default: out/CosSlice)
# COSSLICE_EMULATOR  CosSlice.Emulator.dll (default: found below src)
# COSSLICE_BUILD     netstandard2.0 tests that build in this shell

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$script:Repository = Split-Path (Split-Path $PSScriptRoot)
$script:Guard = 15

# Another test's environment must not leak in.
foreach ($variable in 'APPID', 'BUCKET', 'REGION', 'ENDPOINT', 'SECRET_ID', 'SECRET_KEY', 'API_VERSION') {
    Remove-Item "env:COS_$variable" -ErrorAction SilentlyContinue
}

Remove-Item env:TENCENTCLOUD_SECRET_ID, env:TENCENTCLOUD_SECRET_KEY -ErrorAction SilentlyContinue

# A journal of its own for each test file: neither the user's nor another's.
$env:COSSLICE_STATE = Join-Path ([IO.Path]::GetTempPath()) "cosslice-state-$([guid]::NewGuid().ToString('N'))"

# The key of the tests' account, in a form that is found again wherever it turns up; the emulator has it from its environment.
$script:SecretKey = 'canary-7d1c5be0-secret-key'

# The readable part of a signature for the tests' bucket begins so, in every one.
$script:SignaturePiece = 'PTEwMDU1MDA0JmI9YWNjZXNzbG9n'

function Remove-TestJournal {
    if (Test-Path -LiteralPath $env:COSSLICE_STATE) {
        foreach ($file in Get-ChildItem -LiteralPath $env:COSSLICE_STATE -File | Where-Object { $_.Length -gt 0 -and $_.Length -lt 1MB }) {
            # Each byte as one character; of text in UTF-16 every other one is zero.
            $text = [Text.Encoding]::GetEncoding('iso-8859-1').GetString([IO.File]::ReadAllBytes($file.FullName)).Replace("`0", '')
            if ($text.Contains($SecretKey) -or $text.Contains($SignaturePiece)) {
                throw "There is a secret in '$($file.FullName)'."
            }
        }

        Remove-Item -LiteralPath $env:COSSLICE_STATE -Recurse -Force
    }
}

function Get-ModuleFolder {
    $folder = if ($env:COSSLICE_MODULE) { $env:COSSLICE_MODULE } else { Join-Path $Repository 'out/CosSlice' }
    if (-not (Test-Path -LiteralPath (Join-Path $folder 'CosSlice.psd1'))) {
        throw "There is no module in '$folder': run ./build.ps1 first, or set COSSLICE_MODULE."
    }

    if ($env:COSSLICE_BUILD -ne 'netstandard2.0') {
        return $folder
    }

    # The build for Windows PowerShell, put where this shell looks. One name for all test files: a second copy of an
    # assembly can't be loaded into one process.
    $copy = Join-Path ([IO.Path]::GetTempPath()) "CosSlice-ns20-$PID/CosSlice"
    if (-not (Test-Path -LiteralPath $copy)) {
        # A process can't remove what it has loaded: each removes what ended ones have left.
        Get-Item -Path (Join-Path ([IO.Path]::GetTempPath()) 'CosSlice-ns20-*') |
            Where-Object { -not (Get-Process -Id ($_.Name -replace '\D*20-') -ErrorAction SilentlyContinue) } |
            Remove-Item -Recurse -Force -ErrorAction SilentlyContinue
        $null = New-Item -ItemType Directory -Path (Split-Path $copy)
        Copy-Item -LiteralPath $folder -Destination $copy -Recurse
        Copy-Item -Path (Join-Path $copy 'bin/netstandard2.0/*') -Destination (Join-Path $copy 'bin/net8.0') -Recurse -Force
    }

    $copy
}

$script:ModulePath = Join-Path (Get-ModuleFolder) 'CosSlice.psd1'
Import-Module $ModulePath

if (-not ('CosSlice.Pester.StubServer' -as [type])) {
    $sources = 'StubServer.cs', 'Relay.cs', 'ScriptedHost.cs', 'ForwardProxy.cs'
    Add-Type -Path ($sources | ForEach-Object { Join-Path $PSScriptRoot $_ })
}

$script:AppId = '10055004'
$script:Bucket = 'accesslog'

function New-TestCredential([string] $Id = 'AKIDemulator', [string] $Key = $SecretKey) {
    $secure = [securestring]::new()
    $Key.ToCharArray() | ForEach-Object { $secure.AppendChar($_) }
    [pscredential]::new($Id, $secure)
}

function New-TestContext([string] $Endpoint) {
    New-CosContext -AppId $AppId -Bucket $Bucket -Endpoint $Endpoint -Credential (New-TestCredential)
}

function Find-Emulator {
    if ($env:COSSLICE_EMULATOR) {
        return $env:COSSLICE_EMULATOR
    }

    $found = Get-ChildItem -Path (Join-Path $Repository 'src/CosSlice.Emulator/bin') -Recurse -Filter CosSlice.Emulator.dll -ErrorAction SilentlyContinue |
        Where-Object { Test-Path -LiteralPath ([IO.Path]::ChangeExtension($_.FullName, 'runtimeconfig.json')) } |
        Sort-Object LastWriteTimeUtc |
        Select-Object -Last 1
    if (-not $found) {
        throw 'The emulator is not built: dotnet build src/CosSlice.Emulator, or set COSSLICE_EMULATOR.'
    }

    $found.FullName
}

function Start-Emulator {
    param([string[]] $Arguments = @(), [string] $Urls = 'http://127.0.0.1:0')

    $store = Join-Path ([IO.Path]::GetTempPath()) "cosslice-store-$([guid]::NewGuid().ToString('N'))"
    $start = [Diagnostics.ProcessStartInfo]::new('dotnet')
    $start.Arguments = '"{0}" --urls "{1}" --store "{2}" --quiet {3}' -f (Find-Emulator), $Urls, $store, ($Arguments -join ' ')
    $start.RedirectStandardOutput = $true
    $start.RedirectStandardError = $true
    $start.UseShellExecute = $false
    $account = @{ AppId = $AppId; SecretId = 'AKIDemulator'; SecretKey = $SecretKey; Buckets__0 = $Bucket }
    $account.Keys | ForEach-Object { $start.EnvironmentVariables["COSSLICE_EMULATOR_Accounts__0__$_"] = $account[$_] }
    $process = [Diagnostics.Process]::Start($start)
    $null = $process.StandardError.ReadToEndAsync()
    $listening = @()
    while ($null -ne ($line = $process.StandardOutput.ReadLine())) {
        if ($line -match '^Listening on (\S+)') {
            $listening += $Matches[1]
        } elseif ($listening) {
            break
        }
    }

    if (-not $listening) {
        throw 'The emulator did not start.'
    }

    # Read to the end, or its output would fill the pipe and hold it up.
    $null = $process.StandardOutput.ReadToEndAsync()
    [pscustomobject]@{ Process = $process; Url = $listening[0]; Urls = $listening; Store = $store }
}

function Stop-Emulator($Emulator) {
    if ($Emulator) {
        $Emulator.Process.Kill()
        $Emulator.Process.WaitForExit()
        $Emulator.Process.Dispose()
        Remove-Item -LiteralPath $Emulator.Store -Recurse -Force -ErrorAction SilentlyContinue
    }
}

function New-TestFolder {
    $folder = Join-Path ([IO.Path]::GetTempPath()) "cosslice-files-$([guid]::NewGuid().ToString('N'))"
    $null = New-Item -ItemType Directory -Path $folder
    $folder
}

# A file of repeatable noise.
function New-TestFile([string] $Path, [long] $Length = 1000, [int] $Seed = 1) {
    $null = [IO.Directory]::CreateDirectory([IO.Path]::GetDirectoryName($Path))
    $random = [Random]::new($Seed)
    $buffer = [byte[]]::new([Math]::Min($Length, 1MB))
    $stream = [IO.File]::Create($Path)
    try {
        for ($left = $Length; $left -gt 0; $left -= $buffer.Length) {
            $random.NextBytes($buffer)
            $stream.Write($buffer, 0, [Math]::Min($left, $buffer.Length))
        }
    } finally {
        $stream.Dispose()
    }

    [IO.FileInfo]::new($Path)
}

function Get-Sha1([string] $Path) {
    $stream = [IO.File]::OpenRead($Path)
    $sha = [Security.Cryptography.SHA1]::Create()
    try {
        [BitConverter]::ToString($sha.ComputeHash($stream))
    } finally {
        $sha.Dispose()
        $stream.Dispose()
    }
}

# Windows PowerShell does not load it by itself.
Add-Type -AssemblyName System.Net.Http
$script:Http = [Net.Http.HttpClient]::new()

# What the service gives back under a key; nothing where it has no such object.
function Get-StoredSha1([string] $Url, [string] $Key) {
    $encoded = ($Key.Split('/') | ForEach-Object { [uri]::EscapeDataString($_) }) -join '/'
    $answer = $Http.GetAsync("$Url/files/v2/$AppId/$Bucket/$encoded").GetAwaiter().GetResult()
    try {
        if ($answer.IsSuccessStatusCode) {
            $sha = [Security.Cryptography.SHA1]::Create()
            [BitConverter]::ToString($sha.ComputeHash($answer.Content.ReadAsByteArrayAsync().GetAwaiter().GetResult()))
            $sha.Dispose()
        }
    } finally {
        $answer.Dispose()
    }
}

function Get-Success([string] $Key = 'k') {
    '{"code":0,"message":"SUCCESS","request_id":"r1","data":{"access_url":"http://a/' + $Key + '","resource_path":"/10055004/accesslog/' + $Key + '","source_url":"http://s/' + $Key + '","url":"http://u/' + $Key + '"}}'
}

# One request more: it releases what a stub holds until so many have come.
function Send-Go($Stub) {
    $client = [Net.Sockets.TcpClient]::new('127.0.0.1', $Stub.Port)
    $bytes = [Text.Encoding]::ASCII.GetBytes("GET /go HTTP/1.1`r`n`r`n")
    $client.GetStream().Write($bytes, 0, $bytes.Length)
    $null = $Stub.WaitForRequests(1 + @($Stub.Requests | Where-Object { $_ -notlike 'GET /go*' }).Count, $Guard)
    $client.Dispose()
}

# Runs a script in a runspace of its own; Wait and Stop have a guard against hangs.
function Start-Guarded([scriptblock] $Script, [hashtable] $Parameters = @{}, $UserHost) {
    $state = [initialsessionstate]::CreateDefault2()
    $state.ImportPSModule($ModulePath)
    $shell = [powershell]::Create($state)
    if ($UserHost) {
        $shell.Runspace = [runspacefactory]::CreateRunspace($UserHost, $state)
        $shell.Runspace.Open()
    }

    $null = $shell.AddScript($Script.ToString())
    foreach ($name in $Parameters.Keys) {
        $null = $shell.AddParameter($name, $Parameters[$name])
    }

    $output = [Management.Automation.PSDataCollection[psobject]]::new()
    [pscustomobject]@{
        Shell  = $shell
        Output = $output
        Handle = $shell.BeginInvoke([Management.Automation.PSDataCollection[psobject]]::new(), $output)
    }
}

function Wait-Guarded($Run) {
    if (-not $Run.Handle.AsyncWaitHandle.WaitOne([timespan]::FromSeconds(4 * $Guard))) {
        # What goes on would be in the way of the tests that follow.
        Stop-Guarded $Run
        throw 'The command hangs.'
    }

    try {
        $null = $Run.Shell.EndInvoke($Run.Handle)
    } catch {
        # Method calls wrap what the script ended with.
        $_.Exception.InnerException
    }
}

function Stop-Guarded($Run) {
    $stop = $Run.Shell.BeginStop($null, $null)
    if (-not $stop.AsyncWaitHandle.WaitOne([timespan]::FromSeconds($Guard))) {
        throw 'The command does not stop.'
    }

    $Run.Shell.EndStop($stop)
}

# Starts a script file in a new shell, as a scheduled task would; Wait-ScriptFile has its end.
function Start-ScriptFile([string] $Text, [hashtable] $Environment = @{}, [string] $StandardInput) {
    $file = Join-Path ([IO.Path]::GetTempPath()) "cosslice-$([guid]::NewGuid().ToString('N')).ps1"
    [IO.File]::WriteAllText($file, "Import-Module '$ModulePath'`n$Text", [Text.UTF8Encoding]::new($true))
    $start = [Diagnostics.ProcessStartInfo]::new([Diagnostics.Process]::GetCurrentProcess().MainModule.FileName)
    $start.Arguments = '-NoProfile {0} -File "{1}"' -f $(if (-not $StandardInput) { '-NonInteractive' }), $file
    $start.RedirectStandardOutput = $true
    $start.RedirectStandardError = $true
    $start.RedirectStandardInput = $true
    $start.UseShellExecute = $false
    foreach ($name in $Environment.Keys) {
        $start.EnvironmentVariables[$name] = $Environment[$name]
    }

    $process = [Diagnostics.Process]::Start($start)
    $errors = $process.StandardError.ReadToEndAsync()
    $output = $process.StandardOutput.ReadToEndAsync()
    $process.StandardInput.Write($StandardInput)
    $process.StandardInput.Close()
    [pscustomobject]@{ Process = $process; Output = $output; Errors = $errors; File = $file }
}

function Wait-ScriptFile($Run) {
    try {
        $Run.Process.WaitForExit()
        $ended = [pscustomobject]@{
            ExitCode = $Run.Process.ExitCode
            Output   = $Run.Output.GetAwaiter().GetResult()
            Errors   = $Run.Errors.GetAwaiter().GetResult()
        }
        if ("$($ended.Output)$($ended.Errors)".Contains($SecretKey)) {
            throw "There is the secret key in what the script said: $($ended.Output) $($ended.Errors)"
        }

        $ended
    } finally {
        $Run.Process.Dispose()
        Remove-Item -LiteralPath $Run.File
    }
}

function Invoke-ScriptFile([string] $Text, [hashtable] $Environment = @{}, [string] $StandardInput) {
    Wait-ScriptFile (Start-ScriptFile $Text $Environment $StandardInput)
}
