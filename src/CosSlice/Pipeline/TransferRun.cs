using System.Management.Automation;
using CosSlice.Progress;

namespace CosSlice.Pipeline;

/// <summary>The uploads of one command from the cmdlet's side: started, handed out as they end, and ended with it.</summary>
internal sealed class TransferRun : IRun
{
    private readonly PSCmdlet _cmdlet;
    private readonly CancellationToken _cancellation;
    private readonly TransferOptions _options;
    private readonly UploadRun _run;
    private readonly CmdletSink _sink;
    private readonly CosUploader _uploader;

    /// <param name="cmdlet">The cmdlet that writes.</param>
    /// <param name="options">How uploads are done.</param>
    /// <param name="cancellation">Ends every wait and every upload.</param>
    public TransferRun(PSCmdlet cmdlet, TransferOptions options, CancellationToken cancellation)
    {
        _cmdlet = cmdlet;
        _cancellation = cancellation;
        _options = options;
        _run = new UploadRun(Clock.System, cancellation);
        _sink = new CmdletSink(cmdlet, _run);
        _uploader = new CosUploader(options, _run);
    }

    public ProgressMeter Meter => _sink.Meter;

    /// <summary>Hands out what is ready: every input is a chance to, whatever becomes of it.</summary>
    public void HandOut() => Pumping(() => _run.PumpReady(_sink));

    /// <summary>Uploads of these lengths will be offered.</summary>
    /// <param name="lengths">Bytes of each, as far as they are known.</param>
    /// <param name="isAll">Whether no more will come.</param>
    public void Expect(IEnumerable<long> lengths, bool isAll)
    {
        foreach (long length in lengths)
        {
            Meter.Expect(length);
        }

        Meter.InputComplete = isAll;
    }

    /// <summary>Makes one expected upload ready, and starts it; where it is not to be started it is expected no more.</summary>
    /// <param name="length">The length that it was expected with.</param>
    /// <param name="prepare">Returns what starts it, or <see langword="null"/> where the user does not want it.</param>
    /// <exception cref="CosException">It cannot be started.</exception>
    public void Offer(long length, Func<Action?> prepare)
    {
        Action? start = null;
        try
        {
            start = prepare();
        }
        finally
        {
            if (start is null)
            {
                Meter.Withdraw(length);
            }
        }

        start?.Invoke();
    }

    /// <summary>Starts one upload, hands out what is ready, and waits where too many are under way.</summary>
    /// <param name="line">What the log says of it.</param>
    /// <param name="length">The file's length as far as it is known; the meter was told of it.</param>
    /// <param name="start">Starts it.</param>
    public void Start(string line, long length, Func<CosUploader, CancellationToken, UploadHandle> start)
    {
        _cmdlet.WriteVerbose(line);
        Pumping(() =>
        {
            _run.Track(start(_uploader, _cancellation), length);
            _run.PumpUntil(_sink, _options.ThrottleLimit);
        });
    }

    /// <summary>Hands out the rest as it comes.</summary>
    public void Complete()
    {
        Meter.InputComplete = true;
        Pumping(() =>
        {
            _run.PumpUntil(_sink, active: 0);
            _sink.CompleteProgress();
        });
    }

    /// <inheritdoc/>
    public bool WaitForEnd(TimeSpan timeout) => _run.WaitForEnd(timeout);

    /// <summary>Takes the bars away, which an error elsewhere in the pipeline may have left, and lets go of the connections.</summary>
    public void Dispose()
    {
        _sink.CompleteProgress();
        _uploader.Dispose();
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
            // Before Dispose waits for the requests that are cancelled then.
            if (!completed)
            {
                _sink.CompleteProgress();
            }
        }
    }
}
