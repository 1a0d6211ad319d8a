using System.Globalization;
using CosSlice.Emulator;
using CosSlice.Emulator.Signatures;

namespace CosSlice.Tests.Emulator;

public sealed class SignatureTests
{
    private const string Multi =
        "v6+um3VE3lxGz97PmnSg6+/V9PZhPTIwMDAwMSZiPW5ld2J1Y2tldCZrPUFLSURVZkxVRVVpZ1FpWHFtN0NWU3NwS0pudWFpSUt0eHFBdiZlPTE0NzA3MzcwMDAmdD0xNDcwNzM2OTQwJnI9NDkwMjU4OTQzJmY9";

    private const string Once =
        "CkZ0/gWkHy3f76ER7k6yXgzq7w1hPTIwMDAwMSZiPW5ld2J1Y2tldCZrPUFLSURVZkxVRVVpZ1FpWHFtN0NWU3NwS0pudWFpSUt0eHFBdiZlPTAmdD0xNDcwNzM2OTQwJnI9NDkwMjU4OTQzJmY9LzIwMDAwMS9uZXdidWNrZXQvdGVuY2VudF90ZXN0LmpwZw==";

    private const string Older =
        "wHgvVkXpcZ3d+G0rOkAJml3R5NdhPTIwMDAwMSZiPW5ld2J1Y2tldCZrPUFLSURVZkxVRVVpZ1FpWHFtN0NWU3NwS0pudWFpSUt0eHFBdiZlPTE0Mzc5OTU3MDQmdD0xNDM3OTk1NjQ0JnI9MjA4MTY2MDQyMSZmPQ==";

    private const string Seed =
        "uusZlBVdpHf800YuKImvK5zvw75hPTEwMDU1MDA0Jms9QUtJRHpuOHd3S3VYanhpeFFBa1JCQzJEUlhCdFBkN0NybEpRJmU9MTQ3MjY0Nzc4MCZ0PTE0NzI2NDc2MDAmcj0xMDYwMzQ1OTM4JmY9JmI9YWNjZXNzbG9n";

    private static readonly EmulatorAccount Documented = new()
    {
        AppId = "200001",
        SecretId = "AKIDUfLUEUigQiXqm7CVSspKJnuaiIKtxqAv",
        SecretKey = "bLcPnl88WU30VY57ipRhSePfPdOfSruK",
        Buckets = ["newbucket"],
    };

    [Theory]
    [InlineData(Multi, 1_470_736_941, -197, 404)]
    [InlineData(Multi, 1_470_737_000, -197, 404)]
    [InlineData(Multi, 1_470_737_001, -96, 403)]
    [InlineData(Older, 1_437_995_645, -197, 404)]
    [InlineData(Older, 1_437_995_705, -96, 403)]
    public async Task The_documents_own_signatures_are_taken_in_their_time(string signature, long now, int code, int status)
    {
        await using TestEmulator emulator = await Vectors(now);
        WireAnswer answer = await emulator.SendAsync(HttpMethod.Get, "/files/v2/200001/newbucket/a?op=stat", null, signature);
        answer.AssertRefused(code, status);
    }

    [Fact]
    public async Task The_documents_one_time_signature_is_taken_for_its_file_and_once()
    {
        await using TestEmulator emulator = await Vectors(1_470_736_941);
        byte[] delete = """{"op":"delete"}"""u8.ToArray();
        const string target = "/files/v2/200001/newbucket/tencent_test.jpg";
        (await emulator.SendAsync(HttpMethod.Post, "/files/v2/200001/newbucket/other.jpg", delete, Once, "application/json"))
            .AssertRefused(-63, 403);
        (await emulator.SendAsync(HttpMethod.Post, target, delete, Once, "application/json")).AssertRefused(-197, 404);
        (await emulator.SendAsync(HttpMethod.Post, target, delete, Once, "application/json")).AssertRefused(-77, 403);
    }

    [Fact]
    public void The_header_of_the_documents_example_reads_as_they_say()
    {
        Signature signature = Signature.Parse(Seed);
        Assert.Equal("10055004", signature.AppId);
        Assert.Equal("AKIDzn8wwKuXjxixQAkRBC2DRXBtPd7CrlJQ", signature.SecretId);
        Assert.Equal("accesslog", signature.Bucket);
        Assert.Equal(1_472_647_780, signature.Expires);
        Assert.Equal(1_472_647_600, signature.Issued);
        Assert.Equal("", signature.FileId);
        Assert.False(signature.IsOneTime);
        Assert.False(signature.IsSignedWith("another key"));
    }

