using System.Text.Json;
using CosSlice.Emulator.Storage;

namespace CosSlice.Emulator.Operations;

/// <summary>
/// The addresses that an answer carries, as in the example of cloud.tencent.com/document/product/436/6070. The documents
/// don't say how a name with other than plain characters looks in them; here every path is percent-encoded,
/// resource_path too, so that it is the very id that a signature is bound to.
/// </summary>
internal sealed class ObjectUrls(EmulatorOptions options)
{
    public void Write(Utf8JsonWriter json, ObjectName name)
    {
        string region = options.Accounts.FirstOrDefault(account => account.AppId == name.AppId)?.Region ?? "sh";
        string host = $"{name.Bucket}-{name.AppId}";
        string path = name.EncodedKey;
        json.WriteString("access_url", $"http://{host}.file.myqcloud.com/{path}");
        json.WriteString("preview_url", $"http://{host}.preview.myqcloud.com/{path}?cmd=txt_preview");
        json.WriteString("resource_path", $"/{name.AppId}/{name.Bucket}/{path}");
        json.WriteString("source_url", $"http://{host}.cos{region}.myqcloud.com/{path}");
        json.WriteString("url", $"http://{region}.file.myqcloud.com/files/v2/{name.AppId}/{name.Bucket}/{path}");
    }
}
