using System.Globalization;

namespace CosSlice.Tests.Support;

/// <summary>Chance that is another in each run, and can be had once more.</summary>
internal static class Chance
{
    private const string Variable = "COSSLICE_TEST_SEED";

    /// <summary>A source of chance. The test's output says how to have the same again.</summary>
    public static Random New()
    {
        int seed = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given
            ? int.Parse(given, CultureInfo.InvariantCulture)
            : Random.Shared.Next();
        Log($"The same choices again: {Variable}={seed}");
        return new Random(seed);
    }

    /// <summary>Says in the test's output what was chosen.</summary>
    public static void Log(string choice) => TestContext.Current.TestOutputHelper?.WriteLine(choice);

    public static T Of<T>(this Random random, params ReadOnlySpan<T> choices) => choices[random.Next(choices.Length)];
}
