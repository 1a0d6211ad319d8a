using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using CosSlice.Emulator.Faults;
using CosSlice.Emulator.Hosting;
using CosSlice.Emulator.Logging;
using CosSlice.Emulator.Signatures;
using CosSlice.Emulator.Storage;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace CosSlice.Emulator;

/// <summary>A running emulator.</summary>
public sealed class EmulatorHost : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly ObjectStore _store;
    private readonly RequestLog _log;
    private readonly X509Certificate2? _certificate;
    private readonly bool _temporary;
    private bool _stopped;

    private EmulatorHost(
        WebApplication application, ObjectStore store, RequestLog log, X509Certificate2? certificate, bool temporary)
    {
        _application = application;
        _store = store;
        _log = log;
        _certificate = certificate;
        _temporary = temporary;
    }

    /// <summary>All addresses that are listened on, with their real ports.</summary>
    public IReadOnlyList<Uri> Urls { get; private set; } = [];

    /// <summary>The first http address, or the first address where all are https.</summary>
    public Uri Endpoint => Urls.FirstOrDefault(url => url.Scheme == Uri.UriSchemeHttp) ?? Urls[0];

    /// <summary>The first https address; null when there is none.</summary>
    public Uri? SecureEndpoint => Urls.FirstOrDefault(url => url.Scheme == Uri.UriSchemeHttps);

    /// <summary>The certificate of the https addresses, without its key; null when there are none.</summary>
    public X509Certificate2? Certificate =>
        _certificate is null ? null : X509CertificateLoader.LoadCertificate(_certificate.RawData);

    /// <summary>The folder that holds objects and uploads; empty where content is discarded.</summary>
    public string StorePath => _store.Root ?? "";

    /// <summary>What was answered so far, oldest first; at most the latest 100,000 requests.</summary>
    public IReadOnlyList<RequestRecord> Requests => _log.Snapshot();

    /// <summary>Starts an emulator.</summary>
    /// <param name="options">What it is started with.</param>
    /// <param name="middleware">Runs around everything else, so that a test can put faults before and after it.</param>
    /// <param name="cancellationToken">Gives the start up.</param>
    /// <exception cref="EmulatorConfigurationException">The options can't be used.</exception>
    public static async Task<EmulatorHost> StartAsync(
        EmulatorOptions options,
        Func<HttpContext, RequestDelegate, Task>? middleware = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Accounts.Count == 0)
        {
            options.Accounts = [EmulatorAccount.Default()];
        }

        ListenAddress[] addresses = [.. options.Urls.Select(url => ListenAddress.Parse(url, options.AllowRemote))];
        if (addresses.Length == 0)
        {
            throw new EmulatorConfigurationException("There is no address to listen on.");
        }

        CheckDiscard(options);
        ObjectStore store = options.Discard
            ? new DiscardingStore()
            : OpenStore(options.Store ?? Directory.CreateTempSubdirectory("cosslice-emulator-").FullName);
        X509Certificate2? certificate = addresses.Any(address => address.Secure)
            ? SelfSignedCertificate.Create(TimeProvider.System.GetUtcNow())
            : null;
        var log = new RequestLog(options.Quiet ? null : options.Output ?? Console.Out);
        var used = new UsedSignatures(store.Root is null ? null : Path.Combine(store.Root, "used-signatures"));
        bool faulty = FaultSetUp.IsWanted(options);
        if (faulty)
        {
            FaultSetUp.Prepare(options, store);
        }

        var pipeline = new RequestPipeline(options, store, used, log);
        WebApplication application = Build(addresses, certificate);
        var host = new EmulatorHost(application, store, log, certificate, temporary: options.Store is null);
        bool started = false;
        try
        {
            if (middleware is not null)
            {
                application.Use(middleware);
            }

            application.Run(faulty
                ? FaultSetUp.Before(new FaultServices(options, store, log, pipeline.HandleAsync, application.Lifetime.ApplicationStopping))
                : pipeline.HandleAsync);
            await application.StartAsync(cancellationToken);
            host.Urls = [.. application.Urls.Select(url => new Uri(url))];
            started = true;
            return host;
        }
        finally
        {
            if (!started)
            {
                await host.DisposeAsync();
            }
        }
    }

    /// <summary>Stops listening and waits, bounded, until the requests under way have been answered.</summary>
    public async Task StopAsync()
    {
        if (_stopped)
        {
            return;
        }

        _stopped = true;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        await _application.StopAsync(patience.Token);
        await _application.DisposeAsync();
        _certificate?.Dispose();
        _store.Dispose();
    }

    /// <summary>Stops, and deletes the store if it was a temporary one.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (_temporary && Directory.Exists(StorePath))
        {
            Directory.Delete(StorePath, recursive: true);
        }
    }

    /// <summary>Refuses what discarding can't do.</summary>
    private static void CheckDiscard(EmulatorOptions options)
    {
        if (!options.Discard)
        {
            return;
        }

        if (options.Store is not null)
        {
            throw new EmulatorConfigurationException("Discarding keeps nothing, so it has no store: leave out --store or --discard.");
        }

        if (options.CheckDataSha)
        {
            throw new EmulatorConfigurationException(
                "Discarding hashes nothing, so parts can't be compared: leave out --check-datasha or --discard.");
        }
    }

    private static FolderStore OpenStore(string path)
    {
        try
        {
            return new FolderStore(path);
        }
        catch (IOException taken)
        {
            throw new EmulatorConfigurationException(
                $"The store '{path}' can't be used: {taken.Message} Is another emulator running on it?", taken);
        }
        catch (Exception broken) when (broken is JsonException or InvalidDataException)
        {
            throw new EmulatorConfigurationException($"The store '{path}' is damaged: {broken.Message} Use another folder.", broken);
        }
    }

    private static WebApplication Build(ListenAddress[] addresses, X509Certificate2? certificate)
    {
        // The empty builder: no configuration, logging or host filtering of the program that the emulator runs in.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.UseSockets(sockets => sockets.WaitForDataBeforeAllocatingBuffer = false);
        builder.Services.AddSingleton<IHostLifetime, QuietLifetime>();
        builder.Services.AddSingleton<IMemoryPoolFactory<byte>, LargeBlockPool.Factory>();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            foreach (ListenAddress address in addresses)
            {
                kestrel.Listen(address.Address, address.Port, listen => Configure(listen, address, certificate));
            }
        });
        return builder.Build();
    }

    private static void Configure(ListenOptions listen, ListenAddress address, X509Certificate2? certificate)
    {
        listen.Protocols = HttpProtocols.Http1;
        if (address.Secure && certificate is not null)
        {
            listen.UseHttps(certificate);
        }
    }
}
