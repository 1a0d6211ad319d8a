using System.Text.Json.Nodes;
using CosSlice.Emulator.Storage;

namespace CosSlice.Emulator.Faults.Kinds;

/// <summary>Changes an upload that an answer tells of, and the answer with it.</summary>
internal static class UploadChange
{
    public static async Task RunAsync(FaultedRequest request, Func<ObjectHead, ObjectHead> change, Action<JsonObject> tell)
    {
        CapturedAnswer answer = await request.CaptureAsync();
        if (answer.Data(out JsonObject? root) is { } data && data.ContainsKey("slice_size") && request.Object is { } name)
        {
            using (await request.Store.LockAsync(name, request.Context.RequestAborted))
            {
                if (request.Store.FindUpload(name) is { } upload)
                {
                    upload.Change(change(upload.Head));
                    request.Store.Update(name, upload.Head);
                }
            }

            tell(data);
            answer.Replace(root!);
        }

        await answer.SendAsync();
    }
}
