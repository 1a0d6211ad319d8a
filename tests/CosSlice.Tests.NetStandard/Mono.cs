using System.ComponentModel;
using System.Diagnostics;
using System.Reflection;
using CosSlice.Tests.Roles;

namespace CosSlice.Tests;

/// <summary>The mono of this machine, where it has one: of what runs here, the nearest to .NET Framework.</summary>
internal static class Mono
{
    private static readonly Lazy<string?> Problem = new(LookForProblem);

    /// <summary>Why nothing can be run on mono here, and what to do about it; nothing where it can.</summary>
    public static string? Missing => Problem.Value;

    /// <summary>The program that uploads, as it is built beside these tests.</summary>
    private static string ProgramFile
        => typeof(Mono).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == "MonoProgram").Value!;

    /// <summary>Starts an upload and waits until it stands before its first request.</summary>
    public static async Task<RoleProcess> UploadAsync(
        Uri endpoint, string path, string stateFolder, CosChecksum checksum, bool sliced, Uri? proxy = null)
    {
        long limit = sliced ? 0 : TransferOptions.SimpleUploadMaximum;
        string[] arguments = [ProgramFile, endpoint.AbsoluteUri, path, $"{checksum}", $"{limit}", .. proxy is null ? Array.Empty<string>() : [proxy.AbsoluteUri]];
        RoleProcess upload = await RoleProcess.StartAsync("mono", arguments, stateFolder);
        upload.Go();
        return upload;
    }

    private static string? LookForProblem()
    {
        ProcessStartInfo start = new("mono", [ProgramFile]) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            bool runs = process.StandardOutput.ReadLine()?.StartsWith("Mono ", StringComparison.Ordinal) == true;
            process.Kill();
            return runs
                ? null
                : "This mono cannot run the engine; Debian's has what it takes in mono-devel. " + errors.GetAwaiter().GetResult().Split('\n')[0];
        }
        catch (Win32Exception)
        {
            return "There is no mono on PATH (Debian: mono-runtime and mono-devel), so the engine was not run on it.";
        }
    }
}
