using System.Globalization;
using System.Text.RegularExpressions;
using CosSlice.Tests.Emulator;
using CosSlice.Tests.Support;

namespace CosSlice.Tests.Interruptions;

/// <summary>A service that is a process, dies and comes back with the same store under the same address.</summary>
internal sealed partial class MortalService : IAsyncDisposable
{
    private readonly List<long> _taken = [];
    private EmulatorProcess _emulator;

    private MortalService(TempFolder folder, EmulatorProcess emulator)
    {
        Folder = folder;
        _emulator = emulator;
        Proxy = new CutProxy(new Uri(emulator.Client.Origin));
    }

    public TempFolder Folder { get; }

    /// <summary>What clients connect to.</summary>
    public CutProxy Proxy { get; }

    public string StateFolder => Path.Combine(Folder.Path, "state");

    public static async Task<MortalService> StartAsync()
    {
        TempFolder folder = new();
        return new MortalService(folder, await StartAsync(folder));
    }

    /// <summary>Kills it; what was on its way is lost.</summary>
    public async Task KillAsync() => _taken.AddRange((await _emulator.KillAsync()).Select(TakenSlice).OfType<long>());

    /// <summary>Lets it come back.</summary>
    public async Task RestartAsync()
    {
        await _emulator.DisposeAsync();
        _emulator = await StartAsync(Folder);
        Proxy.Target = new Uri(_emulator.Client.Origin);
    }

    /// <summary>Checks that it has stored a file.</summary>
    public async Task AssertStoredAsync(string path)
    {
        WireAnswer stored = await _emulator.Client.GetAsync(Path.GetFileName(path));
        Assert.Equal(TestEmulator.Sha1(await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken)), TestEmulator.Sha1(stored.Body));
    }

    /// <summary>Kills it for good.</summary>
    /// <returns>The offsets of all slices that it ever took, by its log.</returns>
    public async Task<IReadOnlyList<long>> EndAsync()
    {
        await KillAsync();
        return _taken;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            // First, as what is planned for a connection may start another emulator.
            await Proxy.DisposeAsync();
        }
        finally
        {
            await _emulator.DisposeAsync();
            Folder.Dispose();
        }
    }

    [GeneratedRegex(@" upload_slice(_data)? .* offset=(?<offset>\d+) .* -> 200 0 ", RegexOptions.CultureInvariant)]
    private static partial Regex TakenLine();

    private static long? TakenSlice(string line)
        => TakenLine().Match(line) is { Success: true } match ? long.Parse(match.Groups["offset"].Value, CultureInfo.InvariantCulture) : null;

    private static Task<EmulatorProcess> StartAsync(TempFolder folder)
        => EmulatorProcess.StartLoggedAsync(
            [("COSSLICE_EMULATOR_Accounts__0__SecretKey", Canary.Key)],
            "--store", Path.Combine(folder.Path, "store"), "--Accounts:0:AppId", "10055004", "--Accounts:0:Buckets:0", "accesslog",
            "--Accounts:0:SecretId", "AKIDemulator");
}
