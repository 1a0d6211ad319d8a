using CosSlice.Emulator.Answers;
using CosSlice.Emulator.Requests;
using CosSlice.Emulator.Storage;

namespace CosSlice.Emulator.Operations;

/// <summary>
/// GET and HEAD without op: the object's bytes, ranges too. It stands for access_url and source_url, whose hosts are
/// reached only by clients that use the emulator as a proxy. No signature is asked for: buckets with private read are not
/// emulated.
/// </summary>
internal sealed class ObjectReader(ObjectStore store)
{
    /// <summary>Finds what is to be sent.</summary>
    public async Task<IResult> OpenAsync(RequestTarget target, CancellationToken cancellationToken)
    {
        ObjectName name = target.RequireFile();

        // Windows doesn't replace a head that is being read.
        using IDisposable held = await store.LockAsync(name, cancellationToken);
        ObjectHead head = store.Find(name) ?? throw new RefusedException(CosCode.FileNotFound);
        if (!head.Finished)
        {
            throw new RefusedException(CosCode.NotDownloadable, "the upload has not been finished");
        }

        string path = store.ContentPath(name, head)
            ?? throw new RefusedException(CosCode.NotDownloadable, "this emulator discards content: there is nothing to read back");
        return Results.File(
            path,
            "application/octet-stream",
            lastModified: DateTimeOffset.FromUnixTimeSeconds(head.Modified),
            enableRangeProcessing: true);
    }
}
