using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using CosSlice.Campaign.Plans;

namespace CosSlice.Campaign.Service;

/// <summary>The emulator as a program of its own, which dies and comes back on the same store and the same port.</summary>
internal sealed class EmulatorProcess : IAsyncDisposable
{
    private const string Greeting = "Listening on ";

    // Below what the system gives away by itself, so that nobody has the port while the service is down.
    private const int LeastPort = 20_000;
    private const int MostPort = 32_000;

    private readonly string _store;
    private readonly ServiceProfile _profile;
    private readonly ServiceLog _log = new();
    private Process? _process;
    private Task _reading = Task.CompletedTask;

    private EmulatorProcess(string store, ServiceProfile profile)
    {
        _store = store;
        _profile = profile;
    }

    public Uri Endpoint { get; private set; } = new("http://127.0.0.1:0");

    /// <summary>What it took.</summary>
    public ServiceLog Log => _log;

    public int Id => _process?.Id ?? 0;

    public static async Task<EmulatorProcess> StartAsync(string store, ServiceProfile profile, CancellationToken cancellationToken)
    {
        EmulatorProcess emulator = new(store, profile);
        while (!await emulator.TryStartAsync(DrawPort(), cancellationToken))
        {
            // Another one was faster to take the port.
        }

        return emulator;
    }

    /// <summary>Kills it and starts it again; whoever speaks to it meanwhile is refused.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        await EndAsync();
        long began = Stopwatch.GetTimestamp();
        while (!await TryStartAsync(Endpoint.Port, cancellationToken))
        {
            // Somebody looks at it whether it is free.
            if (Stopwatch.GetElapsedTime(began) > Bounds.Step)
            {
                throw new CampaignException($"The emulator did not come back on port {Endpoint.Port}.");
            }
        }
    }

    public async ValueTask DisposeAsync() => await EndAsync();

    private async Task EndAsync()
    {
        if (_process is not null)
        {
            _process.Kill();
            await _process.WaitForExitAsync().WaitAsync(Bounds.Step);
            await _reading.WaitAsync(Bounds.Step);
            _process.Dispose();
            _process = null;
        }
    }

    private async Task<bool> TryStartAsync(int port, CancellationToken cancellationToken)
    {
        ProcessStartInfo start = DotNetProgram.Of(
            "CosSlice.Emulator.dll", ["--urls", $"http://127.0.0.1:{port}", "--store", _store, "--faults", .. OptionsOf(_profile)]);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        string? line = await process.StandardOutput.ReadLineAsync(cancellationToken).AsTask().WaitAsync(Bounds.Start, cancellationToken);
        if (line?.StartsWith(Greeting, StringComparison.Ordinal) == true)
        {
            Endpoint = new Uri(line[Greeting.Length..]);
            _process = process;
            _reading = ReadAsync(process);
            return true;
        }

        using (process)
        {
            await process.WaitForExitAsync(cancellationToken).WaitAsync(Bounds.Step, cancellationToken);
            string problem = await errors.WaitAsync(Bounds.Step, cancellationToken);
            return problem.Contains("in use", StringComparison.OrdinalIgnoreCase)
                ? false
                : throw new CampaignException($"The emulator did not start: {line} {problem}");
        }
    }

    private async Task ReadAsync(Process process)
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            _log.Add(line);
        }
    }

    private static int DrawPort()
    {
        while (true)
        {
            int port = Random.Shared.Next(LeastPort, MostPort);
            using Socket probe = new(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                probe.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // It is taken; there are others.
            }
        }
    }

    private static string[] OptionsOf(ServiceProfile profile) => profile switch
    {
        ServiceProfile.Strict =>
        [
            "--missing-folder", "notfound", "--same-file", "exists", "--repeated-slice", "refuse", "--listed-parts", "overlapping",
            "--list-sha-suffix", "_1", "--v1-repeated-slice", "refuse", "--v1-other-upload", "refuse", "--v1-answer-next-offset",
            "--v1-check-slice-sha",
        ],
        ServiceProfile.Serial =>
        [
            "--missing-folder", "badpath", "--same-file", "uploaded", "--repeated-slice", "keep", "--listed-parts", "merged", "--serial-upload",
            "--answer-datamd5", "false", "--instant-upload", "false", "--overwrite-discards-unfinished",
            "--v1-example-forms",
        ],
        ServiceProfile.Continuing => ["--init-continues-without-sha"],
        _ => [],
    };
}
