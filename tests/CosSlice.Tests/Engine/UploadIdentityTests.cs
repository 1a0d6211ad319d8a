using CosSlice.Transfer;

namespace CosSlice.Tests.Engine;

/// <summary>An upload is remembered by the id of its target, and every version finds it by the same one.</summary>
public class UploadIdentityTests
{
    // The first 16 bytes of the SHA-256 of endpoint, app id, bucket, version and key, a line each.
    [Theory]
    [InlineData("http://127.0.0.1:8080/cos", 4, "logs/2026/\u4e2d.bin", "fa3ea4c4f17f1629c0d08e7833816bd8")]
    [InlineData("http://127.0.0.1:8080/cos/", 4, "logs/2026/\u4e2d.bin", "fa3ea4c4f17f1629c0d08e7833816bd8")]
    [InlineData(null, 4, "a", "03fac4ed9aeb287e6e01be28a202723b")]
    [InlineData(null, 1, "a", "fd05ce815f6743b0752eb751da88fd9e")]
    public void A_targets_id_stays_what_it_is(string? endpoint, int apiVersion, string key, string expected)
    {
        CosContext context = CosContext.Create(
            "10055004", "accesslog", "sh", endpoint is null ? null : new Uri(endpoint), "AKIDid", "key", apiVersion: apiVersion);

        Assert.Equal(expected, UploadIdentity.Of(context, key));
        Assert.Equal(expected, UploadIdentity.Of(context, key));
    }
}
