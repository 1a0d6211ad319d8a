using CosSlice.Benchmarks;
using CosSlice.Benchmarks.LargeFile;
using CosSlice.Benchmarks.Scenarios;
using CosSlice.Benchmarks.Small;
using CosSlice.Benchmarks.StartUp;

// In the order in which they run and are reported.
IScenario[] scenarios =
[
    new LargeFileScenario(),
    new SmallFilesScenario(),
    new StartUpScenario(),
];
return await BenchmarkCommand.Create(scenarios).Parse(args).InvokeAsync();
