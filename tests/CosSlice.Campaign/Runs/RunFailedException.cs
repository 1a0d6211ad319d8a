namespace CosSlice.Campaign.Runs;

/// <summary>A run showed what must never be.</summary>
internal sealed class RunFailedException(string expected, string seen) : Exception($"Expected: {expected}{Environment.NewLine}Seen: {seen}");
