using CosSlice.Emulator.Answers;
using CosSlice.Emulator.Signatures;
using CosSlice.Emulator.Storage;

namespace CosSlice.Emulator.Operations;

/// <summary>op=upload_slice_list: what an upload has so far (cloud.tencent.com/document/product/436/6070).</summary>
internal sealed class UploadSliceList(EmulatorOptions options, ObjectStore store, ObjectUrls urls) : IOperation
{
    public string Name => "upload_slice_list";

    public string Method => HttpMethods.Post;

    public SignatureKind Signature => SignatureKind.Multi;

    public bool IsInV1 => false;

    public async Task<Answer> RunAsync(OperationRequest request, CancellationToken cancellationToken)
    {
        ObjectName name = request.Target.RequireFile();
        using IDisposable held = await store.LockAsync(name, cancellationToken);
        if (store.FindUpload(name) is not { } upload)
        {
            return store.Find(name) is null
                ? throw new RefusedException(CosCode.FileNotFound)
                : Answer.Success(json => urls.Write(json, name, request.Target.Version));
        }

        // The answer is written after the lock is left.
        KeyValuePair<long, long>[] ranges = [.. Listed([.. upload.Ranges])];
        ObjectHead head = upload.Head;
        return Answer.Success(json =>
        {
            json.WriteNumber("filesize", head.FileSize);
            json.WriteStartArray("listparts");
            foreach ((long offset, long length) in ranges)
            {
                json.WriteStartObject();
                json.WriteNumber("datalen", length);
                json.WriteNumber("offset", offset);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteString("session", head.Session);
            if (head.AnnouncedSha is not null)
            {
                json.WriteString("sha", head.AnnouncedSha + options.ListShaSuffix);
            }

            json.WriteNumber("slice_size", head.SliceSize);
            if (head.Serial)
            {
                json.WriteNumber("serial_upload", 1);
            }
        });
    }

    private IEnumerable<KeyValuePair<long, long>> Listed(KeyValuePair<long, long>[] ranges) => options.ListedParts switch
    {
        ListedParts.Unsorted => ranges.Reverse(),
        ListedParts.Merged => Merged(ranges),
        ListedParts.Overlapping => ranges.Concat(ranges.Zip(ranges.Skip(1))
            .Where(pair => pair.First.Key + pair.First.Value == pair.Second.Key)
            .Select(pair => KeyValuePair.Create(pair.First.Key, pair.First.Value + pair.Second.Value))),
        _ => ranges,
    };

    private static IEnumerable<KeyValuePair<long, long>> Merged(KeyValuePair<long, long>[] ranges)
    {
        for (int i = 0; i < ranges.Length; i++)
        {
            (long offset, long end) = (ranges[i].Key, ranges[i].Key + ranges[i].Value);
            while (i + 1 < ranges.Length && ranges[i + 1].Key <= end)
            {
                i++;
                end = Math.Max(end, ranges[i].Key + ranges[i].Value);
            }

            yield return KeyValuePair.Create(offset, end - offset);
        }
    }
}
