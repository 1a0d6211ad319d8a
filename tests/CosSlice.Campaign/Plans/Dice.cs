namespace CosSlice.Campaign.Plans;

/// <summary>Ways to draw.</summary>
internal static class Dice
{
    /// <summary>True so many times of a hundred.</summary>
    public static bool Percent(this Random random, int share) => random.Next(100) < share;

    public static T Of<T>(this Random random, params ReadOnlySpan<T> choices) => choices[random.Next(choices.Length)];

    /// <summary>From the first number up to and including the second.</summary>
    public static int Between(this Random random, int least, int most) => random.Next(least, most + 1);
}
