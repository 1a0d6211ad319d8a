using System.Security.Cryptography;
using CosSlice.Emulator.Operations;
using CosSlice.Emulator.Storage;

namespace CosSlice.Emulator.Faults.Kinds;

/// <summary>An upload's session is forgotten, before the request is looked at: with all slices, or with the slices kept under another session.</summary>
internal sealed record SessionDiesFault : FaultRule
{
    public const string Kind = "session-dies";

    /// <summary>Whether the upload goes on under another session, which upload_slice_list tells; else it is gone.</summary>
    public bool Kept { get; init; }

    public override bool Fits(string? op) => op is FaultOps.Data or FaultOps.List or FaultOps.Finish or FaultOps.OneOp;

    public override async Task RunAsync(FaultedRequest request)
    {
        if (request.Object is { } name)
        {
            using IDisposable held = await request.Store.LockAsync(name, request.Context.RequestAborted);
            Forget(request.Store, name);
        }

        await request.PassAsync();
    }

    private void Forget(ObjectStore store, ObjectName name)
    {
        if (store.FindUpload(name) is not { } upload)
        {
            return;
        }

        if (!Kept)
        {
            store.Delete(name);
            return;
        }

        string session = upload.Head.OneOp ? OneOpSession.New(name) : Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(48));
        upload.Change(upload.Head with { Session = session });
        store.Update(name, upload.Head);
    }
}
