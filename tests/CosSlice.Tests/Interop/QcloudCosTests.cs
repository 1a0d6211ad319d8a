namespace CosSlice.Tests.Interop;

/// <summary>qcloud_cos, for files/v1.</summary>
public class QcloudCosTests(NodeClients clients) : QcloudTests(clients, "qcloud-cos.js")
{
    private protected override bool HasMore(ClientAnswer page) => page.Data.GetProperty("has_more").GetBoolean();
}
