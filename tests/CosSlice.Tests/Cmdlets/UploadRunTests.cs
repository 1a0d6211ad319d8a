using CosSlice.Pipeline;
using CosSlice.Tests.Support;

namespace CosSlice.Tests.Cmdlets;

public class UploadRunTests
{
    private static readonly CosContext Context = CosContext.Create("1", "b", "sh", secretId: "AKIDx", secretKey: "k");

    private static UploadHandle<CosFile> Handle(string key, Task<CosFile> completion)
        => new(new UploadProgress("/" + key, key), completion);

    [Fact]
    public void What_lies_ready_is_handed_out_results_first_and_errors_last()
    {
        UploadRun run = new(Clock.System, CancellationToken.None);
        RecordingSink sink = new();
        run.Track(Handle("bad", Task.FromException<CosFile>(new InvalidOperationException("why"))), 0);
        run.Noted(new UploadProgress("/n", "n"), "noted");
        run.Track(Handle("good", Task.FromResult(new CosFile { Key = "good" })), 0);
        run.PumpUntil(sink, 0);
        Assert.Equal(["result good", "verbose 'n': noted", "failure bad why"], sink.Said);
        Assert.Equal(0, run.ActiveCount);
    }

    [Fact]
    public void An_upload_that_was_cancelled_by_nobody_is_a_failure_too()
    {
        UploadRun run = new(Clock.System, CancellationToken.None);
        RecordingSink sink = new();
        run.Track(Handle("k", Task.FromCanceled<CosFile>(new CancellationToken(canceled: true))), 0);
        run.PumpUntil(sink, 0);
        Assert.StartsWith("failure k", Assert.Single(sink.Said), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wait_ends_when_the_command_is_stopped()
    {
        using CancellationTokenSource stop = new();
        UploadRun run = new(Clock.System, stop.Token);
        run.Track(Handle("k", new TaskCompletionSource<CosFile>().Task), 0);
        Task wait = Task.Run(() => run.PumpUntil(new RecordingSink(), 0), CancellationToken.None);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
    }

    [Fact]
    public void The_wait_at_the_end_is_bounded()
    {
        UploadRun run = new(Clock.System, CancellationToken.None);
        TaskCompletionSource<CosFile> never = new();
        run.Track(Handle("k", never.Task), 0);
        Assert.False(run.WaitForEnd(TimeSpan.FromMilliseconds(1)));
        never.SetException(new InvalidOperationException("at last"));
        Assert.True(run.WaitForEnd(TimeSpan.FromSeconds(15)));
    }

    [Fact]
    public void Room_for_another_file_is_enough()
    {
        UploadRun run = new(Clock.System, CancellationToken.None);
        RecordingSink sink = new();
        TaskCompletionSource<CosFile> one = new();
        run.Track(Handle("one", one.Task), 0);
        run.Track(Handle("two", new TaskCompletionSource<CosFile>().Task), 0);
        run.PumpUntil(sink, 2);
        Assert.Empty(sink.Said);
        one.SetResult(new CosFile { Key = "one" });
        run.PumpUntil(sink, 1);
        Assert.Equal(["result one"], sink.Said);
    }

    [Fact]
    public void Counters_are_looked_at_after_half_a_second_and_then_four_times_a_second_however_much_there_is_to_hand_out()
    {
        FakeClock clock = new();
        UploadRun run = new(clock, CancellationToken.None);
        RecordingSink sink = new();
        for (int millisecond = 0; millisecond < 10_000; millisecond++)
        {
            run.Noted(new UploadProgress("/n", "n"), "noted");
            run.PumpReady(sink);
            Assert.Equal(millisecond < 500 ? 0 : 1 + ((millisecond - 500) / 250), sink.Samples);
            clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal(10_000, sink.Said.Count);
    }

    [Fact]
    public void A_thousand_files_that_are_done_at_once_are_no_reason_to_look()
    {
        UploadRun run = new(new FakeClock(), CancellationToken.None);
        RecordingSink sink = new();
        for (int i = 0; i < 1000; i++)
        {
            run.Track(Handle("k", Task.FromResult(new CosFile { Key = "k" })), 0);
            run.PumpUntil(sink, 8);
        }

        run.PumpUntil(sink, 0);
        Assert.Equal(1000, sink.Said.Count);
        Assert.Equal(0, sink.Samples);
    }

    private sealed class RecordingSink : IPipelineSink
    {
        public List<string> Said { get; } = [];

        public void Result(ActiveUpload upload, object result) => Said.Add($"result {((CosFile)result).Key}");

        public void Failure(ActiveUpload upload, Exception error) => Said.Add($"failure {upload.Progress.Key} {error.Message}");

        public void Verbose(string text) => Said.Add($"verbose {text}");

        public void Warning(string text) => Said.Add($"warning {text}");

        public int Samples { get; private set; }

        public void Sample(IReadOnlyList<ActiveUpload> active) => Samples++;
    }
}
