using System.Diagnostics;
using System.Reflection;
using System.Text.Json;

namespace CosSlice.Demo;

/// <summary>Uploads as a user does: <c>Get-ChildItem FILE | Send-CosFile</c> in a real PowerShell.</summary>
internal static class PowerShellUpload
{
    private static readonly Version Oldest = new(7, 4);

    /// <summary>Looks for a PowerShell that can import the module, and says what it found.</summary>
    public static async Task<(string? Program, string Why)> FindAsync(CancellationToken cancellationToken)
    {
        string? program = PowerShellOnPath.Find();
        if (program is null)
        {
            return (null, "There is no pwsh on PATH: the engine uploads by itself.");
        }

        ProcessStartInfo start = new(program, ["-NoLogo", "-NoProfile", "-Command", "$PSVersionTable.PSVersion.ToString()"])
        {
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        string version = (await process.StandardOutput.ReadToEndAsync(cancellationToken)).Trim();
        await process.WaitForExitAsync(cancellationToken);
        return Version.TryParse(version.Split('-')[0], out Version? found) && found >= Oldest
            ? (program, $"PowerShell {version} uploads: Get-ChildItem FILE | Send-CosFile")
            : (null, $"The pwsh on PATH is '{version}', older than {Oldest}: the engine uploads by itself.");
    }

    public static async Task<IReadOnlyList<CosFile>> RunAsync(
        string program, FileInfo[] files, DemoTarget target, CancellationToken cancellationToken)
    {
        string results = Path.GetTempFileName();
        try
        {
            ProcessStartInfo start = new(program, ["-NoLogo", "-NoProfile", "-Command", Script(files, results)]);
            start.Environment["COS_APPID"] = target.AppId;
            start.Environment["COS_BUCKET"] = target.Bucket;
            start.Environment["COS_ENDPOINT"] = target.Endpoint.ToString();
            start.Environment["COS_SECRET_ID"] = target.SecretId;
            start.Environment["COS_SECRET_KEY"] = target.SecretKey;
            start.Environment["COSSLICE_STATE"] = target.StateFolder;
            using Process process = Process.Start(start)!;
            try
            {
                await process.WaitForExitAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                throw;
            }

            if (process.ExitCode != 0)
            {
                await Console.Error.WriteLineAsync($"PowerShell ended with exit code {process.ExitCode}.");
                return [];
            }

            string json = await File.ReadAllTextAsync(results, cancellationToken);
            return JsonSerializer.Deserialize<CosFile[]>(json) ?? [];
        }
        finally
        {
            File.Delete(results);
        }
    }

    private static string Script(FileInfo[] files, string results)
    {
        string module = typeof(PowerShellUpload).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(item => item.Key == "ModuleLayout").Value!;
        string paths = string.Join(", ", files.Select(file => Quote(file.FullName)));

        // The result goes to the screen as PowerShell shows it, and to a file for the comparison.
        return $$"""
            $ErrorActionPreference = 'Stop'
            Import-Module {{Quote(module)}}
            $stored = @(Get-ChildItem -LiteralPath {{paths}} | Send-CosFile)
            $stored | Format-List
            $stored | Select-Object LiteralPath, Key, Length, AccessUrl, ResourcePath |
                ConvertTo-Json -AsArray | Set-Content -LiteralPath {{Quote(results)}}
            """;
    }

    private static string Quote(string text) => "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";
}
