using System.Management.Automation;
using System.Net;
using CosSlice.Completers;
using CosSlice.Contexts;
using CosSlice.Errors;
using CosSlice.Pipeline;
using CosSlice.Signatures;

namespace CosSlice.Commands;

/// <summary>
/// The parameters of every command that talks to the service, and its life: requests run on the engine's tasks, and none
/// outlives the command however it ends.
/// </summary>
public abstract class RequestCommand : ConnectionCommand, IDisposable
{
    private const double DaySeconds = 24 * 60 * 60;

    // How long the end of a command waits for its cancelled requests.
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _cancellation = new();
    private readonly object _disposing = new();
    private bool _disposed;
    private Uri? _toldInTheClear;

    /// <summary>A context from New-CosContext; parameters beside it win over its parts.</summary>
    [Parameter]
    [ValidateNotNull]
    [ContextTransformation]
    public CosContext? Context { get; set; }

    // Of a piped object each part counts; what stands on the command line is bound before, and stays.

    /// <inheritdoc/>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Filled]
    public override string? AppId { get; set; }

    /// <inheritdoc/>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Filled]
    public override string? Bucket { get; set; }

    /// <inheritdoc/>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Filled]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public override string? Region { get; set; }

    /// <inheritdoc/>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNull]
    public override Uri? Endpoint { get; set; }

    /// <inheritdoc/>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateSet("1", "4")]
    public override int ApiVersion { get; set; }

    /// <summary>Requests in flight at once, over all files.</summary>
    [Parameter]
    [ValidateRange(1, 256)]
    public int ThrottleLimit { get; set; } = 16;

    /// <summary>How often one request is repeated at most.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int MaximumRetryCount { get; set; } = 200;

    /// <summary>Seconds before the first repeat; later ones wait longer.</summary>
    [Parameter]
    [ValidateRange(0.0, DaySeconds)]
    public double RetryIntervalSec { get; set; } = 1;

    /// <summary>Seconds that repeats go on while nothing succeeds.</summary>
    [Parameter]
    [ValidateRange(0.0, 30 * DaySeconds)]
    public double RetryTimeoutSec { get; set; } = 3600;

    /// <summary>Seconds that connecting may take.</summary>
    [Parameter]
    [ValidateRange(0.001, DaySeconds)]
    public double ConnectionTimeoutSeconds { get; set; } = 30;

    /// <summary>Seconds that a request may go without a byte moved in either direction.</summary>
    [Parameter]
    [ValidateRange(0.001, DaySeconds)]
    public double OperationTimeoutSeconds { get; set; } = 60;

    /// <summary>The proxy to use in place of the system's own.</summary>
    [Parameter]
    [ValidateNotNull]
    public Uri? Proxy { get; set; }

    /// <summary>The credential for the proxy.</summary>
    [Parameter]
    [ValidateNotNull]
    public PSCredential? ProxyCredential { get; set; }

    /// <summary>Shows the proxy who is logged on to this machine, in place of <see cref="ProxyCredential"/>.</summary>
    [Parameter]
    public SwitchParameter ProxyUseDefaultCredentials { get; set; }

    /// <summary>Uses no proxy, the system's own included.</summary>
    [Parameter]
    public SwitchParameter NoProxy { get; set; }

    /// <summary>Doesn't check the server's certificate: for tests only, as whoever answers gets valid signatures.</summary>
    [Parameter]
    public SwitchParameter SkipCertificateCheck { get; set; }

    /// <summary>Ends every wait and every request.</summary>
    private protected CancellationToken Cancellation => _cancellation.Token;

    /// <summary>Ends every request, waits until all have ended, and lets go of the connections.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected override void BeginProcessing() => OwnPlace = PlaceOfInput;

    /// <inheritdoc/>
    protected override void StopProcessing() => Cancel();

    /// <summary>Ends what is still under way. PowerShell calls nothing else after Select-Object -First, -ErrorAction Stop or an error downstream.</summary>
    /// <param name="disposing">Whether it is called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing)
        {
            return;
        }

        Cancel();
        lock (_disposing)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
        }

        bool ended = Run?.WaitForEnd(EndPatience) ?? true;
        Run?.Dispose();
        if (ended)
        {
            _cancellation.Dispose();
        }
    }

    /// <summary>The command's requests, once there can be any.</summary>
    private protected abstract IRun? Run { get; }

    /// <summary>The place that the command line names.</summary>
    private protected NamedPlace OwnPlace { get; private set; } = null!;

    /// <summary>The place that is named by now, by the command line or the piped object.</summary>
    private protected NamedPlace PlaceOfInput => new(AppId, Bucket, Region, OwnEndpoint, ApiVersion);

    /// <summary>What is known by now of who sends, and where to.</summary>
    /// <exception cref="CosException">A part is malformed, or there is both a key and a signature.</exception>
    private protected CosContext Known() => ContextLayers.Resolve(OwnParts(), Context, SessionContext.Current);

    /// <summary>Checks a target before anything is sent to it.</summary>
    /// <exception cref="CosException">It lacks something, or its signature has expired.</exception>
    private protected virtual CosContext Check(CosContext target)
    {
        target.EnsureComplete();
        target.EnsureTimeLeft(new ServerClock(Clock.System));
        if (target.Endpoint!.Scheme == Uri.UriSchemeHttp && target.Endpoint != _toldInTheClear)
        {
            _toldInTheClear = target.Endpoint;
            WriteVerbose(TextFormat.Of(CommandTexts.InTheClear, target.Endpoint));
        }

        return target;
    }

    /// <summary>How requests are done, checked.</summary>
    /// <exception cref="CosException">A value is out of its range.</exception>
    private protected TransferOptions CheckedOptions()
    {
        TransferOptions options = Options();
        options.Validate();
        return options;
    }

    /// <summary>How requests are done.</summary>
    /// <exception cref="CosException">Parameters contradict each other.</exception>
    private protected virtual TransferOptions Options()
    {
        if (ProxyCredential is not null && ProxyUseDefaultCredentials)
        {
            throw InputErrors.TwoProxyCredentials();
        }

        if (Proxy is null && (ProxyCredential is not null || ProxyUseDefaultCredentials))
        {
            throw InputErrors.ProxyCredentialAlone(ProxyUseDefaultCredentials ? nameof(ProxyUseDefaultCredentials) : nameof(ProxyCredential));
        }

        return new TransferOptions
        {
            ThrottleLimit = ThrottleLimit,
            MaximumRetryCount = MaximumRetryCount,
            RetryInterval = TimeSpan.FromSeconds(RetryIntervalSec),
            RetryTimeout = TimeSpan.FromSeconds(RetryTimeoutSec),
            ConnectionTimeout = TimeSpan.FromSeconds(ConnectionTimeoutSeconds),
            OperationTimeout = TimeSpan.FromSeconds(OperationTimeoutSeconds),
            Proxy = Proxy,
            ProxyCredential = ProxyUseDefaultCredentials ? CredentialCache.DefaultCredentials : ProxyCredential?.GetNetworkCredential(),
            NoProxy = NoProxy,
            SkipCertificateCheck = SkipCertificateCheck,
        };
    }

    private protected override Uri? OwnEndpoint => OwnPlace is { Region: not null, Endpoint: null } ? null : Endpoint;

    private void Cancel()
    {
        // StopProcessing comes on a thread of its own, and may come while Dispose is at work.
        lock (_disposing)
        {
            if (!_disposed)
            {
                _cancellation.Cancel();
            }
        }
    }
}
