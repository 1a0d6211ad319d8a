using CosSlice.Emulator.Storage;

namespace CosSlice.Emulator.Operations;

/// <summary>What stat and list tell of an object beside its head.</summary>
/// <param name="Head">The head.</param>
/// <param name="Length">Bytes that are there; fewer than the file's as long as the upload is unfinished.</param>
/// <param name="Sha">The whole file's SHA-1; null for an unfinished upload that was begun without.</param>
internal sealed record ObjectFacts(ObjectHead Head, long Length, string? Sha)
{
    /// <summary>Reads them; null when there is no such object.</summary>
    public static async Task<ObjectFacts?> ReadAsync(ObjectStore store, ObjectName name, CancellationToken cancellationToken)
    {
        using IDisposable held = await store.LockAsync(name, cancellationToken);
        if (store.Find(name) is not { } head)
        {
            return null;
        }

        if (head.Finished)
        {
            return new ObjectFacts(head, head.FileSize, await StoredSha.OfAsync(store, name, head, cancellationToken));
        }

        // filelen < filesize is how clients tell an unfinished upload, so this holds also when only finish is missing.
        long length = Math.Min(store.FindUpload(name)?.Received ?? 0, head.FileSize - 1);
        return new ObjectFacts(head, length, head.AnnouncedSha);
    }
}
