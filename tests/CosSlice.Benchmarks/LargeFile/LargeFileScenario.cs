using CosSlice.Benchmarks.Npm;
using CosSlice.Benchmarks.PowerShell;
using CosSlice.Benchmarks.Scenarios;
using CosSlice.Benchmarks.SideBySide;

namespace CosSlice.Benchmarks.LargeFile;

/// <summary>One large file, sent by every client found.</summary>
internal sealed class LargeFileScenario : IScenario
{
    public string Name => "large";

    public string Description => "One large file in slices, by every client found.";

    public async Task<Section> RunAsync(Settings settings, CancellationToken cancellationToken)
    {
        using Workspace workspace = await Workspace.CreateAsync(settings.SizeMiB, cancellationToken);
        await using EmulatorProcess emulator = await EmulatorProcess.StartDiscardingAsync([], cancellationToken);

        // The MD5 of a slice is nothing to compare where the service sends none.
        await using EmulatorProcess hashing = await EmulatorProcess.StartDiscardingAsync(["--answer-datamd5", "true"], cancellationToken);
        using ServiceClient service = new(emulator.Endpoint);

        Uri Endpoint(CosChecksum checksum) => checksum == CosChecksum.Md5 ? hashing.Endpoint : emulator.Endpoint;
        CosChecksum[] checksums = [CosChecksum.None, CosChecksum.Md5, CosChecksum.Sha1];
        IContender[] contenders =
        [
            .. checksums.Select(checksum => new PowerShellContender(workspace, Endpoint(checksum), checksum, settings.Throttle)),
            .. checksums.Select(checksum => new EngineContender(workspace, Endpoint(checksum), checksum, settings.Throttle)),
            new NpmContender(workspace, emulator.Endpoint, "qcloud_cos_v4", "qcloud-cos-v4.js"),
            new NpmContender(workspace, emulator.Endpoint, "qcloud_cos", "qcloud-cos.js"),
            new NpmContender(workspace, emulator.Endpoint, "tan-qos-node-client", "tan-qos-node-client.js"),
            new CurlContender(workspace, service),
            new RawTcpContender(workspace),
        ];
        Outcome[] outcomes = [.. await Comparison.RunAsync(contenders, settings.Runs, cancellationToken)];
        return new Section(
            $"One file of {settings.SizeMiB} MiB",
            LargeFileText.Explanation,
            [.. outcomes.Select(outcome => outcome.ToRow())],
            LargeFileFindings.Of(outcomes[..3], outcomes[3..6], outcomes[6..9], curl: outcomes[9], rawTcp: outcomes[10]));
    }
}
