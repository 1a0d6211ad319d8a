using CosSlice.Http;
using CosSlice.Protocol;

namespace CosSlice.Transfer;

/// <summary>The folders of a key that the service does not have yet.</summary>
internal sealed class MissingFolders(RemoteUpload upload)
{
    /// <summary>
    /// Sends a request; where the service says that something of its path is missing, the key's folders are created, from
    /// the outermost in, and it is sent once more.
    /// </summary>
    /// <exception cref="CosServiceException">The service refused the request for another reason, or a folder.</exception>
    public async Task<T> CreateForAsync<T>(Func<Task<T>> request, CancellationToken cancellationToken)
    {
        int firstSlash = upload.Key.IndexOf('/');
        try
        {
            return await request().ConfigureAwait(false);
        }
        catch (CosServiceException refused)
            when (refused.Code is ServiceCodes.NotFound or ServiceCodes.PathInvalid && firstSlash >= 0)
        {
            // What is missing can only be a folder: the object itself is what the request would have made.
        }

        for (int slash = firstSlash; slash >= 0; slash = upload.Key.IndexOf('/', slash + 1))
        {
            await CreateAsync(upload.Key.Substring(0, slash), cancellationToken).ConfigureAwait(false);
        }

        return await request().ConfigureAwait(false);
    }

    private async Task CreateAsync(string folder, CancellationToken cancellationToken)
    {
        CosTarget target = CosTarget.Folder(upload.Context, ObjectKey.Create(folder));
        AttemptTrace trace = new();
        try
        {
            _ = await upload.RunAsync(
                UploadProtocol.Create,
                trace,
                async token =>
                {
                    await upload.Protocol.CreateFolderAsync(target, trace, token).ConfigureAwait(false);
                    return true;
                },
                cancellationToken).ConfigureAwait(false);
            upload.Note(TextFormat.Of(TransferTexts.FolderCreated, folder));
        }
        catch (CosServiceException refused) when (refused.Code == ServiceCodes.PathConflict)
        {
            // It is there already, or another upload has just made it.
        }
    }
}
