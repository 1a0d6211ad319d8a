using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace CosSlice.Campaign.Workers;

/// <summary>A worker as the campaign sees it.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private const int MostFirstGauges = 10;

    private readonly Process _process;
    private readonly ConcurrentDictionary<int, TaskCompletionSource<WorkerReply>> _expected = [];
    private readonly TaskCompletionSource<WorkerReply> _ready = NewExpectation();
    private readonly List<ProcessGauge> _firstGauges = [];
    private readonly Lock _gate = new();
    private readonly Task _reading;
    private readonly Task<string> _errors;
    private int _lastId;

    private WorkerProcess(Process process)
    {
        _process = process;
        _expected[0] = _ready;
        _errors = process.StandardError.ReadToEndAsync();
        _reading = ReadAsync();
    }

    public int Id => _process.Id;

    public bool WasKilled { get; private set; }

    /// <summary>What the process held after its last work.</summary>
    public ProcessGauge? LastGauge { get; private set; }

    /// <summary>What the process held after each of its first works, as many as there were.</summary>
    public IReadOnlyList<ProcessGauge> FirstGauges(int count)
    {
        lock (_gate)
        {
            return [.. _firstGauges.Take(count)];
        }
    }

    /// <summary>Starts one and waits until it takes orders.</summary>
    /// <param name="home">Its user's folder and the one for temporary files: what it leaves where nobody asked for it is found there.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<WorkerProcess> StartAsync(string home, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(home);
        ProcessStartInfo start = DotNetProgram.Of("CosSlice.Campaign.dll", WorkerLoop.Mark);
        start.WorkingDirectory = home;
        foreach (string name in new[] { "HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "LOCALAPPDATA", "TMPDIR", "TMP", "TEMP" })
        {
            start.Environment[name] = home;
        }

        // Its own socket there would outlive it where it is killed.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        start.StandardOutputEncoding = Encoding.UTF8;
        WorkerProcess worker = new(Process.Start(start)!);
        _ = await worker._ready.Task.WaitAsync(Bounds.Start, cancellationToken);
        return worker;
    }

    /// <summary>Gives an order.</summary>
    /// <exception cref="WorkerDiedException">The process ended before it answered.</exception>
    public Task<WorkerReply> DoAsync(WorkerOrder order)
    {
        TaskCompletionSource<WorkerReply> reply = NewExpectation();
        lock (_gate)
        {
            order = order with { Id = ++_lastId };
            _expected[order.Id] = reply;
            try
            {
                _process.StandardInput.Write(JsonSerializer.Serialize(order) + "\n");
                _process.StandardInput.Flush();
            }
            catch (IOException)
            {
                // Its end is told to all who wait.
            }
        }

        if (_reading.IsCompleted)
        {
            reply.TrySetException(new WorkerDiedException("The worker had ended."));
        }

        return reply.Task;
    }

    /// <summary>Kills it at once: SIGKILL.</summary>
    public void Kill()
    {
        WasKilled = true;
        _process.Kill();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync().WaitAsync(Bounds.Step);
        await _reading.WaitAsync(Bounds.Step);
        _ = await _errors.WaitAsync(Bounds.Step);
        _process.Dispose();
    }

    private static TaskCompletionSource<WorkerReply> NewExpectation() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task ReadAsync()
    {
        string? torn = null;
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            WorkerReply? reply = Parse(line);
            if (reply is null)
            {
                torn = line;
                continue;
            }

            if (reply.Gauge is { } gauge)
            {
                Keep(gauge);
            }

            if (_expected.TryRemove(reply.Id, out TaskCompletionSource<WorkerReply>? expectation))
            {
                expectation.TrySetResult(reply);
            }
        }

        string errors = await _errors;
        foreach (int id in _expected.Keys)
        {
            if (_expected.TryRemove(id, out TaskCompletionSource<WorkerReply>? waiting))
            {
                waiting.TrySetException(new WorkerDiedException($"The worker ended. {torn} {errors}"));
            }
        }
    }

    private void Keep(ProcessGauge gauge)
    {
        lock (_gate)
        {
            LastGauge = gauge;
            if (_firstGauges.Count < MostFirstGauges)
            {
                _firstGauges.Add(gauge);
            }
        }
    }

    // The last line of a process that is killed may be torn.
    private static WorkerReply? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<WorkerReply>(line);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
