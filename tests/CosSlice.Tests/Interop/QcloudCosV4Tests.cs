namespace CosSlice.Tests.Interop;

/// <summary>
/// qcloud_cos_v4, for files/v2. It has no setting for the service's address, so what it takes for a region is the emulator's
/// address, and requests come with a first path segment sh.file.myqcloud.com, which the emulator steps over.
/// </summary>
public class QcloudCosV4Tests(NodeClients clients) : QcloudTests(clients, "qcloud-cos-v4.js")
{
    private protected override bool HasMore(ClientAnswer page) => !page.Data.GetProperty("listover").GetBoolean();
}
