using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace CosSlice.Emulator.Faults;

/// <summary>The service's answer, before anybody has heard it.</summary>
internal sealed class CapturedAnswer(HttpResponse response, byte[] body)
{
    public byte[] Body { get; set; } = body;

    /// <summary>Runs the service and keeps what it answers.</summary>
    public static async Task<CapturedAnswer> TakeAsync(HttpContext context, RequestDelegate service)
    {
        IHttpResponseBodyFeature wire = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        using var unheard = new MemoryStream();
        var held = new StreamResponseBodyFeature(unheard);
        context.Features.Set<IHttpResponseBodyFeature>(held);
        try
        {
            await service(context);
            await held.Writer.FlushAsync();
        }
        finally
        {
            context.Features.Set(wire);
        }

        return new CapturedAnswer(context.Response, unheard.ToArray());
    }

    /// <summary>The envelope of a success; null for any other answer.</summary>
    public JsonObject? Success()
    {
        if (response.StatusCode != StatusCodes.Status200OK)
        {
            return null;
        }

        try
        {
            return JsonNode.Parse(Body) is JsonObject root && root["code"]?.GetValue<int>() == 0 ? root : null;
        }
        catch (JsonException)
        {
            // An object's bytes.
            return null;
        }
    }

    /// <summary>The data of a success; null for any other answer.</summary>
    public JsonObject? Data(out JsonObject? root)
    {
        root = Success();
        return root?["data"] as JsonObject;
    }

    public void Replace(JsonObject root) => Body = JsonSerializer.SerializeToUtf8Bytes(root);

    /// <summary>Answers with it, and the connection goes on.</summary>
    public async Task SendAsync()
    {
        response.ContentLength = Body.Length;
        await response.Body.WriteAsync(Body, response.HttpContext.RequestAborted);
    }

    /// <summary>Head and body as bytes for the wire.</summary>
    /// <param name="contentLength">What the head tells of the body; null for its real length.</param>
    public byte[] ToBytes(long? contentLength = null)
    {
        response.ContentLength = contentLength ?? Body.Length;
        response.Headers.Connection = "close";
        var head = new StringBuilder($"HTTP/1.1 {response.StatusCode} {ReasonPhrases.GetReasonPhrase(response.StatusCode)}\r\n");
        foreach ((string name, Microsoft.Extensions.Primitives.StringValues values) in response.Headers)
        {
            foreach (string? value in values)
            {
                head.Append(name).Append(": ").Append(value).Append("\r\n");
            }
        }

        return [.. Encoding.Latin1.GetBytes(head.Append("\r\n").ToString()), .. Body];
    }
}
