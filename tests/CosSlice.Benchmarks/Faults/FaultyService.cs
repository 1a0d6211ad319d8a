using System.Globalization;
using System.Text.Json;
using CosSlice.Benchmarks.SideBySide;
using CosSlice.Benchmarks.Wan;

namespace CosSlice.Benchmarks.Faults;

/// <summary>An emulator that strikes a part of the requests, at the far end of a line that counts what clients put on it.</summary>
internal sealed class FaultyService : IAsyncDisposable
{
    // What a client repeats: answers that ask for it, and connections that end before, inside or after a request.
    private const string Kinds = "status,close,reset";

    // By which about as many requests are struck as the rate says, rare as they are at the lowest.
    private const int Seed = 16;

    private readonly EmulatorProcess _emulator;
    private readonly Relay _line;
    private readonly HttpClient _control = new(new SocketsHttpHandler { UseProxy = false });

    private FaultyService(EmulatorProcess emulator, Relay line)
    {
        _emulator = emulator;
        _line = line;
    }

    /// <summary>Where clients send to.</summary>
    public Uri Endpoint => _line.Endpoint;

    /// <summary>Bytes that clients have put on the line, requests' heads included.</summary>
    public long BytesSent => _line.BytesSent;

    /// <param name="rate">The part of the requests that is struck, 0 to 1.</param>
    /// <param name="bytesPerSecond">The line's, each way.</param>
    /// <param name="delay">The line's, each way.</param>
    /// <param name="cancellationToken">Gives the start up.</param>
    public static async Task<FaultyService> StartAsync(double rate, double bytesPerSecond, TimeSpan delay, CancellationToken cancellationToken)
    {
        string[] options =
        [
            "--faults", "true", "--fault-seed", $"{Seed}", "--fault-rate", rate.ToString(CultureInfo.InvariantCulture), "--fault-kinds", Kinds,
        ];
        EmulatorProcess emulator = await EmulatorProcess.StartDiscardingAsync(options, cancellationToken);
        return new FaultyService(emulator, new Relay(emulator.Endpoint, bytesPerSecond, delay));
    }

    /// <summary>How many requests were struck so far.</summary>
    public async Task<long> CountFaultsAsync(CancellationToken cancellationToken)
    {
        using JsonDocument told = JsonDocument.Parse(
            await _control.GetStringAsync(new Uri(_emulator.Endpoint, "/-/faults"), cancellationToken));
        return told.RootElement.GetProperty("random").GetProperty("hits").GetInt64();
    }

    public async ValueTask DisposeAsync()
    {
        _control.Dispose();
        await _line.DisposeAsync();
        await _emulator.DisposeAsync();
    }
}
