using CosSlice.Campaign.Service;

namespace CosSlice.Campaign.Runs;

/// <summary>A lane's emulator, and what is asked of it from outside.</summary>
internal sealed class LaneService : IAsyncDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false });

    public LaneService(EmulatorProcess emulator)
    {
        Emulator = emulator;
        Faults = new FaultControl(_client, () => emulator.Endpoint);
        Reader = new ServiceReader(_client, () => emulator.Endpoint);
    }

    public EmulatorProcess Emulator { get; }

    public FaultControl Faults { get; }

    public ServiceReader Reader { get; }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Emulator.DisposeAsync();
    }
}
