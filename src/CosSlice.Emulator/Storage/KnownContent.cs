namespace CosSlice.Emulator.Storage;

/// <summary>A second name for bytes that the store holds, in the spool until it is moved to its place.</summary>
internal sealed class KnownContent : IDisposable
{
    private KnownContent(string? path) => Path = path;

    /// <summary>The second name; null where the bytes were discarded.</summary>
    public string? Path { get; }

    /// <summary>
    /// Looks for the content under any other key of the bucket. No lock may be held: the lock of whatever may be the content
    /// is taken.
    /// </summary>
    /// <param name="store">Where to look.</param>
    /// <param name="name">The name that the content is wanted under.</param>
    /// <param name="sha">The content's SHA-1, lower-case hex.</param>
    /// <param name="length">The content's bytes.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public static async Task<KnownContent?> FindAsync(
        ObjectStore store, ObjectName name, string sha, long length, CancellationToken cancellationToken)
    {
        // Those first whose SHA-1 is known, as for the others it has to be computed.
        IEnumerable<ObjectHead> alike = store.Index.OfLength(name.AppId, name.Bucket, length)
            .Where(head => head.Key != name.Key && (head.ContentSha ?? sha) == sha)
            .OrderByDescending(head => head.ContentSha is not null);
        foreach (ObjectName other in alike.Select(head => head.Name))
        {
            using IDisposable held = await store.LockAsync(other, cancellationToken);
            if (store.Find(other) is not { Finished: true } head || head.FileSize != length
                || await StoredSha.OfAsync(store, other, head, cancellationToken) != sha)
            {
                continue;
            }

            return new KnownContent(store.Link(other, head));
        }

        return null;
    }

    public void Dispose()
    {
        if (Path is not null)
        {
            File.Delete(Path);
        }
    }
}
