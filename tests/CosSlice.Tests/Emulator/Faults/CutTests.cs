using System.Security.Cryptography.X509Certificates;

namespace CosSlice.Tests.Emulator.Faults;

/// <summary>Connections that are closed or reset before, inside or after a request or its answer.</summary>
public sealed class CutTests
{
    private const int Mebibyte = FaultyEmulator.Mebibyte;

    public static TheoryData<string, string, int?, bool> Places()
    {
        var places = new TheoryData<string, string, int?, bool>();
        foreach (string fault in new[] { "close", "reset" })
        {
            places.Add(fault, "\"at\":\"before\"", 0, false);
            places.Add(fault, "\"at\":\"request\",\"byte\":0", 0, false);
            places.Add(fault, "\"at\":\"request\",\"byte\":500000", 0, false);
            places.Add(fault, "\"at\":\"request\",\"byte\":99999999", 0, false);
            places.Add(fault, "\"at\":\"request\"", 0, false);
            places.Add(fault, "\"at\":\"answer\",\"byte\":0", 0, true);
            places.Add(fault, "\"at\":\"answer\",\"byte\":1", 1, true);
            places.Add(fault, "\"at\":\"answer\",\"byte\":250", 250, true);
            places.Add(fault, "\"at\":\"answer\",\"byte\":99999", null, true);
            places.Add(fault, "\"at\":\"answer\"", null, true);
            places.Add(fault, "\"at\":\"after\"", 0, true);
            places.Add(fault, "\"at\":\"after\",\"stored\":true", 0, true);
            places.Add(fault, "\"at\":\"after\",\"stored\":false", 0, false);
        }

        return places;
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task A_connection_ends_where_it_was_said_and_the_slice_is_there_or_not(string fault, string parameters, int? bytes, bool stored)
    {
        await using FaultyEmulator emulator = await FaultyEmulator.StartAsync();
        string session = await emulator.Client.InitAsync("a", 2 * Mebibyte);
        await emulator.RuleAsync($$"""{"op":"upload_slice_data","offset":1048576,"times":1,"fault":"{{fault}}",{{parameters}}}""");
        byte[] slice = TestEmulator.RandomBytes(Mebibyte);
        (string, object)[] fields = [("op", "upload_slice_data"), ("session", session), ("offset", Mebibyte), ("filecontent", slice)];

        Outcome cut = await emulator.ExchangeAsync("a", fields);

        Assert.Equal(fault == "reset" ? ConnectionEnd.Reset : ConnectionEnd.Closed, cut.End);
        Assert.Equal(stored ? [Mebibyte] : (long[])[], await emulator.SlicesAsync("a"));
        if (bytes is { } expected)
        {
            Assert.Equal(expected, cut.Received.Length);
        }
        else
        {
            Assert.InRange(cut.Received.Length, 100, 10_000);
            Assert.InRange(cut.Received.Length - cut.Text.IndexOf("\r\n\r\n", StringComparison.Ordinal) - 4, 0, long.Parse(cut.Header("Content-Length")!, System.Globalization.CultureInfo.InvariantCulture) - 1);
        }

        // What broke off leaves nothing behind that the next one trips over.
        Outcome again = await emulator.ExchangeAsync("a", fields);
        Assert.Equal((ConnectionEnd.GoesOn, 0), (again.End, again.Code));
        Assert.Equal(0, (await emulator.Client.SliceAsync("a", session, 0, slice)).Code);
        Assert.Equal(0, (await emulator.Client.FinishAsync("a", session, 2 * Mebibyte)).Code);
        Assert.Equal((byte[])[.. slice, .. slice], (await emulator.Client.GetAsync("a")).Body);
    }

    [Theory]
    [InlineData("close")]
    [InlineData("reset")]
    public async Task What_the_service_had_read_of_a_broken_request_is_there_but_not_recorded(string fault)
    {
        await using FaultyEmulator emulator = await FaultyEmulator.StartAsync();
        string session = await emulator.Client.InitAsync("a", Mebibyte);
        await emulator.RuleAsync($$"""{"op":"upload_slice_data","fault":"{{fault}}","at":"request","byte":600000}""");
        byte[] slice = TestEmulator.RandomBytes(Mebibyte);

        await emulator.ExchangeAsync("a", ("op", "upload_slice_data"), ("session", session), ("offset", 0), ("filecontent", slice));

        Assert.Empty(await emulator.SlicesAsync("a"));
        string data = Directory.GetFiles(emulator.Client.Host.StorePath, "data-*", SearchOption.AllDirectories).Single();
        byte[] half = await File.ReadAllBytesAsync(data, TestEmulator.Cancellation);
        Assert.InRange(half.Length, 500_000, 600_000);
        Assert.Equal(slice[..half.Length], half);
    }

    [Theory]
    [InlineData("close", "before", false)]
    [InlineData("reset", "before", false)]
    [InlineData("close", "request", false)]
    [InlineData("reset", "answer", true)]
    [InlineData("close", "after", true)]
    public async Task Other_ops_are_cut_alike(string fault, string at, bool stored)
    {
        await using FaultyEmulator emulator = await FaultyEmulator.StartAsync();
        await emulator.RuleAsync($$"""{"op":"upload","fault":"{{fault}}","at":"{{at}}","times":1}""");

        Outcome cut = await emulator.ExchangeAsync("small", ("op", "upload"), ("filecontent", "content"));

        Assert.NotEqual(ConnectionEnd.GoesOn, cut.End);
        Assert.Equal(stored ? 200 : 404, (int)(await emulator.Client.GetAsync("small")).Status);
    }

    [Fact]
    public async Task A_request_without_a_body_is_cut_too()
    {
        await using FaultyEmulator emulator = await FaultyEmulator.StartAsync();
        await emulator.RuleAsync("""{"op":"stat","fault":"reset","at":"request","times":1}""");

        await Assert.ThrowsAsync<HttpRequestException>(() => emulator.Client.StatAsync("a"));

        Assert.Equal(-197, (await emulator.Client.StatAsync("a")).Code);
    }

    [Theory]
    [InlineData("close", "answer")]
    [InlineData("reset", "answer")]
    [InlineData("close", "after")]
    [InlineData("reset", "before")]
    public async Task Encrypted_connections_are_cut_too(string fault, string at)
    {
        await using FaultyEmulator emulator = await FaultyEmulator.StartAsync(options => options.Urls = ["https://127.0.0.1:0", "http://127.0.0.1:0"]);
        await emulator.RuleAsync($$"""{"op":"upload","fault":"{{fault}}","at":"{{at}}","times":1}""");
        using var handler = new SocketsHttpHandler { UseProxy = false };
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        using X509Certificate2 certificate = emulator.Client.Host.Certificate!;
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.Add(certificate);
        using var client = new HttpClient(handler);

        await Assert.ThrowsAsync<HttpRequestException>(PostAsync);

        Assert.Equal(1, await emulator.HitsAsync());
        Assert.Equal(at == "before" ? 404 : 200, (int)(await emulator.Client.GetAsync("small")).Status);

        async Task PostAsync()
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(emulator.Client.Host.SecureEndpoint!, TestEmulator.Path("small")));
            request.Headers.TryAddWithoutValidation("Authorization", TestEmulator.Sign());
            request.Content = new ByteArrayContent(TestEmulator.Form(("op", "upload"), ("filecontent", "content")));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", $"multipart/form-data; boundary={TestEmulator.Boundary}");
            using HttpResponseMessage answer = await client.SendAsync(request, TestEmulator.Cancellation)
                .WaitAsync(TestEmulator.Patience, TestEmulator.Cancellation);
        }
    }
}
