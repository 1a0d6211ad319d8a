using System.Text.Json;
using CosSlice.Emulator.Answers;
using CosSlice.Emulator.Requests;
using CosSlice.Emulator.Signatures;
using CosSlice.Emulator.Storage;

namespace CosSlice.Emulator.Operations;

/// <summary>
/// op=stat: the properties of an object (cloud.tencent.com/document/product/436/6069) or a folder (436/6063).
/// </summary>
internal sealed class Stat(ObjectStore store, ObjectUrls urls) : IOperation
{
    public string Name => "stat";

    public string Method => HttpMethods.Get;

    public SignatureKind Signature => SignatureKind.Multi;

    public bool IsInV1 => true;

    public async Task<Answer> RunAsync(OperationRequest request, CancellationToken cancellationToken)
    {
        RequestTarget target = request.Target;
        if (target.IsFolder)
        {
            return OfFolder(target);
        }

        ObjectName name = target.RequireFile();
        ObjectFacts facts = await ObjectFacts.ReadAsync(store, name, cancellationToken)
            ?? throw new RefusedException(CosCode.FileNotFound);
        return Answer.Success(json => Write(json, name, facts, target.Version)).About(facts.Head.Finished);
    }

    private void Write(Utf8JsonWriter json, ObjectName name, ObjectFacts facts, ApiVersion version)
    {
        ObjectHead head = facts.Head;
        urls.WriteForReading(json, name, version);
        json.WriteString("biz_attr", head.BizAttr ?? "");
        json.WriteTime("ctime", head.Created, version);
        WriteNoHeaders(json);
        json.WriteCount("filelen", facts.Length, version);
        json.WriteCount("filesize", head.FileSize, version);
        json.WriteTime("mtime", head.Modified, version);
        json.WriteString("sha", urls.Sha(facts.Sha, version));
        if (version == ApiVersion.V1)
        {
            json.WriteString("name", name.Key[(name.Key.LastIndexOf('/') + 1)..]);
        }
        else
        {
            json.WriteString("authority", "eInvalid");
            json.WriteNumber("forbid", 0);
            json.WriteNumber("slicesize", head.SliceSize == 0 ? head.FileSize : head.SliceSize);
        }
    }

    /// <summary>A folder that was never made but has something in it is as old as what lies in it.</summary>
    private Answer OfFolder(RequestTarget target)
    {
        ObjectHead[] inside = store.Index.Under(target.AppId, target.Bucket, target.Key);
        ObjectHead? own = inside.FirstOrDefault(head => head.Key == target.Key);
        if (inside.Length == 0 && target.Key.Length > 0)
        {
            throw new RefusedException(CosCode.FileNotFound);
        }

        long created = own?.Created ?? inside.Select(head => head.Created).DefaultIfEmpty().Min();
        long modified = own?.Modified ?? inside.Select(head => head.Modified).DefaultIfEmpty().Max();
        return Answer.Success(json =>
        {
            json.WriteString("biz_attr", own?.BizAttr ?? "");
            json.WriteTime("ctime", created, target.Version);
            json.WriteTime("mtime", modified, target.Version);
            if (target.Version == ApiVersion.V1)
            {
                WriteNoHeaders(json);
                json.WriteString("name", target.Key.TrimEnd('/').Split('/')[^1]);
            }
        });
    }

    private static void WriteNoHeaders(Utf8JsonWriter json)
    {
        json.WriteStartObject("custom_headers");
        json.WriteEndObject();
    }
}
