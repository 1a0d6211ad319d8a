using System.Security.Cryptography.X509Certificates;
using CosSlice.Emulator;
using CosSlice.Emulator.Hosting;

namespace CosSlice.Tests.Emulator;

public sealed class HostTests
{
    [Fact]
    public async Task Https_is_served_with_a_certificate_made_at_the_start()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(
            options => options.Urls = ["https://127.0.0.1:0", "http://127.0.0.1:0"]);
        Assert.Equal("http", emulator.Host.Endpoint.Scheme);
        Uri secure = Assert.IsType<Uri>(emulator.Host.SecureEndpoint);
        using X509Certificate2 certificate = Assert.IsType<X509Certificate2>(emulator.Host.Certificate);
        Assert.False(certificate.HasPrivateKey);

        using var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.Add(certificate);
        using var client = new HttpClient(handler);
        foreach (string host in new[] { "127.0.0.1", "localhost" })
        {
            using HttpResponseMessage answer = await client.GetAsync(
                new Uri($"https://{host}:{secure.Port}{TestEmulator.Path("a")}"), TestEmulator.Cancellation)
                .WaitAsync(TestEmulator.Patience, TestEmulator.Cancellation);
            Assert.Equal(404, (int)answer.StatusCode);
        }
    }

    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://[::]:0")]
    [InlineData("http://*:0")]
    [InlineData("http://example.org:0")]
    [InlineData("http://192.0.2.1:0")]
    public async Task Only_loopback_addresses_are_listened_on(string url)
    {
        await Assert.ThrowsAsync<EmulatorConfigurationException>(() => TestEmulator.StartAsync(options => options.Urls = [url]));
        Assert.NotNull(ListenAddress.Parse(url, allowRemote: true));
    }

    [Fact]
    public async Task A_store_has_one_emulator_at_a_time()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string store = emulator.Host.StorePath;
        await Assert.ThrowsAsync<EmulatorConfigurationException>(() => TestEmulator.StartAsync(options => options.Store = store));
    }

    [Fact]
    public async Task A_temporary_store_is_gone_afterwards_and_a_named_one_stays()
    {
        string store;
        await using (TestEmulator emulator = await TestEmulator.StartAsync())
        {
            store = emulator.Host.StorePath;
            Assert.True(Directory.Exists(store));
            await emulator.Host.StopAsync();
            Assert.True(Directory.Exists(store));
        }

        Assert.False(Directory.Exists(store));
        await using (TestEmulator named = await TestEmulator.StartAsync(options => options.Store = store))
        {
            Assert.Equal(store, named.Host.StorePath);
        }

        Assert.True(Directory.Exists(store));
        Directory.Delete(store, recursive: true);
    }

    [Fact]
    public void The_command_line_sets_every_option()
    {
        EmulatorOptions options = EmulatorSettings.Read(
        [
            "--urls", "http://127.0.0.1:1;https://127.0.0.1:2", "--store", "x", "--profile", "LENIENT", "--answer-datamd5", "false",
            "--serial-upload", "--slice-size=524288", "--overwrite-discards-unfinished", "true", "--init-continues-without-sha", "true",
            "--instant-upload", "false", "--same-file", "uploaded", "--check-datasha", "false", "--check-datamd5", "false",
            "--repeated-slice", "keep", "--listed-parts", "merged", "--list-sha-suffix", "_1", "--clock-offset", "-90.5",
            "--missing-folder", "notfound", "--list-maximum", "7", "--v1-answer-next-offset", "--v1-repeated-slice", "refuse",
            "--v1-parallel", "--v1-check-slice-sha", "--v1-other-upload", "Refuse", "--v1-example-forms",
            "--body-timeout", "1.5", "--allow-remote", "true", "--quiet",
            "--Accounts:0:AppId", "1", "--Accounts:0:SecretId", "id", "--Accounts:0:SecretKey", "key", "--Accounts:0:Buckets:0", "b",
            "--Accounts:0:Region", "gz", "--discard", "--faults", "--fault-rules", "r.json", "--fault-seed", "-7", "--fault-rate", "0.25",
            "--fault-kinds", "reset, hang",
        ]);
        Assert.Equal(["http://127.0.0.1:1", "https://127.0.0.1:2"], options.Urls);
        Assert.Equal(("x", EmulatorProfile.Lenient, 524_288L), (options.Store, options.Profile, options.SliceSize));
        Assert.True(options.Discard);
        Assert.Equal((true, "r.json", -7L, 0.25), (options.Faults, options.FaultRules, options.FaultSeed, options.FaultRate));
        Assert.Equal(["reset", "hang"], options.FaultKinds);
        Assert.Equal((false, true, true, true), (options.AnswerDataMd5, options.SerialUpload, options.Quiet, options.AllowRemote));
        Assert.Equal((true, true), (options.OverwriteDiscardsUnfinished, options.InitContinuesWithoutSha));
        Assert.Equal((false, SameFile.Uploaded), (options.InstantUpload, options.SameFile));
        Assert.Equal((false, false), (options.CheckDataSha, options.CheckDataMd5));
        Assert.Equal((RepeatedSlice.Keep, ListedParts.Merged, "_1"), (options.RepeatedSlice, options.ListedParts, options.ListShaSuffix));
        Assert.Equal(TimeSpan.FromSeconds(-90.5), options.ClockOffset);
        Assert.Equal((MissingFolder.NotFound, 7), (options.MissingFolder, options.ListMaximum));
        Assert.Equal((true, V1RepeatedSlice.Refuse), (options.V1AnswerNextOffset, options.V1RepeatedSlice));
        Assert.Equal((true, true, true), (options.V1Parallel, options.V1CheckSliceSha, options.V1ExampleForms));
        Assert.Equal(V1OtherUpload.Refuse, options.V1OtherUpload);
        Assert.Equal(TimeSpan.FromSeconds(1.5), options.BodyTimeout);
        EmulatorAccount account = Assert.Single(options.Accounts);
        Assert.Equal(("1", "id", "key", "gz"), (account.AppId, account.SecretId, account.SecretKey, account.Region));
        Assert.Equal(["b"], account.Buckets);
    }

    [Theory]
    [InlineData("--profile", "1")]
    [InlineData("--missing-folder", "maybe")]
    [InlineData("--list-maximum", "0")]
    [InlineData("--v1-other-upload", "-1")]
    [InlineData("--v1-parallel", "perhaps")]
    [InlineData("--faults", "perhaps")]
    [InlineData("--fault-seed", "x")]
    [InlineData("--fault-rate", "1.01")]
    public void A_value_that_means_nothing_is_refused(string name, string value)
    {
        EmulatorConfigurationException refused =
            Assert.Throws<EmulatorConfigurationException>(() => EmulatorSettings.Read([name, value]));
        Assert.Contains($"'{value}'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_configured_key_is_not_printed()
    {
        var account = new EmulatorAccount { AppId = "1", SecretId = "id", SecretKey = "canary", Buckets = ["b"] };
        var options = new EmulatorOptions { Quiet = true, Accounts = [account] };
        await using EmulatorHost host = await EmulatorHost.StartAsync(options, cancellationToken: TestEmulator.Cancellation);
        using var output = new StringWriter(System.Globalization.CultureInfo.InvariantCulture);
        Greeting.Write(output, host, options);
        Assert.Contains($"Listening on {host.Endpoint.GetLeftPart(UriPartial.Authority)}", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("canary", output.ToString(), StringComparison.Ordinal);
    }
}
