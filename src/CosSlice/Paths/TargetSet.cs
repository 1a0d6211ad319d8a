using CosSlice.Errors;

namespace CosSlice.Paths;

/// <summary>The targets of one command, each of which may be written once.</summary>
internal sealed class TargetSet
{
    private readonly HashSet<(string Place, string Key)> _taken = [];

    /// <summary>Claims a target.</summary>
    /// <exception cref="CosException"><c>DuplicateKey</c>: an earlier input has it.</exception>
    public void Claim(CosContext context, ObjectKey key, string path)
    {
        if (!_taken.Add(($"{context.Endpoint} {context.AppId} {context.Bucket}", key.Value)))
        {
            throw InputErrors.DuplicateKey(path, key.Value);
        }
    }
}
