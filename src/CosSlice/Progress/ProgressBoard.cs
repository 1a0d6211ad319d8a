namespace CosSlice.Progress;

/// <summary>
/// Knows which bars the host shows: says what has to be told it so that it shows the next picture, which is nothing where
/// nothing changed, and that every bar goes away in the end.
/// </summary>
internal sealed class ProgressBoard
{
    private readonly List<ProgressLine> _shown = [];

    /// <summary>The way from the bars that are shown to those that should be.</summary>
    /// <param name="picture">Every bar that should be there; none twice, and the total before what is below it.</param>
    /// <returns>New and changed bars, then those that go away: a host draws at once where one goes.</returns>
    public IReadOnlyList<ProgressLine> Show(IReadOnlyList<ProgressLine> picture)
    {
        List<ProgressLine> steps = [.. picture.Where(line => !_shown.Contains(line))];

        // What is below the total goes before it.
        for (int i = _shown.Count - 1; i >= 0; i--)
        {
            if (picture.All(line => line.Id != _shown[i].Id))
            {
                steps.Add(_shown[i] with { IsCompleted = true });
            }
        }

        _shown.Clear();
        _shown.AddRange(picture);
        return steps;
    }

    /// <summary>Takes every bar away.</summary>
    public IReadOnlyList<ProgressLine> Clear() => Show([]);
}
