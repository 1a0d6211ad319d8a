using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using CosSlice.Benchmarks.Memory;
using CosSlice.Benchmarks.PowerShell;
using CosSlice.Benchmarks.SideBySide;

namespace CosSlice.Benchmarks.Load;

/// <summary>Send-CosFile, and a sparse file of 16 GiB which the emulator keeps.</summary>
/// <param name="file">The file.</param>
/// <param name="folder">Where the script is written to.</param>
/// <param name="store">The emulator's folder.</param>
/// <param name="endpoint">The emulator.</param>
/// <param name="throttle">Slices in flight.</param>
/// <param name="obstacle">Why it is not run; otherwise null.</param>
internal sealed class HugeFileContender(string file, string folder, string store, Uri endpoint, int throttle, string? obstacle) : IContender
{
    public string Name => "a sparse file of 16 GiB, Sha1";

    public bool WarmsUp => true;

    /// <summary>Bytes that the emulator's folder takes on the disk with what the runs stored; null where that is not told.</summary>
    public long? Room { get; private set; }

    /// <summary>Objects that were not the file.</summary>
    public int Wrong { get; private set; }

    public async Task<string?> FindObstacleAsync(CancellationToken cancellationToken)
        => obstacle ?? await PowerShellHost.FindObstacleAsync(cancellationToken);

    public async Task<Sample> RunAsync(string key, CancellationToken cancellationToken)
    {
        Dictionary<string, string> variables = new()
        {
            ["BENCHMARK_FILE"] = file,
            ["BENCHMARK_KEY"] = key,
            ["BENCHMARK_CHECKSUM"] = $"{CosChecksum.Sha1}",
            ["BENCHMARK_THROTTLE"] = $"{throttle}",
        };
        Sample sample = await PowerShellHost.RunAsync(MemoryScript.Text, endpoint, folder, variables, cancellationToken);
        using ServiceClient service = new(endpoint);
        using Stream stored = await service.ReadAsync(key, cancellationToken);
        await using FileStream source = File.OpenRead(file);
        Wrong += await SameContent.IsInAsync(stored, source, cancellationToken) ? 0 : 1;
        Room = await RoomAsync(cancellationToken);
        return sample;
    }

    private async Task<long?> RoomAsync(CancellationToken cancellationToken)
    {
        try
        {
            ChildProcess du = await ChildProcess.RunAsync(new ProcessStartInfo("du", ["-s", "-k", store]), cancellationToken);
            return du.ExitCode == 0 ? 1024 * long.Parse(du.Output.Split('\t')[0], CultureInfo.InvariantCulture) : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
