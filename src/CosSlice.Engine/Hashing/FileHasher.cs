using CosSlice.Files;
using CosSlice.Hashing.Lanes;
using CosSlice.Http;

namespace CosSlice.Hashing;

/// <summary>Reads a file once for its digests, the next buffer while the one before is hashed.</summary>
internal static class FileHasher
{
    // Reads begin where pages do.
    private const int ReadMultiple = 64 * 1024;

    /// <summary>Hashes a whole file.</summary>
    /// <param name="source">The file.</param>
    /// <param name="partSize">
    /// Bytes a part, a multiple of 64; 0 where the SHA-1 of the whole is all that is wanted, which is faster.
    /// </param>
    /// <param name="pool">Lends two buffers.</param>
    /// <param name="lanes">Where files are hashed side by side.</param>
    /// <param name="turns">Learns whether buffers are read before they are needed; <see langword="null"/> where nobody waits for a turn.</param>
    /// <param name="garbage">Learns of every buffer: what the reads leave behind adds up over a large file. May be <see langword="null"/>.</param>
    /// <param name="progress">Counts the bytes hashed.</param>
    /// <param name="cancellationToken">Ends it within a buffer.</param>
    /// <exception cref="CosException"><c>SourceChanged</c> where the file changed meanwhile, or <c>FileUnreadable</c>.</exception>
    public static async Task<FileHash> HashAsync(
        SourceFile source,
        long partSize,
        BufferPool pool,
        HashLanes lanes,
        HashTurns? turns,
        GarbageBound? garbage,
        UploadProgress progress,
        CancellationToken cancellationToken)
    {
        if (partSize < 0 || partSize % Sha1Core.BlockSize != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(partSize), partSize, "A part is a multiple of 64 bytes.");
        }

        using IContentHash hash = FileHash.CountParts(source.Length, partSize) > 1
            ? new PartsHash(source.Length, partSize, lanes)
            : new WholeHash();
        bool isShared = hash is PartsHash && lanes.IsOfUse;
        try
        {
            await ReadAsync(source, hash, pool, isShared ? turns : null, garbage, progress, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (isShared)
            {
                // What comes now is not for the thread that hashes other files.
                await Task.Yield();
            }
        }

        // What the path names by now, too: the service may have this content already, and then nothing else is looked at.
        source.EnsureStillNamed();
        return new FileHash(source.Length, partSize, hash.Finish());
    }

    private static async Task ReadAsync(
        SourceFile source,
        IContentHash hash,
        BufferPool pool,
        HashTurns? turns,
        GarbageBound? garbage,
        UploadProgress progress,
        CancellationToken cancellationToken)
    {
        byte[] current = pool.Rent();
        byte[] next = pool.Rent();
        try
        {
            Task<int> reading = BeginAsync(0, current);
            for (long offset = 0; offset < source.Length;)
            {
                bool wasInTime = reading.IsCompleted;
                int read = await reading.ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();

                // Until it is waited for nothing may fail: a read under way has one of the pool's buffers.
                reading = BeginAsync(offset + read, next);
                await hash.AppendAsync(current, read).ConfigureAwait(false);
                turns?.Report(wasInTime);
                garbage?.Check(isOfSlices: true);
                progress.Hash(read);
                offset += read;
                (current, next) = (next, current);
            }
        }
        finally
        {
            pool.Return(current);
            pool.Return(next);
        }

        Task<int> BeginAsync(long offset, byte[] buffer)
        {
            int count = (int)Math.Min(buffer.Length - (buffer.Length % ReadMultiple), source.Length - offset);
            return count == 0 ? Task.FromResult(0) : source.ReadAsync(offset, buffer, count, cancellationToken);
        }
    }
}
