using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace CosSlice.Tests.Support;

/// <summary>A form as it was sent, read by the framework's own parser.</summary>
internal sealed class SentForm
{
    private SentForm(IHeaderDictionary headers, IFormCollection fields, PathString path)
    {
        Headers = headers.ToDictionary(StringComparer.OrdinalIgnoreCase);
        Fields = fields.ToDictionary(field => field.Key, field => field.Value.ToString());
        Path = path;
    }

    public IReadOnlyDictionary<string, StringValues> Headers { get; }

    /// <summary>Every field as text, the content too.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; }

    public string Path { get; }

    public string? this[string field] => Fields.GetValueOrDefault(field);

    /// <summary>Keeps the form and lets the request go on as it came.</summary>
    public static Func<HttpContext, RequestDelegate, Task> Keep(ICollection<SentForm> forms) => async (context, next) =>
    {
        context.Request.EnableBuffering();
        IFormCollection form = await context.Request.ReadFormAsync(new() { ValueLengthLimit = int.MaxValue, BufferBodyLengthLimit = long.MaxValue }, default);
        lock (forms)
        {
            forms.Add(new SentForm(context.Request.Headers, form, context.Request.Path));
        }

        context.Request.Body.Position = 0;
        await next(context);
    };
}
