using CosSlice.Http;

namespace CosSlice.Protocol;

/// <summary>The conversation of <c>files/v2</c>: init, data, list, finish, and <c>upload</c> for small files.</summary>
/// <remarks>
/// Sources: cloud.tencent.com/document/product/436/6066 (upload), 6067 (init), 6068 (data), 6070 (list), 6074 (finish), and
/// the stat and delete pages of the same product.
/// </remarks>
internal sealed class V4Protocol(CosHttp http, Clock clock) : IUploadProtocol
{
    public const string Upload = "upload";
    public const string Init = "upload_slice_init";
    public const string Data = "upload_slice_data";
    public const string List = "upload_slice_list";
    public const string Finish = "upload_slice_finish";
    public const string Stat = "stat";
    public const string Delete = "delete";

    public async Task<ObjectAnswer> UploadAsync(
        UploadRequest target, ContentRange content, bool overwrite, AttemptTrace trace, CancellationToken cancellationToken)
    {
        FormFields fields = WithInsertOnly(new FormFields(Upload), overwrite);
        ServiceAnswer answer = await PostAsync(target, fields, content, trace, cancellationToken).ConfigureAwait(false);
        return ReadObject(answer);
    }

    public async Task<BeginAnswer> BeginAsync(
        UploadRequest target, long fileSize, long sliceSize, bool overwrite, AttemptTrace trace, CancellationToken cancellationToken)
    {
        FormFields fields = WithInsertOnly(
            new FormFields(Init).Add("filesize", fileSize).Add("slice_size", sliceSize), overwrite);
        ServiceAnswer answer = await PostAsync(target, fields, null, trace, cancellationToken).ConfigureAwait(false);
        return new BeginAnswer(
            answer.RequiredText("session"),
            answer.RequiredInteger("slice_size"),

            // In no documentation page; the vendor's Python, Java, PHP and C++ clients honour it.
            answer.Data.Integer("serial_upload") == 1);
    }

    public async Task<string?> SendSliceAsync(
        UploadRequest target, string session, ContentRange content, AttemptTrace trace, CancellationToken cancellationToken)
    {
        FormFields fields = new FormFields(Data).Add("session", session).Add("offset", content.Offset);
        ServiceAnswer answer = await PostAsync(target, fields, content, trace, cancellationToken).ConfigureAwait(false);
        answer.RequireEcho("offset", content.Offset);
        if (!string.Equals(answer.RequiredText("session"), session, StringComparison.Ordinal))
        {
            throw answer.Invalid("its session is not the request's.");
        }

        // The page's table does not list datalen, its example has it: where it comes, it must be right.
        if (answer.Data.Has("datalen"))
        {
            answer.RequireEcho("datalen", content.Length);
        }

        return answer.Data.Text("datamd5");
    }

    public async Task<ListAnswer> ListAsync(UploadRequest target, AttemptTrace trace, CancellationToken cancellationToken)
    {
        ServiceAnswer answer = await PostAsync(target, new FormFields(List), null, trace, cancellationToken).ConfigureAwait(false);
        if (!answer.Data.Has("session") && answer.Data.Has("access_url"))
        {
            return new ListAnswer { Finished = ReadObject(answer) };
        }

        return new ListAnswer
        {
            Session = answer.RequiredText("session"),
            FileSize = answer.RequiredInteger("filesize"),
            SliceSize = answer.RequiredInteger("slice_size"),
            Parts = ReadParts(answer),
        };
    }

    public async Task<ObjectAnswer> FinishAsync(
        UploadRequest target, string session, long fileSize, AttemptTrace trace, CancellationToken cancellationToken)
    {
        FormFields fields = new FormFields(Finish).Add("session", session).Add("filesize", fileSize);
        return ReadObject(await PostAsync(target, fields, null, trace, cancellationToken).ConfigureAwait(false));
    }

    public async Task<StatAnswer> StatAsync(UploadRequest target, AttemptTrace trace, CancellationToken cancellationToken)
    {
        HttpAnswer raw = await http
            .GetAsync(target, CosSignature.MultiEffect(target.Context, clock), "?op=" + Stat, cancellationToken).ConfigureAwait(false);
        trace.RetryAfter = raw.RetryAfter;
        ServiceAnswer answer = Envelope.Open(Stat, raw);
        return new StatAnswer
        {
            FileSize = answer.RequiredInteger("filesize"),
            FileLength = answer.RequiredInteger("filelen"),
            Sha = answer.Data.Text("sha"),
        };
    }

    public async Task DeleteAsync(UploadRequest target, AttemptTrace trace, CancellationToken cancellationToken)
    {
        string authorization = CosSignature.OneTime(target.Context, target.Key, clock);
        HttpAnswer raw = await http
            .PostJsonAsync(target, authorization, "{\"op\":\"delete\"}", cancellationToken).ConfigureAwait(false);
        trace.RetryAfter = raw.RetryAfter;
        _ = Envelope.Open(Delete, raw);
    }

    private async Task<ServiceAnswer> PostAsync(
        UploadRequest target, FormFields fields, ContentRange? content, AttemptTrace trace, CancellationToken cancellationToken)
    {
        string authorization = CosSignature.MultiEffect(target.Context, clock);
        HttpAnswer answer = await http
            .PostAsync(target, authorization, fields, content, trace, cancellationToken).ConfigureAwait(false);
        trace.RetryAfter = answer.RetryAfter;
        return Envelope.Open(fields.Operation, answer);
    }

    // Absent means 1, refuse: it is only sent to mean the other thing.
    private static FormFields WithInsertOnly(FormFields fields, bool overwrite) => overwrite ? fields.Add("insertOnly", 0) : fields;

    private static ObjectAnswer ReadObject(ServiceAnswer answer) => new()
    {
        AccessUrl = answer.RequiredText("access_url"),
        ResourcePath = answer.RequiredText("resource_path"),
        SourceUrl = answer.Data.Text("source_url"),
        Url = answer.Data.Text("url"),
        PreviewUrl = answer.Data.Text("preview_url"),
        RequestId = answer.RequestId,
    };

    private static List<(long Offset, long Length)> ReadParts(ServiceAnswer answer)
    {
        IReadOnlyList<JsonObject> items = answer.Data.Objects("listparts") ?? throw answer.Invalid("its data has no listparts.");
        List<(long Offset, long Length)> parts = new(items.Count);
        foreach (JsonObject item in items)
        {
            if (item.Integer("offset") is not (long offset and >= 0) || item.Integer("datalen") is not (long length and >= 0))
            {
                throw answer.Invalid("one of its listparts lacks offset or datalen.");
            }

            parts.Add((offset, length));
        }

        return parts;
    }
}
