using CosSlice.Emulator.Answers;
using CosSlice.Emulator.Requests;
using CosSlice.Emulator.Storage;

namespace CosSlice.Emulator.Operations;

/// <summary>
/// What the service knows about an announced content before a byte of it was sent. It looks in the bucket of the request:
/// the documents don't say how far the service looks, and another bucket's content may not be the client's to see.
/// </summary>
internal sealed class InstantUpload(EmulatorOptions options, ObjectStore store, ObjectUrls urls)
{
    /// <summary>The content under any other key, or null. It is called before the name is locked.</summary>
    public async Task<KnownContent?> FindAsync(ObjectName name, string? sha, long length, CancellationToken cancellationToken) =>
        sha is not null && options.InstantUpload ? await KnownContent.FindAsync(store, name, sha, length, cancellationToken) : null;

    /// <summary>Whether the name holds the content already and the upload therefore is a success. Called under the lock.</summary>
    public async Task<bool> IsSameAsync(
        ObjectName name,
        ObjectHead? existing,
        string? sha,
        long length,
        bool overwrite,
        ApiVersion version,
        CancellationToken cancellationToken)
    {
        if (existing is not { Finished: true } || existing.FileSize != length || sha is null
            || await StoredSha.OfAsync(store, name, existing, cancellationToken) != sha)
        {
            return false;
        }

        return options.SameFile switch
        {
            SameFile.Uploaded => throw new RefusedException(CosCode.SameFileUploaded)
            {
                // Third-party code for v1 reads it from the refusal.
                AnswerData = version == ApiVersion.V1 ? json => urls.Write(json, name, version) : null,
            },
            SameFile.Exists => overwrite ? false : throw new RefusedException(CosCode.FileExists),
            _ => true,
        };
    }
}
