using System.Security.Cryptography;
using CosSlice.Emulator;
using CosSlice.Journal;
using CosSlice.Transfer;

namespace CosSlice.Tests.Support;

/// <summary>An emulator with a folder for local files, a context that fits it, and faults to put between.</summary>
internal sealed class Service : IAsyncDisposable
{
    private readonly EmulatorHost _emulator;
    private readonly TempFolder _folder = new();
    private readonly HttpClient _reader = new();
    private int _machines;

    private Service(EmulatorHost emulator, Faults faults)
    {
        _emulator = emulator;
        Faults = faults;
        Context = CosContext.Create("10055004", "accesslog", null, emulator.Endpoint, "AKIDemulator", Canary.Key);
    }

    /// <summary>The emulator's own account with the tests' key.</summary>
    public static EmulatorAccount Account()
    {
        EmulatorAccount account = EmulatorAccount.Default();
        account.SecretKey = Canary.Key;
        return account;
    }

    public Faults Faults { get; }

    public CosContext Context { get; }

    public TempFolder Folder => _folder;

    /// <summary>Where what is uploaded to this service is remembered; not there before the first entry is.</summary>
    public string StateFolder => Path.Combine(_folder.Path, "state");

    public EmulatorHost Emulator => _emulator;

    public static async Task<Service> StartAsync(Action<EmulatorOptions>? configure = null)
    {
        EmulatorOptions options = new() { Quiet = true, Accounts = [Account()] };
        configure?.Invoke(options);
        Faults faults = new();
        return new Service(await EmulatorHost.StartAsync(options, faults.InvokeAsync), faults);
    }

    /// <summary>The same service by way of files/v1.</summary>
    public CosContext V1 => CosContext.Create("10055004", "accesslog", null, _emulator.Endpoint, "AKIDemulator", Canary.Key, apiVersion: 1);

    /// <summary>What the emulator answered to an op so far.</summary>
    public IReadOnlyList<RequestRecord> Requests(string op) => [.. _emulator.Requests.Where(request => request.Op == op)];

    public UploadRequest Request(string path, string? key = null, CosContext? context = null)
        => new(context ?? Context, path, ObjectKey.Create(key ?? Path.GetFileName(path)));

    /// <summary>The same options with this service's state folder, where they name none.</summary>
    public TransferOptions Options(TransferOptions? options = null)
    {
        options ??= Quick();
        options.StateFolder ??= StateFolder;
        return options;
    }

    /// <summary>The same options on another machine, which knows nothing of what this one has begun.</summary>
    public TransferOptions Elsewhere(TransferOptions options)
    {
        options.StateFolder = Path.Combine(_folder.Path, "machines", $"{Interlocked.Increment(ref _machines)}");
        return options;
    }

    /// <summary>An uploader with this service's state folder, as each process has one.</summary>
    public CosUploader Uploader(TransferOptions? options = null, IUploadObserver? observer = null)
        => new(Options(options), observer);

    /// <summary>Uploads one file with an uploader of its own.</summary>
    public async Task<CosFile> UploadAsync(
        string path,
        TransferOptions? options = null,
        string? key = null,
        IUploadObserver? observer = null,
        CosContext? context = null)
    {
        using CosUploader uploader = Uploader(options, observer);
        return await uploader.Start(Request(path, key, context), TestContext.Current.CancellationToken).Completion;
    }

    /// <summary>Options for a test: slices for everything above a byte where wanted, and repeats without waiting.</summary>
    public static TransferOptions Quick(bool sliced = false, CosChecksum checksum = CosChecksum.Sha1, bool force = false) => new()
    {
        Checksum = checksum,
        Force = force,
        SimpleUploadLimit = sliced ? 0 : TransferOptions.SimpleUploadMaximum,
        RetryInterval = TimeSpan.FromMilliseconds(1),
        RetryTimeout = HangGuard.Limit,
    };

    /// <summary>The stored object's bytes, read back over HTTP.</summary>
    public Task<byte[]> ReadBackAsync(string key)
        => _reader.GetByteArrayAsync(new Uri(_emulator.Endpoint, "/files/v2/10055004/accesslog/" + ObjectKey.Create(key).Encoded));

    /// <summary>Checks that the stored object equals the local file.</summary>
    public async Task AssertStoredAsync(string path, string? key = null)
    {
        byte[] stored = await ReadBackAsync(key ?? Path.GetFileName(path));
        byte[] local = await File.ReadAllBytesAsync(path);
        Assert.Equal(local.Length, stored.Length);
        Assert.Equal(Convert.ToHexString(SHA1.HashData(local)), Convert.ToHexString(SHA1.HashData(stored)));
    }

    /// <summary>Deletes what is stored under a key, finished or not, as another client does.</summary>
    public async Task DeleteAsync(string key)
    {
        using HttpRequestMessage request = new(
            HttpMethod.Post, new Uri(_emulator.Endpoint, "/files/v2/10055004/accesslog/" + ObjectKey.Create(key).Encoded));
        request.Headers.TryAddWithoutValidation("Authorization", CosSignature.OneTime(Context, ObjectKey.Create(key)));
        request.Content = new StringContent("""{"op":"delete"}""", System.Text.Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await _reader.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode);
    }

    /// <summary>This machine's journal, as another process sees it; what it steps over fails the test.</summary>
    public JournalStore Journal => new(CosSlice.Journal.StateFolder.Of(StateFolder), Clock.System, (_, reason) => Assert.Fail(reason));

    /// <summary>The id of a key's upload.</summary>
    public string IdOf(string key, CosContext? context = null) => UploadIdentity.Of(context ?? Context, key);

    /// <summary>What this machine's journal has of a key's upload.</summary>
    public UploadRecord? Entry(string key, CosContext? context = null) => Journal.Find(IdOf(key, context));

    /// <summary>What users see of it.</summary>
    public CosUpload? Upload(string key, CosContext? context = null) => new CosUploads(StateFolder, Assert.Fail).Find(IdOf(key, context));

    /// <summary>The names of this machine's state files.</summary>
    public IReadOnlyList<string> StateFiles()
        => Directory.Exists(StateFolder) ? [.. Directory.GetFiles(StateFolder).Select(file => Path.GetFileName(file)).Order()] : [];

    /// <summary>What the emulator answers from now on.</summary>
    public Tally Tally() => new(_emulator);

    /// <summary>Checks that nothing readable is stored under a key.</summary>
    public async Task AssertNotStoredAsync(string key)
    {
        using HttpResponseMessage answer = await _reader.GetAsync(
            new Uri(_emulator.Endpoint, "/files/v2/10055004/accesslog/" + ObjectKey.Create(key).Encoded));
        Assert.False(answer.IsSuccessStatusCode);
    }

    public async ValueTask DisposeAsync()
    {
        _reader.Dispose();
        await _emulator.DisposeAsync();
        _folder.Dispose();
    }
}
