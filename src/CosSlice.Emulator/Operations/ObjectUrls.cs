using System.Text.Json;
using CosSlice.Emulator.Requests;
using CosSlice.Emulator.Storage;

namespace CosSlice.Emulator.Operations;

/// <summary>
/// The addresses that an answer carries, as in the examples of cloud.tencent.com/document/product/436/6070 and of the v1
/// page on uploads by slices. The documents don't say how a name with other than plain characters looks in them; here
/// every path is percent-encoded, resource_path too, so that it is the very id that a signature is bound to.
/// </summary>
internal sealed class ObjectUrls(EmulatorOptions options)
{
    /// <summary>Writes all of them, for the operations that make an object.</summary>
    public void Write(Utf8JsonWriter json, ObjectName name, ApiVersion version)
    {
        WriteForReading(json, name, version);
        string path = $"{name.AppId}/{name.Bucket}/{name.EncodedKey}";
        string shown = ExampleForm(version) ? name.EncodedKey : path;
        json.WriteString("resource_path", $"/{shown}");
        json.WriteString("url", version == ApiVersion.V1
            ? $"http://web.file.myqcloud.com/files/v1/{shown}"
            : $"http://{Region(name)}.file.myqcloud.com/files/v2/{path}");
    }

    /// <summary>Writes those that the object's bytes are read from, for stat and list.</summary>
    public void WriteForReading(Utf8JsonWriter json, ObjectName name, ApiVersion version)
    {
        string host = $"{name.Bucket}-{name.AppId}";
        string path = name.EncodedKey;
        json.WriteString("access_url", $"http://{host}.file.myqcloud.com/{path}");
        if (version == ApiVersion.V4)
        {
            json.WriteString("preview_url", $"http://{host}.preview.myqcloud.com/{path}?cmd=txt_preview");
        }

        string region = version == ApiVersion.V4 ? Region(name) : "";
        json.WriteString("source_url", $"http://{host}.cos{region}.myqcloud.com/{path}");
    }

    /// <summary>The SHA-1 as an answer has it.</summary>
    public string Sha(string? sha, ApiVersion version) =>
        ExampleForm(version) ? (sha ?? "").ToUpperInvariant() : sha ?? "";

    private string Region(ObjectName name) =>
        options.Accounts.FirstOrDefault(account => account.AppId == name.AppId)?.Region ?? "sh";

    private bool ExampleForm(ApiVersion version) => version == ApiVersion.V1 && options.V1ExampleForms;
}
