using System.Diagnostics;
using System.Globalization;
using CosSlice.Benchmarks.PowerShell;
using CosSlice.Benchmarks.SideBySide;
using CosSlice.Emulator;

namespace CosSlice.Benchmarks.StartUp;

/// <summary>
/// Resume-CosUpload of a file of which the service has 10,240 slices, from the call to the first slice on the wire; there it is killed.
/// The file is sparse; it is read and sent up to there once, before the first run.
/// </summary>
internal sealed class ResumeContender(StartUpFolder folder, Uri emulator) : IContender, IDisposable
{
    public const int Slices = 10_240;

    // What lies behind, for every run to begin with.
    private const int MoreSlices = 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly WatchedLink _link = new(emulator);
    private string? _uploadId;

    public string Name => $"Resume-CosUpload of {Slices:N0} slices, to the first slice sent";

    public Task<string?> FindObstacleAsync(CancellationToken cancellationToken) => PowerShellHost.FindObstacleAsync(cancellationToken);

    public async Task<Sample> RunAsync(string key, CancellationToken cancellationToken)
    {
        _uploadId ??= await BeginAsync(cancellationToken);
        Dictionary<string, string> variables = new()
        {
            ["BENCHMARK_FILE"] = folder.SmallFile,
            ["BENCHMARK_KEY"] = key,
            ["BENCHMARK_UPLOAD"] = _uploadId,
        };
        ProcessStartInfo start = await PowerShellHost.PrepareAsync(
            StartUpScripts.Resume, _link.Endpoint, folder.ResumeState, variables, cancellationToken);
        start.RedirectStandardOutput = true;
        Task<DateTime> slice = _link.NextSliceAsync();
        using Process process = Process.Start(start)!;
        try
        {
            string? began = await process.StandardOutput.ReadLineAsync(cancellationToken);
            if (!long.TryParse(began, NumberStyles.None, CultureInfo.InvariantCulture, out long ticks))
            {
                throw new BenchmarkFailedException($"PowerShell did not come to carry the upload on: {began}");
            }

            DateTime arrived = await slice.WaitAsync(Patience, cancellationToken);
            return new Sample((arrived - new DateTime(ticks, DateTimeKind.Utc)).TotalSeconds, 0, 0, PeakBytes: null);
        }
        catch (TimeoutException)
        {
            throw new BenchmarkFailedException($"No slice was sent within {Patience.TotalSeconds:0} seconds.");
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    public void Dispose() => _link.Dispose();

    /// <returns>The id of an upload that was stopped when the service had so many slices.</returns>
    private async Task<string> BeginAsync(CancellationToken cancellationToken)
    {
        await Console.Error.WriteLineAsync($"sending {Slices:N0} slices, to be resumed later");
        using (FileStream file = File.Create(folder.LargeFile))
        {
            file.SetLength((long)(Slices + MoreSlices) * TransferOptions.Mebibyte);
        }

        EmulatorAccount account = EmulatorAccount.Default();
        CosContext context = CosContext.Create(account.AppId, account.Buckets[0], null, _link.Endpoint, account.SecretId, account.SecretKey);
        using CosUploader uploader = new(new TransferOptions { NoProxy = true, StateFolder = folder.ResumeState });
        using CancellationTokenSource enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        UploadHandle<CosFile> upload = uploader.Start(
            new UploadRequest(context, folder.LargeFile, ObjectKey.Create("benchmark/large.bin")), enough.Token);
        while (!upload.Completion.IsCompleted && upload.Progress.BytesAcknowledged < (long)Slices * TransferOptions.Mebibyte)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(2), cancellationToken);
        }

        await enough.CancelAsync();
        try
        {
            _ = await upload.Completion;
            throw new BenchmarkFailedException("The upload that was to be resumed came to its end.");
        }
        catch (OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
        catch (CosException failure)
        {
            throw new BenchmarkFailedException($"The upload that was to be resumed failed: {failure.Message}");
        }

        return new CosUploads(folder.ResumeState).List()[0].UploadId!;
    }
}
