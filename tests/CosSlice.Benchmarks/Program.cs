using CosSlice.Benchmarks;
using CosSlice.Benchmarks.LargeFile;
using CosSlice.Benchmarks.Scenarios;

// In the order in which they run and are reported.
IScenario[] scenarios =
[
    new LargeFileScenario(),
];
return await BenchmarkCommand.Create(scenarios).Parse(args).InvokeAsync();
