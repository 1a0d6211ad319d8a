namespace CosSlice.Campaign;

/// <summary>What a campaign is run with.</summary>
/// <param name="Seed">What all runs follow from, with their numbers.</param>
/// <param name="Start">The first run's number.</param>
/// <param name="Runs">How many.</param>
/// <param name="Lanes">How many runs go side by side.</param>
/// <param name="Folder">Where files, stores and what failed runs leave lie.</param>
/// <param name="Soak">How long it goes on whatever the number of runs; <see langword="null"/> where the number decides.</param>
/// <param name="IsTold">Whether each run is told in full, and not only those that fail.</param>
internal sealed record Settings(int Seed, int Start, int Runs, int Lanes, string Folder, TimeSpan? Soak, bool IsTold);
