using System.Text;
using CosSlice.Signatures;
using CosSlice.Tests.Support;

namespace CosSlice.Tests.Engine;

/// <summary>The documentation's own vectors, and the header that the slice pages show.</summary>
public class SignatureTests
{
    private static readonly CosContext Docs = CosContext.Create(
        "200001", "newbucket", "sh", null, "AKIDUfLUEUigQiXqm7CVSspKJnuaiIKtxqAv", "bLcPnl88WU30VY57ipRhSePfPdOfSruK");

    private static KeyCredential Key => (KeyCredential)Docs.Credential!;

    [Theory]
    [InlineData(1470736940, 1470737000, 490258943, "", "v6+um3VE3lxGz97PmnSg6+/V9PZhPTIwMDAwMSZiPW5ld2J1Y2tldCZrPUFLSURVZkxVRVVpZ1FpWHFtN0NWU3NwS0pudWFpSUt0eHFBdiZlPTE0NzA3MzcwMDAmdD0xNDcwNzM2OTQwJnI9NDkwMjU4OTQzJmY9")]
    [InlineData(1470736940, 0, 490258943, "/200001/newbucket/tencent_test.jpg", "CkZ0/gWkHy3f76ER7k6yXgzq7w1hPTIwMDAwMSZiPW5ld2J1Y2tldCZrPUFLSURVZkxVRVVpZ1FpWHFtN0NWU3NwS0pudWFpSUt0eHFBdiZlPTAmdD0xNDcwNzM2OTQwJnI9NDkwMjU4OTQzJmY9LzIwMDAwMS9uZXdidWNrZXQvdGVuY2VudF90ZXN0LmpwZw==")]
    [InlineData(1437995644, 1437995704, 2081660421, "", "wHgvVkXpcZ3d+G0rOkAJml3R5NdhPTIwMDAwMSZiPW5ld2J1Y2tldCZrPUFLSURVZkxVRVVpZ1FpWHFtN0NWU3NwS0pudWFpSUt0eHFBdiZlPTE0Mzc5OTU3MDQmdD0xNDM3OTk1NjQ0JnI9MjA4MTY2MDQyMSZmPQ==")]
    public void The_documentations_vectors_come_out(long now, long expires, long nonce, string fileId, string expected)
        => Assert.Equal(expected, CosSignature.Sign(Docs, Key, expires, now, nonce, fileId));

    [Fact]
    public void A_multi_effect_signature_says_who_where_and_until_when()
    {
        FakeClock clock = new() { Start = DateTimeOffset.FromUnixTimeSeconds(1470736940) };

        Dictionary<string, string> fields = Plain(Key.MultiEffect(Docs, new ServerClock(clock)));

        Assert.Equal("200001", fields["a"]);
        Assert.Equal("newbucket", fields["b"]);
        Assert.Equal("AKIDUfLUEUigQiXqm7CVSspKJnuaiIKtxqAv", fields["k"]);
        Assert.Equal("1470736940", fields["t"]);
        Assert.Equal("1470737540", fields["e"]);
        Assert.Equal(string.Empty, fields["f"]);
        Assert.InRange(fields["r"].Length, 1, 10);
    }

    [Fact]
    public void A_one_time_signature_is_bound_to_the_encoded_object()
    {
        Dictionary<string, string> fields = Plain(CosSignature.OneTime(Docs, ObjectKey.Create("a b/中")));

        Assert.Equal("0", fields["e"]);
        Assert.Equal("/200001/newbucket/a%20b/%E4%B8%AD", fields["f"]);
    }

    [Fact]
    public void The_header_of_the_slice_pages_has_the_form_that_is_made_here()
    {
        const string shown = "uusZlBVdpHf800YuKImvK5zvw75hPTEwMDU1MDA0Jms9QUtJRHpuOHd3S3VYanhpeFFBa1JCQzJEUlhCdFBkN0NybEpRJmU9MTQ3MjY0Nzc4MCZ0PTE0NzI2NDc2MDAmcj0xMDYwMzQ1OTM4JmY9JmI9YWNjZXNzbG9n";

        Dictionary<string, string> fields = Plain(shown);

        Assert.Equal("10055004", fields["a"]);
        Assert.Equal("accesslog", fields["b"]);
        Assert.Equal("AKIDzn8wwKuXjxixQAkRBC2DRXBtPd7CrlJQ", fields["k"]);
        Assert.Equal("1472647780", fields["e"]);
        Assert.Equal("1472647600", fields["t"]);
        Assert.Equal("1060345938", fields["r"]);
        Assert.Equal(string.Empty, fields["f"]);
        Assert.Equal(Plain(CosSignature.MultiEffect(Docs, TimeSpan.FromHours(1))).Keys.Order(), fields.Keys.Order());
    }

    private static Dictionary<string, string> Plain(string signature)
    {
        const int hashLength = 20;
        byte[] bytes = Convert.FromBase64String(signature);
        return Encoding.UTF8.GetString(bytes, hashLength, bytes.Length - hashLength)
            .Split('&')
            .Select(pair => pair.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1]);
    }
}
