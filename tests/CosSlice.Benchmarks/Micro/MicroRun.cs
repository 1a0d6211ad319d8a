using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace CosSlice.Benchmarks.Micro;

/// <summary>What the engine does for every byte and once in every request, each alone.</summary>
internal static class MicroRun
{
    private static readonly Type[] All =
    [
        typeof(HashBenchmark),
        typeof(MultipartBodyBenchmark),
        typeof(SignatureBenchmark),
        typeof(AnswerBenchmark),
        typeof(JournalBenchmark),
    ];

    public static int Run()
    {
        HashComparison.Write();

        // In this process: a project that is generated and built beside this one would need its settings and output paths.
        IConfig config = ManualConfig.Create(DefaultConfig.Instance)
            .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance))
            .AddDiagnoser(MemoryDiagnoser.Default)
            .WithOptions(ConfigOptions.JoinSummary);
        Summary[] summaries = BenchmarkRunner.Run(All, config);
        return summaries.Length > 0 && summaries.All(summary => !summary.HasCriticalValidationErrors && summary.Reports.All(report => report.Success))
            ? 0
            : 1;
    }
}
