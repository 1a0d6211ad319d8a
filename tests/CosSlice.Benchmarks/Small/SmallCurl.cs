using System.Diagnostics;
using System.Text;
using CosSlice.Benchmarks.SideBySide;

namespace CosSlice.Benchmarks.Small;

/// <summary>curl, posting the same requests from a config file, sixteen at once on connections that it keeps.</summary>
internal sealed class SmallCurl(SmallFiles files, ServiceClient service) : IContender
{
    private const int Parallel = 16;

    public string Name => $"curl -Z --parallel-max {Parallel}";

    public Task<string?> FindObstacleAsync(CancellationToken cancellationToken) => ParallelCurl.FindObstacleAsync(cancellationToken);

    public async Task<Sample> RunAsync(string key, CancellationToken cancellationToken)
    {
        string script = Path.Combine(files.State, "curl.config");
        await File.WriteAllTextAsync(script, Script(key), cancellationToken);

        // -q comes first, or the user's own settings are read.
        ProcessStartInfo start = new("curl", ["-q", "-Z", "--parallel-max", $"{Parallel}", "-K", script]) { WorkingDirectory = files.Folder };
        ChildProcess child = await ChildProcess.RunAsync(start, cancellationToken);
        child.EnsureSuccess("curl");
        return new Sample(child.Elapsed.TotalSeconds, (long)SmallFiles.Count * SmallFiles.Size, child.Cpu.TotalSeconds, child.PeakBytes);
    }

    private string Script(string key)
    {
        StringBuilder text = new();
        string authorization = service.Sign();
        foreach ((string name, string sha1) in files.Sha1s)
        {
            // Expect: the engine does not wait for "100 Continue" either. Content last, as the service wants it.
            text.Append(text.Length == 0 ? "" : "next\n").Append($"""
                url = "{service.AddressOf($"{key}/{name}")}"
                header = "Authorization: {authorization}"
                header = "Expect:"
                form-string = "op=upload"
                form-string = "sha={sha1}"
                form = "filecontent=@{name}"
                output = "{ParallelCurl.NullDevice}"
                noproxy = "*"
                fail
                silent
                show-error

                """);
        }

        return text.ToString();
    }
}
