using System.Text.RegularExpressions;
using CosSlice.Emulator.Answers;
using CosSlice.Emulator.Requests;
using CosSlice.Emulator.Signatures;
using CosSlice.Emulator.Storage;

namespace CosSlice.Emulator.Operations;

/// <summary>op=create: makes a folder (cloud.tencent.com/document/product/436/6061).</summary>
internal sealed partial class Create(EmulatorOptions options, ObjectStore store, Folders folders) : IOperation
{
    public string Name => "create";

    public string Method => HttpMethods.Post;

    public SignatureKind Signature => SignatureKind.Multi;

    public bool IsInV1 => true;

    public async Task<Answer> RunAsync(OperationRequest request, CancellationToken cancellationToken)
    {
        ObjectName name = request.Target.RequireFolder();
        string folder = name.Key[(name.Key.AsSpan()[..^1].LastIndexOf('/') + 1)..^1];
        if (options.Profile == EmulatorProfile.Strict && Reserved().IsMatch(folder))
        {
            throw new RefusedException(CosCode.BadPath, "the folder's name is reserved or has a character that no folder's has");
        }

        string? bizAttr = CommonFields.BizAttr(request.Form);
        using IDisposable held = await store.LockAsync(name, cancellationToken);
        if (folders.Exists(name))
        {
            throw new RefusedException(CosCode.PathConflict, "the folder exists");
        }

        if (store.Index.Get(name with { Key = name.Key[..^1] }) is not null)
        {
            throw new RefusedException(CosCode.PathConflict, "a file has this name");
        }

        folders.CheckParent(name);
        ObjectHead head = ObjectHead.New(name, 0, bizAttr, options.ServiceClock) with { Finished = true };
        store.PutFolder(name, head);
        return Answer.Success(json =>
        {
            if (request.Target.Version == ApiVersion.V4)
            {
                json.WriteNumber("ctime", head.Created);
                return;
            }

            json.WriteTime("ctime", head.Created, ApiVersion.V1);
            json.WriteString("resource_path", $"/{name.AppId}/{name.Bucket}/{name.EncodedKey}");
        });
    }

    // The console's text on folders; the service's SDKs refuse these before they send anything.
    [GeneratedRegex(
        @"[?*:|\\<>""]|\A(con|aux|nul|prn|com[0-9]|lpt[0-9])\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Reserved();
}
