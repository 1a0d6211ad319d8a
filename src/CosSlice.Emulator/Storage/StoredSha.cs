namespace CosSlice.Emulator.Storage;

/// <summary>The SHA-1 of a finished object, computed when it is first asked for and kept in the head; null where the bytes were discarded.</summary>
internal static class StoredSha
{
    /// <summary>Called under the key's lock.</summary>
    public static async Task<string?> OfAsync(
        ObjectStore store, ObjectName name, ObjectHead head, CancellationToken cancellationToken)
    {
        if (head.ContentSha is { } known)
        {
            return known;
        }

        string? sha = await store.HashAsync(name, head, cancellationToken);
        if (sha is not null)
        {
            store.Update(name, head with { ContentSha = sha });
        }

        return sha;
    }
}