    [Fact]
    public async Task A_signature_is_judged_before_anything_is_read()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        await Refused(emulator, null, -81);
        await Refused(emulator, "", -81);
        await Refused(emulator, "not Base64!", -48);
        await Refused(emulator, Convert.ToBase64String(new byte[20]), -48);
        await Refused(emulator, new string('A', 2052), -46180);
        await Refused(emulator, TestEmulator.Sign(secretId: "AKIDnobody"), -47);
        await Refused(emulator, TestEmulator.Sign(secretKey: "wrong"), -97);
        await Refused(emulator, TestEmulator.Sign(appId: "10055005"), -70);
        await Refused(emulator, TestEmulator.Sign(bucket: "other"), -61);
        await Refused(emulator, TestEmulator.Sign(fileId: "/10055004/accesslog/other"), -63);
        await Refused(emulator, TestEmulator.Sign(fileId: "/10055004/accesslog/a b"), -63);
        await Refused(emulator, TestEmulator.Sign(expires: "0"), -76);
        await Refused(emulator, TestEmulator.SignOnce("a"), -74);
        await Refused(emulator, TestEmulator.SignText("a=10055004&b=accesslog&k=AKIDemulator&e=x&t=1&r=1&f="), -48);
        foreach (string missing in new[] { "a", "b", "k", "e", "t", "r" })
        {
            IEnumerable<string> fields = new[] { "a=10055004", "b=accesslog", "k=AKIDemulator", "e=9999999999", "t=1", "r=1", "f=" }
                .Where(field => !field.StartsWith(missing + "=", StringComparison.Ordinal));
            await Refused(emulator, TestEmulator.SignText(string.Join('&', fields)), -57);
        }

