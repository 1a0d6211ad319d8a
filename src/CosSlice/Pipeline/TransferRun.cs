using System.Management.Automation;
using CosSlice.Http;
using CosSlice.Progress;

namespace CosSlice.Pipeline;

/// <summary>The uploads of one command from the cmdlet's side: started, handed out as they end, and ended with it.</summary>
internal sealed class TransferRun : IRun
{
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
        _cancellation = cancellation;
        _options = options;
        _run = new UploadRun(Clock.System, cancellation);
        _sink = new CmdletSink(cmdlet, _run);
        _uploader = new CosUploader(options, _run);
    }

    public ProgressMeter Meter => _sink.Meter;

    /// <summary>Where lines for the log go.</summary>
    public VerboseStream Log => _sink.Log;

    /// <summary>Hands out what is ready: every input is a chance to, whatever becomes of it.</summary>
    public void HandOut() => Pump(active: int.MaxValue);

    /// <summary>Starts one upload, hands out what is ready, and waits where too many are under way.</summary>
    /// <param name="length">The file's length as far as it is known; the meter was told of it.</param>
    /// <param name="start">Starts it.</param>
    public void Start(long length, Func<CosUploader, CancellationToken, UploadHandle> start)
    {
        _run.Track(start(_uploader, _cancellation), length);

        // As many small files again, which the engine reads whole at once, are read while requests are under way: no request waits for this thread.
        Pump(length <= WritePace.Piece ? 2 * _options.ThrottleLimit : _options.ThrottleLimit);
    }

    /// <summary>Hands out the rest as it comes.</summary>
    public void Complete()
    {
        Meter.InputComplete = true;
        Pump(active: 0);
        _sink.CompleteProgress();
    }

    /// <inheritdoc/>
    public bool WaitForEnd(TimeSpan timeout) => _run.WaitForEnd(timeout);

    /// <summary>Takes the bars away, which an error elsewhere in the pipeline may have left, and lets go of the connections.</summary>
    public void Dispose()
    {
        _sink.CompleteProgress();
        _uploader.Dispose();
    }

    private void Pump(int active)
    {
        bool completed = false;
        try
        {
            _run.PumpUntil(_sink, active);
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
