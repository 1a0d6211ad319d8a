using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using CosSlice.Emulator.Answers;
using Microsoft.AspNetCore.Http.Features;

namespace CosSlice.Emulator.Requests;

/// <summary>Reads a request's body into a form, handing the content field on as it streams.</summary>
internal static class FormReader
{
    private const int MaxFields = 100;
    private const int MaxFieldBytes = 64 * 1024;

    // Kestrel holds no more of a body than a megabyte while it waits to be read.
    private const int MaxJsonBytes = 512 * 1024;

    // 65,536 parts of one file describe themselves in about 6 MB.
    private const int MaxUploadPartsBytes = 16 * 1024 * 1024;

    /// <summary>Reads the body.</summary>
    /// <param name="request">The request; its query's values count as fields, and the body's go before them.</param>
    /// <param name="body">The request's body.</param>
    /// <param name="query">The request's query.</param>
    /// <param name="form">Receives the fields.</param>
    /// <param name="openContent">Called when filecontent begins, with the fields that stood before it.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task ReadAsync(
        HttpRequest request,
        PipeReader body,
        QueryValues query,
        RequestForm form,
        Func<RequestForm, ValueTask<IContentSink>> openContent,
        CancellationToken cancellationToken)
    {
        foreach ((string name, string value) in query.All)
        {
            if (!name.Equals("sign", StringComparison.OrdinalIgnoreCase))
            {
                form.Add(name, value);
            }
        }

        // Some clients name a content type for every request, also for those that have their fields in the query.
        bool hasBody = request.ContentLength != 0
            && request.HttpContext.Features.GetRequiredFeature<IHttpRequestBodyDetectionFeature>().CanHaveBody;
        if (!hasBody && (IsJson(request.ContentType) || !HttpMethods.IsPost(request.Method)))
        {
            return;
        }

        if (MultipartHeaders.TryGetBoundary(request.ContentType, out string? boundary))
        {
            await ReadMultipartAsync(body, boundary, form, openContent, cancellationToken);
        }
        else if (IsJson(request.ContentType))
        {
            await ReadJsonAsync(body, form, cancellationToken);
        }
        else if (hasBody)
        {
            throw new RefusedException(CosCode.BadForm, "the body must be multipart/form-data with a boundary, or JSON");
        }
    }

    private static bool IsJson(string? contentType)
    {
        string type = contentType?.Split(';')[0].Trim() ?? "";
        return type.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || type.Equals("text/json", StringComparison.OrdinalIgnoreCase);
    }

    private static async Task ReadMultipartAsync(
        PipeReader body,
        string boundary,
        RequestForm form,
        Func<RequestForm, ValueTask<IContentSink>> openContent,
        CancellationToken cancellationToken)
    {
        var reader = new MultipartReader(body, boundary);
        try
        {
            await ReadPartsAsync(reader, form, openContent, cancellationToken);
        }
        finally
        {
            // A refusal in the middle of a part leaves the rest of the body to be drained.
            reader.Release();
        }
    }

    private static async Task ReadPartsAsync(
        MultipartReader reader,
        RequestForm form,
        Func<RequestForm, ValueTask<IContentSink>> openContent,
        CancellationToken cancellationToken)
    {
        while (await reader.NextPartAsync(cancellationToken) is { } header)
        {
            string name = MultipartHeaders.PartName(header)
                ?? throw new RefusedException(CosCode.BadForm, "a part has no name");
            if (name.Equals("filecontent", StringComparison.OrdinalIgnoreCase))
            {
                if (form.Content is not null)
                {
                    throw new RefusedException(CosCode.BadForm, "filecontent is there twice");
                }

                form.Content = await openContent(form);
                await CopyAsync(reader, form.Content, cancellationToken);
            }
            else if (form.Count >= MaxFields)
            {
                throw new RefusedException(CosCode.BadForm, "the form has too many fields");
            }
            else
            {
                await ReadFieldAsync(reader, name, form, cancellationToken);
            }
        }
    }

    private static async Task CopyAsync(MultipartReader reader, IContentSink content, CancellationToken cancellationToken)
    {
        while (true)
        {
            ReadOnlySequence<byte> piece = await reader.ReadContentAsync(cancellationToken);
            if (piece.IsEmpty)
            {
                content.Complete();
                return;
            }

            content.Write(piece);
        }
    }

    private static async Task ReadFieldAsync(
        MultipartReader reader, string name, RequestForm form, CancellationToken cancellationToken)
    {
        bool uploadParts = RequestForm.IsUploadParts(name);
        int limit = uploadParts ? MaxUploadPartsBytes : MaxFieldBytes;
        var value = new ArrayBufferWriter<byte>();
        while (true)
        {
            ReadOnlySequence<byte> piece = await reader.ReadContentAsync(cancellationToken);
            if (piece.IsEmpty && uploadParts)
            {
                form.UploadParts = value.WrittenMemory;
                return;
            }

            if (piece.IsEmpty)
            {
                form.Add(name, Encoding.UTF8.GetString(value.WrittenSpan));
                return;
            }

            if (value.WrittenCount + piece.Length > limit)
            {
                throw new RefusedException(CosCode.BadForm, $"the field {name} is too long");
            }

            foreach (ReadOnlyMemory<byte> block in piece)
            {
                value.Write(block.Span);
            }
        }
    }

    private static async Task ReadJsonAsync(PipeReader body, RequestForm form, CancellationToken cancellationToken)
    {
        while (true)
        {
            ReadResult read = await body.ReadAsync(cancellationToken);
            if (read.IsCanceled)
            {
                body.AdvanceTo(read.Buffer.Start);
                throw new BodyTimeoutException();
            }

            if (read.IsCompleted || read.Buffer.Length > MaxJsonBytes)
            {
                try
                {
                    ParseJson(read.Buffer, form);
                }
                finally
                {
                    body.AdvanceTo(read.Buffer.End);
                }

                return;
            }

            body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static void ParseJson(in ReadOnlySequence<byte> json, RequestForm form)
    {
        if (json.Length > MaxJsonBytes)
        {
            throw new RefusedException(CosCode.BadJson, "the JSON body is too long");
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new RefusedException(CosCode.BadJson, "the JSON body is not an object");
            }

            foreach (JsonProperty property in document.RootElement.EnumerateObject())
            {
                JsonElement value = property.Value;
                form.Add(property.Name, value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText());
            }
        }
        catch (JsonException broken)
        {
            throw new RefusedException(CosCode.BadJson, "the body is not JSON", broken);
        }
        catch (InvalidOperationException broken)
        {
            // A name or a text with half a character in it.
            throw new RefusedException(CosCode.BadJson, "the body is not Unicode", broken);
        }
    }
}