        Assert.All(emulator.Host.Requests, record => Assert.Equal(403, record.HttpStatus));
    }

    [Fact]
    public async Task The_generations_have_their_own_codes_for_some_faults()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        await BothAsync(TestEmulator.Sign(secretId: "AKIDnobody"), -79, -47);
        await BothAsync("not Base64!", -5998, -48);
        await BothAsync(Convert.ToBase64String(new byte[20]), -5998, -48);
        await BothAsync(TestEmulator.SignText("a=10055004&b=accesslog&k=AKIDemulator&e=x&t=1&r=1&f="), -5998, -48);
        await BothAsync(TestEmulator.Sign(appId: "1"), -82, -46642, appId: "1");
        await BothAsync(TestEmulator.Sign(bucket: "none"), -133, -133, 404, bucket: "none");
        (await emulator.SendAsync(HttpMethod.Get, "/files/v2/10055004/Bad_Name/a?op=stat", null, TestEmulator.Sign(bucket: "Bad_Name")))
            .AssertRefused(-199, 400);

        async Task BothAsync(string signature, int v1, int v4, int status = 403, string appId = "10055004", string bucket = "accesslog")
        {
            foreach ((string version, int code) in new[] { ("v1", v1), ("v2", v4) })
            {
                (await emulator.SendAsync(HttpMethod.Get, $"/files/{version}/{appId}/{bucket}/a?op=stat", null, signature))
                    .AssertRefused(code, status);
            }
        }
    }

    [Fact]
    public async Task A_one_time_operation_takes_no_multi_effect_signature()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        (await emulator.SendAsync(
            HttpMethod.Post, TestEmulator.Path("a"), """{"op":"delete"}"""u8.ToArray(), TestEmulator.Sign(), "application/json"))
            .AssertRefused(-73, 403);
    }

    [Fact]
    public async Task A_lenient_profile_lets_a_multi_effect_signature_delete()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(options => options.Profile = EmulatorProfile.Lenient);
        await emulator.PostAsync("a", ("op", "upload"), ("filecontent", "x"));
        byte[] delete = """{"op":"delete"}"""u8.ToArray();
        WireAnswer deleted = await emulator.SendAsync(
            HttpMethod.Post, TestEmulator.Path("a"), delete, TestEmulator.Sign(fileId: "/10055004/accesslog/a"), "application/json");
        Assert.Equal(0, deleted.Code);
        (await emulator.GetAsync("a")).AssertRefused(-197, 404);

        // A one-time one is still good for one time.
        await emulator.PostAsync("a", ("op", "upload"), ("filecontent", "x"));
        string once = TestEmulator.SignOnce("a");
        Assert.Equal(0, (await emulator.SendAsync(HttpMethod.Post, TestEmulator.Path("a"), delete, once, "application/json")).Code);
        (await emulator.SendAsync(HttpMethod.Post, TestEmulator.Path("a"), delete, once, "application/json")).AssertRefused(-77, 403);
    }

    [Fact]
    public async Task The_longest_period_is_thirty_days()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);
        await using TestEmulator emulator = await TestEmulator.StartAsync(options => options.Clock = new ManualClock(now));
        string exact = (now.ToUnixTimeSeconds() + (30 * 86_400)).ToString(CultureInfo.InvariantCulture);
        string over = (now.ToUnixTimeSeconds() + (30 * 86_400) + 1).ToString(CultureInfo.InvariantCulture);
        await Refused(emulator, TestEmulator.Sign(at: now, expires: exact), -197, 404);
        await Refused(emulator, TestEmulator.Sign(at: now, expires: over), -53);

        await using TestEmulator lenient = await TestEmulator.StartAsync(options =>
        {
            options.Clock = new ManualClock(now);
            options.Profile = EmulatorProfile.Lenient;
        });
        await Refused(lenient, TestEmulator.Sign(at: now, expires: over), -197, 404);
    }

    [Theory]
    [InlineData("a=10055004&k=AKIDemulator&e={0}&t={1}&r=1060345938&f=&b=accesslog")]
    [InlineData("a=10055004&b=accesslog&k=AKIDemulator&e={0}&t={1}&r=1&f=/10055004/accesslog/a")]
    [InlineData("a=10055004&b=accesslog&k=AKIDemulator&e={0}&t={1}&r=1&f=/10055004/accesslog/")]
    [InlineData("b=accesslog&f=&r=1234567890123456789&t={1}.25&e={0}.614&k=AKIDemulator&a=10055004")]
    [InlineData("a=10055004&b=accesslog&k=AKIDemulator&e={0}&t={1}&r=1")]
    public async Task The_order_of_the_fields_and_fractions_do_not_matter(string plain)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        long now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        string signature = TestEmulator.SignText(string.Format(CultureInfo.InvariantCulture, plain, now + 60, now));
        await Refused(emulator, signature, -197, 404);
    }

    [Fact]
    public async Task The_signature_may_stand_in_the_query()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string sign = TestEmulator.Sign();
        string target = TestEmulator.Path("a") + "?op=stat&sign=";
        (await emulator.SendAsync(HttpMethod.Get, target + Uri.EscapeDataString(sign), null, null)).AssertRefused(-197, 404);
        (await emulator.SendAsync(HttpMethod.Get, target + sign, null, null)).AssertRefused(-197, 404);
    }

    [Fact]
    public async Task A_key_opens_only_its_own_app_id()
    {
        EmulatorAccount other = new() { AppId = "1", SecretId = "AKIDother", SecretKey = "k", Buckets = ["b"] };
        await using TestEmulator emulator = await TestEmulator.StartAsync(
            options => options.Accounts = [EmulatorAccount.Default(), other]);
        await Refused(emulator, TestEmulator.Sign(secretId: "AKIDother", secretKey: "k"), -64);
        (await emulator.SendAsync(
            HttpMethod.Get, "/files/v1/10055004/accesslog/a?op=stat", null, TestEmulator.Sign(secretId: "AKIDother", secretKey: "k")))
            .AssertRefused(-62, 403);
        string own = TestEmulator.Sign(appId: "1", bucket: "b", secretId: "AKIDother", secretKey: "k");
        (await emulator.SendAsync(HttpMethod.Get, "/files/v2/1/b/a?op=stat", null, own)).AssertRefused(-197, 404);
        string unknownBucket = TestEmulator.Sign(appId: "1", bucket: "c", secretId: "AKIDother", secretKey: "k");
        (await emulator.SendAsync(HttpMethod.Get, "/files/v2/1/c/a?op=stat", null, unknownBucket)).AssertRefused(-133, 404);
    }

    private static Task<TestEmulator> Vectors(long now) => TestEmulator.StartAsync(options =>
    {
        options.Accounts = [Documented];
        options.Clock = new ManualClock(DateTimeOffset.FromUnixTimeSeconds(now));
    });

    private static async Task Refused(TestEmulator emulator, string? signature, int code, int status = 403) =>
        (await emulator.SendAsync(HttpMethod.Get, TestEmulator.Path("a") + "?op=stat", null, signature)).AssertRefused(code, status);
}
