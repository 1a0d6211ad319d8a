using System.Text;
using System.Text.Json.Nodes;
using CosSlice.Emulator.Requests;

namespace CosSlice.Emulator.Faults;

/// <summary>The path that faults are asked for, set and cleared by.</summary>
internal sealed class FaultControl(FaultGate gate)
{
    public const string Path = "/-/faults";

    private const int MaxBytes = 16 * 1024 * 1024;

    public async Task HandleAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path != Path)
        {
            await next(context);
            return;
        }

        switch (context.Request.Method)
        {
            case "GET":
                break;
            case "PUT":
                try
                {
                    gate.Set(FaultReader.Read(await BodyAsync(context)));
                }
                catch (FaultRuleException wrong)
                {
                    await WriteAsync(context, StatusCodes.Status400BadRequest, "text/plain; charset=utf-8", wrong.Message + "\n");
                    return;
                }

                break;
            case "DELETE":
                gate.Set(null);
                break;
            default:
                context.Response.Headers.Allow = "GET, PUT, DELETE";
                await WriteAsync(
                    context, StatusCodes.Status405MethodNotAllowed, "text/plain; charset=utf-8", "GET, PUT and DELETE are answered here.\n");
                return;
        }

        JsonObject told = gate.Plan?.Describe()
            ?? new JsonObject { ["rules"] = new JsonArray(), ["random"] = null, ["log"] = new JsonArray() };
        await WriteAsync(context, StatusCodes.Status200OK, "application/json; charset=utf-8", told.ToJsonString());
    }

    private static async Task<byte[]> BodyAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        byte[] block = new byte[64 * 1024];
        while (await context.Request.Body.ReadAsync(block, context.RequestAborted) is > 0 and int read)
        {
            body.Write(block, 0, read);
            if (body.Length > MaxBytes)
            {
                await BodyDrain.DrainAsync(context.Request.BodyReader, context.RequestAborted);
                throw new FaultRuleException("$", "it is longer than 16 MiB");
            }
        }

        return body.ToArray();
    }

    private static Task WriteAsync(HttpContext context, int status, string contentType, string text)
    {
        byte[] body = Encoding.UTF8.GetBytes(text);
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }
}
