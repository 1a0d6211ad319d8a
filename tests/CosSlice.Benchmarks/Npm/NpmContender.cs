using System.Diagnostics;
using System.Text.Json;
using CosSlice.Benchmarks.SideBySide;
using CosSlice.Emulator;

namespace CosSlice.Benchmarks.Npm;

/// <summary>One of other people's clients: a process a run, which uploads once to warm up and then once more, by its own clock.</summary>
/// <param name="workspace">The file.</param>
/// <param name="endpoint">The emulator.</param>
/// <param name="client">The package, whose script in tests/interop has its name.</param>
/// <param name="script">That script.</param>
internal sealed class NpmContender(Workspace workspace, Uri endpoint, string client, string script) : IContender
{
    private const string Operation = "uploadSlice";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public string Name => client;

    public bool WarmsUp => true;

    public Task<string?> FindObstacleAsync(CancellationToken cancellationToken) => NpmFolder.Clients.FindObstacleAsync(cancellationToken);

    public async Task<Sample> RunAsync(string key, CancellationToken cancellationToken)
    {
        ProcessStartInfo start = NpmFolder.Clients.Node(script, Step($"{key}-warm-up", workspace.WarmUpFile), Step(key, workspace.File));
        EmulatorAccount account = EmulatorAccount.Default();
        start.Environment["COS_ENDPOINT"] = endpoint.ToString();
        start.Environment["COS_APPID"] = account.AppId;
        start.Environment["COS_BUCKET"] = account.Buckets[0];
        start.Environment["COS_SECRET_ID"] = account.SecretId;
        start.Environment["COS_SECRET_KEY"] = account.SecretKey;
        start.Environment["NO_PROXY"] = endpoint.Host;

        ChildProcess child = await ChildProcess.RunAsync(start, cancellationToken);
        child.EnsureSuccess(client);
        Answer answer = Parse(child);
        return answer.Code == 0
            ? new Sample(answer.Took.Seconds, workspace.Length, answer.Took.CpuSeconds, answer.Took.PeakBytes)
            : throw new BenchmarkFailedException($"{client} was refused: {answer.Code} {answer.Message}");
    }

    private static string Step(string key, string file) => JsonSerializer.Serialize<object[]>([Operation, key, file, Workspace.SliceSize]);

    // A client that waits for an answer in vain ends without one, and without an error.
    private Answer Parse(ChildProcess child)
    {
        string[] lines = child.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return lines.Length == 2
            ? JsonSerializer.Deserialize<Answer>(lines[^1], Json)!
            : throw new BenchmarkFailedException($"{client} ended before its upload did.");
    }

    private sealed record Answer(int Code, string? Message, Took Took);

    private sealed record Took(double Seconds, double CpuSeconds, long PeakBytes);
}
