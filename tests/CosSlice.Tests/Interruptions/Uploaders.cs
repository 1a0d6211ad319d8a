using CosSlice.Demo;
using CosSlice.Tests.PowerShell;
using CosSlice.Tests.Roles;
using CosSlice.Tests.Support;

namespace CosSlice.Tests.Interruptions;

/// <summary>Processes that upload a file as they are told.</summary>
internal static class Uploaders
{
    /// <summary>The engine by itself; either build, as what one has begun the other carries on.</summary>
    public static Task<RoleProcess> StartEngineAsync(UploadTask task, string stateFolder, Random random) => RoleProcess.StartAsync(
        EitherBuild(random),
        nameof(UploadRole),
        stateFolder,
        task.ToArguments());

    /// <summary>The program of either build of the engine.</summary>
    public static string EitherBuild(Random random)
        => File.Exists(RoleProcess.OtherProgram) ? random.Of(RoleProcess.OwnProgram, RoleProcess.OtherProgram) : RoleProcess.OwnProgram;

    /// <summary>The module in a PowerShell, which speaks as <see cref="UploadRole"/> does.</summary>
    public static Task<RoleProcess> StartPowerShellAsync(UploadTask task, string stateFolder)
    {
        string options = $"-ThrottleLimit {UploadTask.ThrottleLimit} -RetryIntervalSec 0.01 -RetryTimeoutSec {HangGuard.Limit.TotalSeconds} -Verbose";
        string command = task.IsResume
            ? $"Get-CosUpload | Resume-CosUpload {options}"
            : $"Send-CosFile -LiteralPath '{task.LiteralPath}' -Checksum {task.Checksum} {options}";
        string script = $$"""
            $ErrorActionPreference = 'Stop'
            $ProgressPreference = 'SilentlyContinue'
            $env:COS_APPID = '{{task.Context.AppId}}'
            $env:COS_BUCKET = '{{task.Context.Bucket}}'
            $env:COS_ENDPOINT = '{{task.Endpoint}}'
            $env:COS_API_VERSION = '{{task.ApiVersion}}'
            $env:COS_SECRET_ID = 'AKIDemulator'
            Import-Module '{{Repository.ModuleLayout}}'
            function Say($Line) { [Console]::Out.WriteLine(($Line -replace '\s+', ' ')) }
            Say ready
            $null = [Console]::In.ReadLine()
            $end = '{{UploadRole.Failed}}UploadNotFound'
            try {
                {{command}} 3>&1 4>&1 | ForEach-Object {
                    if ($_ -is [Management.Automation.VerboseRecord]) { Say $_.Message }
                    elseif ($_ -is [Management.Automation.WarningRecord]) { Say "{{UploadRole.Warning}}$($_.Message)" }
                    else {
                        $json = $_ | Select-Object LiteralPath, Key, Length, Sha1, AccessUrl, ResourcePath, Resumed, BytesSent | ConvertTo-Json -Compress
                        $end = '{{UploadRole.Stored}}' + $json
                    }
                }
            } catch {
                $end = "{{UploadRole.Failed}}$($_.FullyQualifiedErrorId) $($_.Exception.Message)"
            }
            Say $end
            """;
        return RoleProcess.StartAsync(PowerShellOnPath.Find()!, ["-NoLogo", "-NoProfile", "-NonInteractive", "-Command", script], stateFolder, ("COS_SECRET_KEY", Canary.Key));
    }

    /// <summary>Skips a test that needs a PowerShell where there is none.</summary>
    public static void NeedPowerShell()
        => Assert.SkipWhen(PowerShellOnPath.Find() is null, "There is no pwsh on PATH, so the cmdlets were not killed.");
}
