using CosSlice.Benchmarks.Report;

namespace CosSlice.Benchmarks.Scenarios;

/// <summary>Runs scenarios one after the other: one that fails is told of, and the others are run all the same.</summary>
internal static class ScenarioRun
{
    public static async Task<IReadOnlyList<Part>> RunAsync(
        IReadOnlyList<IScenario> scenarios, Settings settings, CancellationToken cancellationToken)
    {
        List<Part> parts = [];
        foreach (IScenario scenario in scenarios)
        {
            await Console.Error.WriteLineAsync($"{scenario.Name}: {scenario.Description}");
            try
            {
                parts.Add(new Part(scenario, await scenario.RunAsync(settings, cancellationToken), Failure: null));
            }
            catch (BenchmarkFailedException failure)
            {
                await Console.Error.WriteLineAsync($"{scenario.Name}: {failure.Message}");
                parts.Add(new Part(scenario, Section: null, failure.Message));
            }
        }

        return parts;
    }
}
