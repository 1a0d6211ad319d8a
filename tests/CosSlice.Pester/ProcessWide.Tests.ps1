# A module is a guest in its process: what belongs to all of it is as it was when the module is done.
BeforeAll {
    . $PSScriptRoot/uploads.ps1
    $secure = Start-Emulator -Urls 'https://127.0.0.1:0'
    $isLegacy = $env:COSSLICE_BUILD -eq 'netstandard2.0' -or $PSEdition -eq 'Desktop'

    # Says all that a process has but once, as text.
    $look = @'
function Get-Everything {
    $all = [ordered]@{}
    foreach ($property in [Net.ServicePointManager].GetProperties([Reflection.BindingFlags]'Public, Static')) {
        $all["ServicePointManager.$($property.Name)"] = $property.GetValue($null)
    }

    $all['DefaultWebProxy'] = [Runtime.CompilerServices.RuntimeHelpers]::GetHashCode([Net.WebRequest]::DefaultWebProxy)
    if ([Net.Http.HttpClient].GetProperty('DefaultProxy')) {
        $all['DefaultProxy'] = [Runtime.CompilerServices.RuntimeHelpers]::GetHashCode([Net.Http.HttpClient]::DefaultProxy)
    }

    [Environment]::GetEnvironmentVariables().GetEnumerator() | ForEach-Object { $all["env:$($_.Key)"] = $_.Value }
    foreach ($name in 'CurrentCulture', 'CurrentUICulture', 'DefaultThreadCurrentCulture', 'DefaultThreadCurrentUICulture') {
        $all[$name] = [Globalization.CultureInfo]::$name
    }

    foreach ($name in 'OutputEncoding', 'InputEncoding', 'TreatControlCAsInput') {
        $all["Console.$name"] = try { [Console]::$name } catch { 'none' }
    }

    $minimum = $maximum = $ports = 0
    [Threading.ThreadPool]::GetMinThreads([ref]$minimum, [ref]$ports)
    [Threading.ThreadPool]::GetMaxThreads([ref]$maximum, [ref]$ports)
    $all['ThreadPool'] = "$minimum $maximum $ports"
    $all['CurrentDirectory'] = [Environment]::CurrentDirectory
    $all['Location'] = Get-Location
    $all['LatencyMode'] = [Runtime.GCSettings]::LatencyMode
    $all['OutputEncoding'] = $OutputEncoding
    Get-Variable -Scope Global | Where-Object Name -Match 'Preference$|^PS(DefaultParameterValues|ModuleAutoLoadingPreference|EmailServer|SessionOption)' |
        ForEach-Object { $all["variable:$($_.Name)"] = $_.Value }
    Get-PSDrive | ForEach-Object { $all["drive:$($_.Name)"] = $_.Root }
    $all.Keys | ForEach-Object { "$_=$($all[$_])" }
}

'@
}

AfterAll {
    Remove-TestUploads
    Stop-Emulator $secure
}

Describe 'What belongs to the process' {
    It 'is as it was after every cmdlet has run: <Flags>' -ForEach @(
        @{ Flags = 'as the system has them'; Setting = '' }
        @{ Flags = 'TLS 1.1 alone'; Setting = '[Net.ServicePointManager]::SecurityProtocol = [Net.SecurityProtocolType]::Tls11' }
    ) {
        $prefix = [guid]::NewGuid().ToString('N')
        $file = New-FreshFile "$prefix.bin" 3MB
        $run = Invoke-ScriptFile -Environment @{ COSSLICE_STATE = "$folder/state" } @"
Remove-Module CosSlice
$look
$Setting
`$before = Get-Everything
Import-Module '$ModulePath'
`$key = '$SecretKey' | ConvertTo-SecureString -AsPlainText -Force
`$context = New-CosContext -AppId $AppId -Bucket $Bucket -Endpoint $($emulator.Url) -Credential ([pscredential]::new('AKIDemulator', `$key))
Set-CosContext -Context `$context
`$null = Get-CosContext
`$null = Send-CosFile '$($file.FullName)' -Key $prefix/one -NoProxy
`$sent = Send-CosFile '$($file.FullName)' -Key $prefix/two -NoComplete -Checksum Md5 -MaxBytesPerSecond 100MB -WarningAction SilentlyContinue
`$null = `$sent | Get-CosUpload -Refresh
`$null = `$sent | Resume-CosUpload
`$null = Send-CosFile '$($file.FullName)' -Key $prefix/three -NoComplete | Complete-CosUpload
Send-CosFile '$($file.FullName)' -Key $prefix/four -NoComplete -Checksum None | Remove-CosUpload -Remote -Confirm:`$false
`$null = Send-CosFile '$($file.FullName)' -Endpoint $($secure.Url) -Key $prefix/five -SkipCertificateCheck -WarningAction SilentlyContinue
`$null = Send-CosFile '$($file.FullName)' -Key $prefix/six -Endpoint http://127.0.0.1:1 -MaximumRetryCount 0 -ErrorAction SilentlyContinue
`$null = Send-CosFile '$($file.FullName)' -Key $prefix/seven -Proxy http://127.0.0.1:1 -MaximumRetryCount 0 -ErrorAction SilentlyContinue
`$null = Get-CosFile -Key $prefix/one
`$null = Test-CosFile '$($file.FullName)' -Key $prefix/one
`$null = New-CosSignature -ValidFor 01:00:00
Set-CosContext -Clear
Remove-Module CosSlice
`$after = Get-Everything
"looked at `$(`$before.Count)"
Compare-Object `$before `$after | ForEach-Object { "`$(`$_.SideIndicator) `$(`$_.InputObject)" }
"@
        $run.Errors | Should -BeNullOrEmpty
        $said = @($run.Output.Trim() -split '\r?\n')
        $said[0] | Should -Match '^looked at \d+$'
        [int]($said[0] -replace '\D') | Should -BeGreaterThan 40

        # Windows PowerShell has no setting for one handler: what it offers already, it goes on to offer.
        $expected = if ($isLegacy -and $Setting) { '=> ServicePointManager.SecurityProtocol=Tls11, Tls12', '<= ServicePointManager.SecurityProtocol=Tls11' }
        ($said | Select-Object -Skip 1) -join '; ' | Should -Be ($expected -join '; ')
    }
}
