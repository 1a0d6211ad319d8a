using CosSlice.Errors;

namespace CosSlice.Paths;

/// <summary>The targets of one command, each of which may be written once.</summary>
internal sealed class TargetSet
{
    private readonly Dictionary<string, HashSet<string>> _takenOfPlaces = new(StringComparer.Ordinal);
    private CosContext? _lastContext;
    private HashSet<string> _taken = [];

    /// <summary>Claims a target.</summary>
    /// <exception cref="CosException"><c>DuplicateKey</c>: an earlier input has it.</exception>
    public void Claim(CosContext context, ObjectKey key, string path)
    {
        // Thousands of files go to one place, which is told by its context then.
        if (context != _lastContext)
        {
            _taken = TakenOf(context);
            _lastContext = context;
        }

        if (!_taken.Add(key.Value))
        {
            throw InputErrors.DuplicateKey(path, key.Value);
        }
    }

    private HashSet<string> TakenOf(CosContext context)
    {
        string place = $"{context.Endpoint} {context.AppId} {context.Bucket}";
        if (!_takenOfPlaces.TryGetValue(place, out HashSet<string>? taken))
        {
            taken = new HashSet<string>(StringComparer.Ordinal);
            _takenOfPlaces.Add(place, taken);
        }

        return taken;
    }
}
