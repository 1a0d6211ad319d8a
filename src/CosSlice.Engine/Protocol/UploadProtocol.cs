using CosSlice.Http;
using CosSlice.Signatures;

namespace CosSlice.Protocol;

/// <summary>
/// The requests of one generation of the API. Each call is one attempt: what a failure means, and whether it is repeated, is
/// decided elsewhere. What is the same in both generations is here.
/// </summary>
/// <remarks>
/// Sources: cloud.tencent.com/document/product/436/6066 (upload) and the stat, create and delete pages of the same product;
/// for version 1 the pages of the same names of product 430.
/// </remarks>
internal abstract class UploadProtocol(CosHttp http, ServerClock clock, int apiVersion)
{
    public const string Upload = "upload";
    public const string Stat = "stat";
    public const string Create = "create";
    public const string Delete = "delete";

    /// <summary>The <c>op</c> that carries a slice.</summary>
    public abstract string SliceOperation { get; }

    /// <summary>The <c>op</c> that names a finished object's addresses.</summary>
    public abstract string FindOperation { get; }

    /// <summary>Whether the last slice makes the object whole, with no step after it.</summary>
    public abstract bool LastSliceCompletes { get; }

    /// <summary>What is computed of a slice as it is sent.</summary>
    public abstract ContentDigest DigestOf(CosChecksum checksum);

    /// <summary>Sends one slice.</summary>
    public abstract Task<SliceAnswer> SendSliceAsync(
        CosTarget target, UploadTerms terms, string session, ContentRange content, AttemptTrace trace, CancellationToken cancellationToken);

    /// <summary>The addresses of an object that is known to be finished and the same; <see langword="null"/> where it is not any more.</summary>
    public abstract Task<ObjectAnswer?> FindFinishedAsync(CosTarget target, AttemptTrace trace, CancellationToken cancellationToken);

    /// <summary>The whole file in one request.</summary>
    public async Task<ObjectAnswer> UploadAsync(
        CosTarget target, UploadTerms terms, ContentRange content, AttemptTrace trace, CancellationToken cancellationToken)
    {
        FormFields fields = WithTerms(new FormFields(Upload, FormFields.ShortForm), terms).AddOptional("sha", terms.Sha);
        HttpAnswer raw = await http
            .PostAsync(target, MultiEffect(target), fields, new FileField(content), trace, cancellationToken).ConfigureAwait(false);
        return ObjectAnswer.Read(Open(Upload, raw, trace));
    }

    /// <summary>Asks what an object is.</summary>
    public async Task<StatAnswer> StatAsync(CosTarget target, AttemptTrace trace, CancellationToken cancellationToken)
    {
        HttpAnswer raw = await http
            .GetAsync(target, MultiEffect(target), "?op=" + Stat, cancellationToken).ConfigureAwait(false);
        ServiceAnswer answer = Open(Stat, raw, trace);
        return new StatAnswer
        {
            FileSize = answer.RequiredInteger("filesize"),
            FileLength = answer.RequiredInteger("filelen"),
            Sha = ShaText.Of(answer.Data.Text("sha")),
            AccessUrl = SafeText.OfAddress(answer.Data.Text("access_url")),
            SourceUrl = SafeText.OfAddress(answer.Data.Text("source_url")),
            PreviewUrl = SafeText.OfAddress(answer.Data.Text("preview_url")),
            RequestId = answer.RequestId,
        };
    }

    /// <summary>Makes a folder.</summary>
    public async Task CreateFolderAsync(CosTarget folder, AttemptTrace trace, CancellationToken cancellationToken)
    {
        HttpAnswer raw = await http
            .PostJsonAsync(folder, MultiEffect(folder), "{\"op\":\"create\",\"biz_attr\":\"\"}", cancellationToken).ConfigureAwait(false);
        _ = Open(Create, raw, trace);
    }

    /// <summary>Deletes an object. The caller has made sure that it is an unfinished one.</summary>
    public async Task DeleteAsync(CosTarget target, AttemptTrace trace, CancellationToken cancellationToken)
    {
        string authorization = target.Context.Credential!.OneTime(target.Context, target.Path, clock);
        HttpAnswer raw = await http
            .PostJsonAsync(target, authorization, "{\"op\":\"delete\"}", cancellationToken).ConfigureAwait(false);
        _ = Open(Delete, raw, trace);
    }

    /// <summary>Posts a form, with a signature made at this moment.</summary>
    protected async Task<ServiceAnswer> PostAsync(
        CosTarget target, FormFields fields, StreamedField? field, AttemptTrace trace, CancellationToken cancellationToken)
    {
        HttpAnswer raw = await http
            .PostAsync(target, MultiEffect(target), fields, field, trace, cancellationToken).ConfigureAwait(false);
        return Open(fields.Operation, raw, trace);
    }

    /// <summary>Adds what every beginning may say.</summary>
    protected static FormFields WithTerms(FormFields fields, UploadTerms terms)
    {
        fields.AddOptional("biz_attr", terms.BizAttribute);

        // Absent means 1, refuse: it is only sent to mean the other thing.
        return terms.Overwrite ? fields.Add("insertOnly", 0) : fields;
    }

    private string MultiEffect(CosTarget target) => target.Context.Credential!.MultiEffect(target.Context, clock);

    private ServiceAnswer Open(string operation, HttpAnswer raw, AttemptTrace trace)
    {
        trace.Headers = raw.Headers;
        return Envelope.Open(operation, raw, apiVersion);
    }
}
