using CosSlice.Benchmarks;
using CosSlice.Benchmarks.Faults;
using CosSlice.Benchmarks.Hashing;
using CosSlice.Benchmarks.Journal;
using CosSlice.Benchmarks.LargeFile;
using CosSlice.Benchmarks.Load;
using CosSlice.Benchmarks.Memory;
using CosSlice.Benchmarks.Pipeline;
using CosSlice.Benchmarks.Scenarios;
using CosSlice.Benchmarks.Small;
using CosSlice.Benchmarks.StartUp;
using CosSlice.Benchmarks.Wan;

// In the order in which they run and are reported.
IScenario[] scenarios =
[
    new LargeFileScenario(),
    new SmallFilesScenario(),
    new StartUpScenario(),
    new PipelineScenario(),
    new MemoryScenario(),
    new HashScenario(),
    new JournalCostScenario(),
    new WanScenario(),
    new FaultsScenario(),
    new LoadScenario(),
];
return await BenchmarkCommand.Create(scenarios).Parse(args).InvokeAsync();
