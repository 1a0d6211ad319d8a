using CosSlice.Benchmarks.Scenarios;
using CosSlice.Benchmarks.SideBySide;

namespace CosSlice.Benchmarks.LargeFile;

/// <summary>What follows from the figures: the aims are the project's own.</summary>
internal static class LargeFileFindings
{
    /// <param name="powerShell">Send-CosFile with None, Md5 and Sha1.</param>
    /// <param name="engine">The engine alone, likewise; it stands in where there is no PowerShell.</param>
    /// <param name="npm">Clients from npm.</param>
    /// <param name="curl">curl.</param>
    /// <param name="rawTcp">The ceiling.</param>
    public static IReadOnlyList<Finding> Of(
        IReadOnlyList<Outcome> powerShell, IReadOnlyList<Outcome> engine, IReadOnlyList<Outcome> npm, Outcome curl, Outcome rawTcp)
    {
        Outcome[] ours = [.. powerShell.Zip(engine, (first, second) => first.Samples.Count > 0 ? first : second)];
        Outcome? fastest = npm.Where(client => client.Samples.Count > 0).MaxBy(client => client.Median(sample => sample.MiBPerSecond));
        string none = ours[0].Contender.Name;
        string md5 = ours[1].Contender.Name;
        string sha1 = ours[2].Contender.Name;
        return
        [
            new($"rate of {none}, × {curl.Contender.Name}", Ratio.OfRates(ours[0], curl), "0.00", AtLeast: 0.9),
            new($"rate of {sha1}, × {curl.Contender.Name}", Ratio.OfRates(ours[2], curl), "0.00", AtLeast: 0.36),
            new($"CPU seconds a GiB of {none}", Cpu(ours[0]), "0.00", AtMost: 1.2),
            new($"CPU seconds a GiB of {md5}", Cpu(ours[1]), "0.00", AtMost: 3.2),
            new(
                $"rate of {none}, × the fastest client from npm ({fastest?.Contender.Name ?? "none could run"})",
                fastest is null ? null : Ratio.OfRates(ours[0], fastest),
                "0.00",
                AtLeast: 2),
            new($"rate of {curl.Contender.Name}, × raw TCP: the emulator is not the limit", Ratio.OfRates(curl, rawTcp), "0.00", AtLeast: 0.5),
        ];
    }

    private static double? Cpu(Outcome outcome) => outcome.Median(sample => sample.CpuSecondsPerGiB);
}
