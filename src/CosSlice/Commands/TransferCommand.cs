using System.Management.Automation;
using CosSlice.Contexts;
using CosSlice.Errors;
using CosSlice.Paths;
using CosSlice.Pipeline;
using CosSlice.Progress;
using CosSlice.Signatures;

namespace CosSlice.Commands;

/// <summary>
/// The parameters of every command that moves content, and its life: uploads run on the engine's tasks, what they report
/// is written on the pipeline's thread, and no request outlives the command however it ends.
/// </summary>
public abstract class TransferCommand : ConnectionCommand, IDisposable
{
    private const double DaySeconds = 24 * 60 * 60;
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _cancellation = new();
    private readonly object _disposing = new();
    private bool _disposed;
    private CosUploader? _uploader;
    private UploadRun? _run;
    private CmdletSink? _sink;

    /// <summary>A context from New-CosContext; parameters beside it win over its parts.</summary>
    [Parameter]
    [ValidateNotNull]
    [ContextTransformation]
    public CosContext? Context { get; set; }

    /// <summary>
    /// How content is verified: Sha1 (the default) reads the file once beforehand, and the service verifies every slice and the
    /// whole; Md5 compares the MD5 of every slice, None compares lengths alone. Version 1 of the API takes Sha1 only.
    /// </summary>
    [Parameter]
    public CosChecksum Checksum { get; set; } = CosChecksum.Sha1;

    /// <summary>Bytes a slice: 512KB (with Sha1), 1MB (the default), 2MB or 3MB. What the service answers decides.</summary>
    [Parameter]
    public long SliceSize { get; set; } = TransferOptions.Mebibyte;

    /// <summary>Requests in flight at once, over all files.</summary>
    [Parameter]
    [ValidateRange(1, 256)]
    public int ThrottleLimit { get; set; } = 8;

    /// <summary>Overwrites what is there. The service removes the old object before the new one is complete.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>The object's biz_attr, a remark of one's own: at most 4 KB.</summary>
    [Parameter]
    public string? BizAttribute { get; set; }

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

    /// <summary>Uses no proxy, the system's own included.</summary>
    [Parameter]
    public SwitchParameter NoProxy { get; set; }

    /// <summary>Doesn't check the server's certificate: for tests only, as whoever answers gets valid signatures.</summary>
    [Parameter]
    public SwitchParameter SkipCertificateCheck { get; set; }

    private protected CosContext Target { get; private set; } = null!;

    private protected ProgressMeter Meter => _sink!.Meter;

    /// <summary>Ends every request, waits until all have ended, and lets go of the connections.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        TransferOptions options = this.OrTerminate(() =>
        {
            Target = ContextLayers.Resolve(OwnParts(), Context, SessionContext.Current);
            Target.EnsureComplete();
            Target.EnsureTimeLeft(new ServerClock(Clock.System));
            TransferOptions checkedOptions = Options();
            return Target.ApiVersion != 1 || Checksum == CosChecksum.Sha1
                ? checkedOptions
                : throw CosErrors.ChecksumNotTaken(Checksum);
        });
        if (Target.Endpoint!.Scheme == Uri.UriSchemeHttp)
        {
            WriteVerbose($"{Target.Endpoint} is not https: content and signatures travel in the clear.");
        }

        _run = new UploadRun(_cancellation.Token);
        _sink = new CmdletSink(this, _run);
        _uploader = new CosUploader(options, _run);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        Meter.InputComplete = true;
        Pumping(() =>
        {
            _run!.PumpUntil(_sink!, active: 0);
            _sink!.CompleteProgress();
        });
    }

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

        bool ended = _run?.WaitForEnd(EndPatience) ?? true;
        _uploader?.Dispose();
        if (ended)
        {
            _cancellation.Dispose();
        }
    }

    /// <summary>Hands out what is ready: every input is a chance to, whatever becomes of it.</summary>
    private protected void HandOut() => Pumping(() => _run!.PumpReady(_sink!));

    /// <summary>Starts one upload, hands out what is ready, and waits where too many files are under way.</summary>
    private protected void Send(FoundFile file, ObjectKey key)
    {
        UploadRequest request = new(Target, file.Path, key);
        WriteVerbose(Milestones.Started(file.Path, file.Length, key.Value, Target));
        Pumping(() =>
        {
            _run!.Start(_uploader!, request, file.Length);
            _run.PumpUntil(_sink!, ThrottleLimit);
        });
    }

    private TransferOptions Options()
    {
        if (ProxyCredential is not null && Proxy is null)
        {
            throw InputErrors.ProxyCredentialAlone();
        }

        TransferOptions options = new()
        {
            ThrottleLimit = ThrottleLimit,
            SliceSize = SliceSize,
            Checksum = Checksum,
            BizAttribute = BizAttribute,
            Force = Force,
            MaximumRetryCount = MaximumRetryCount,
            RetryInterval = TimeSpan.FromSeconds(RetryIntervalSec),
            RetryTimeout = TimeSpan.FromSeconds(RetryTimeoutSec),
            ConnectionTimeout = TimeSpan.FromSeconds(ConnectionTimeoutSeconds),
            OperationTimeout = TimeSpan.FromSeconds(OperationTimeoutSeconds),
            Proxy = Proxy,
            ProxyCredential = ProxyCredential?.GetNetworkCredential(),
            NoProxy = NoProxy,
            SkipCertificateCheck = SkipCertificateCheck,
        };
        options.Validate();
        return options;
    }

    private void Pumping(Action step)
    {
        bool completed = false;
        try
        {
            step();
            completed = true;
        }
        catch (OperationCanceledException) when (_cancellation.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        finally
        {
            if (!completed)
            {
                ClearBars();
            }
        }
    }

    private void ClearBars()
    {
        try
        {
            _sink!.CompleteProgress();
        }
        catch (PipelineStoppedException)
        {
            // A stopped pipeline takes no more records; the host clears its bars itself then.
        }
    }

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
