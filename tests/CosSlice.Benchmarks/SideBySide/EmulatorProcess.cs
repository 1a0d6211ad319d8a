using System.Diagnostics;

namespace CosSlice.Benchmarks.SideBySide;

/// <summary>The emulator as a program of its own, so that its processor time is not the clients'.</summary>
internal sealed class EmulatorProcess : IAsyncDisposable
{
    private const string Greeting = "Listening on ";

    private static readonly string[] Common = ["--urls", "http://127.0.0.1:0", "--quiet", "--instant-upload", "false"];

    private readonly Process _process;
    private readonly Task _output;

    private EmulatorProcess(Process process, Uri endpoint)
    {
        _process = process;
        Endpoint = endpoint;

        // Read on, so that it is never held up by a full pipe.
        _output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
    }

    public Uri Endpoint { get; }

    /// <summary>With objects in a folder.</summary>
    public static Task<EmulatorProcess> StartAsync(string store, CancellationToken cancellationToken)
        => StartAsync(["--store", store], cancellationToken);

    /// <summary>Throwing content away as it arrives.</summary>
    /// <param name="more">Further options of the emulator.</param>
    /// <param name="cancellationToken">Gives the start up.</param>
    public static Task<EmulatorProcess> StartDiscardingAsync(IEnumerable<string> more, CancellationToken cancellationToken)
        => StartAsync(["--discard", .. more], cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await EndAsync(_process);
        await _output;
    }

    private static async Task<EmulatorProcess> StartAsync(IEnumerable<string> more, CancellationToken cancellationToken)
    {
        ProcessStartInfo start = DotNetProgram.Of("CosSlice.Emulator.dll", [.. Common, .. more]);
        start.RedirectStandardOutput = true;
        Process process = Process.Start(start)!;
        try
        {
            string? line = await process.StandardOutput.ReadLineAsync(cancellationToken);
            return line?.StartsWith(Greeting, StringComparison.Ordinal) == true
                ? new EmulatorProcess(process, new Uri(line[Greeting.Length..]))
                : throw new BenchmarkFailedException($"The emulator did not start: {line}");
        }
        catch
        {
            await EndAsync(process);
            throw;
        }
    }

    // The store is the workspace's and goes with it: the emulator has nothing to tidy up.
    private static async Task EndAsync(Process process)
    {
        process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
    }
}
