using CosSlice.Http;
using CosSlice.Signatures;

namespace CosSlice.Protocol;

/// <summary>The conversation of <c>files/v2</c>: init, data, list and finish.</summary>
/// <remarks>
/// Sources: cloud.tencent.com/document/product/436/6067 (init), 6068 (data), 6070 (list), 6074 (finish).
/// </remarks>
internal sealed class V4Protocol(CosHttp http, ServerClock clock) : UploadProtocol(http, clock, apiVersion: 4)
{
    public const string Init = "upload_slice_init";
    public const string Data = "upload_slice_data";
    public const string List = "upload_slice_list";
    public const string Finish = "upload_slice_finish";

    public override string SliceOperation => Data;

    public override string FindOperation => List;

    public override bool LastSliceCompletes => false;

    public override ContentDigest DigestOf(CosChecksum checksum) => checksum == CosChecksum.Md5 ? ContentDigest.Md5 : ContentDigest.None;

    /// <summary>Asks for a session; with sha the service may find that it has the content already.</summary>
    public async Task<BeginAnswer> InitAsync(CosTarget target, UploadTerms terms, AttemptTrace trace, CancellationToken cancellationToken)
    {
        FormFields fields = new FormFields(Init).Add("filesize", terms.FileSize).Add("slice_size", terms.SliceSize);
        WithTerms(fields, terms).AddOptional("sha", terms.Sha);
        UploadPartsField? parts = terms.Hash is null ? null : new UploadPartsField(terms.Hash);
        ServiceAnswer answer = await PostAsync(target, fields, parts, trace, cancellationToken).ConfigureAwait(false);

        // Only what was asked about with sha can be known to be the same.
        if (terms.Sha is not null && ObjectAnswer.IsIn(answer))
        {
            return new BeginAnswer { Finished = ObjectAnswer.Read(answer) };
        }

        return new BeginAnswer
        {
            Session = answer.RequiredText("session"),
            SliceSize = answer.RequiredInteger("slice_size"),

            IsSerial = IsSerial(answer),
        };
    }

    public override async Task<SliceAnswer> SendSliceAsync(
        CosTarget target, UploadTerms terms, string session, ContentRange content, AttemptTrace trace, CancellationToken cancellationToken)
    {
        FormFields fields = new FormFields(Data).Add("session", session).Add("offset", content.Offset).AddOptional("sha", terms.Sha);
        ServiceAnswer answer = await PostAsync(target, fields, new FileField(content), trace, cancellationToken).ConfigureAwait(false);
        answer.RequireEcho("offset", content.Offset);
        answer.RequireEcho("session", session);

        // The page's table does not list datalen, its example has it: where it comes, it must be right.
        if (answer.Data.Has("datalen"))
        {
            answer.RequireEcho("datalen", content.Length);
        }

        return new SliceAnswer { Md5 = answer.Data.Text("datamd5") };
    }

    /// <summary>Asks what the service has.</summary>
    public async Task<ListAnswer> ListAsync(CosTarget target, AttemptTrace trace, CancellationToken cancellationToken)
    {
        ServiceAnswer answer = await PostAsync(target, new FormFields(List), field: null, trace, cancellationToken).ConfigureAwait(false);
        if (ObjectAnswer.IsIn(answer))
        {
            return new ListAnswer { Finished = ObjectAnswer.Read(answer) };
        }

        return new ListAnswer
        {
            Session = answer.RequiredText("session"),
            FileSize = answer.RequiredInteger("filesize"),
            SliceSize = answer.RequiredInteger("slice_size"),
            IsSerial = IsSerial(answer),
            Sha = ShaText.Of(answer.Data.Text("sha")),
            Parts = ReadParts(answer),
        };
    }

    /// <summary>The last step: makes the object whole.</summary>
    public async Task<ObjectAnswer> FinishAsync(
        CosTarget target, UploadTerms terms, string session, AttemptTrace trace, CancellationToken cancellationToken)
    {
        FormFields fields = new FormFields(Finish)
            .Add("session", session).Add("filesize", terms.FileSize).AddOptional("sha", terms.Sha);
        return ObjectAnswer.Read(await PostAsync(target, fields, field: null, trace, cancellationToken).ConfigureAwait(false));
    }

    public override async Task<ObjectAnswer?> FindFinishedAsync(CosTarget target, AttemptTrace trace, CancellationToken cancellationToken)
    {
        try
        {
            return (await ListAsync(target, trace, cancellationToken).ConfigureAwait(false)).Finished;
        }
        catch (CosServiceException refused) when (ServiceCodes.IsObjectMissing(refused.Code!.Value))
        {
            return null;
        }
    }

    // In no documentation page; the vendor's Python, Java, PHP and C++ clients honour it.
    private static bool IsSerial(ServiceAnswer answer) => answer.Data.Integer("serial_upload") == 1;

    private static List<(long Offset, long Length)> ReadParts(ServiceAnswer answer)
    {
        IReadOnlyList<JsonObject> items = answer.Data.Objects("listparts") ?? throw answer.Invalid(AnswerTexts.NoListParts);
        List<(long Offset, long Length)> parts = new(items.Count);
        foreach (JsonObject item in items)
        {
            if (item.Integer("offset") is not (long offset and >= 0) || item.Integer("datalen") is not (long length and >= 0))
            {
                throw answer.Invalid(AnswerTexts.ListPartIncomplete);
            }

            parts.Add((offset, length));
        }

        return parts;
    }
}
