using System.Text;
using CosSlice.Signatures;
using CosSlice.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace CosSlice.Tests.Engine;

/// <summary>A signature that was made where the key is, used where it is not.</summary>
public class GivenSignatureTests
{
    private const int Mebibyte = 1024 * 1024;

    [Fact]
    public async Task It_uploads_without_a_key_to_the_bucket_that_it_names()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("given.bin", 3 * Mebibyte);
        CosContext context = CosContext.CreateWithSignature(
            CosSignature.MultiEffect(service.Context, TimeSpan.FromMinutes(10)), endpoint: service.Emulator.Endpoint);

        CosFile stored = await service.UploadAsync(path, Service.Quick(sliced: true), context: context);

        await service.AssertStoredAsync(path);
        Assert.Equal("accesslog", stored.Bucket);
        Assert.Equal("10055004", stored.AppId);
        Assert.Equal("Signature", context.CredentialSource);
        Assert.InRange(context.SignatureExpiresAt!.Value, DateTime.UtcNow.AddMinutes(1), DateTime.UtcNow.AddMinutes(11));
    }

    [Fact]
    public async Task Near_its_end_no_slice_begins_those_on_their_way_go_on_and_a_new_one_carries_the_upload_on()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("expiring.bin", 4 * Mebibyte);
        FakeClock clock = new();
        CosContext shortLived = Signed(service, clock.UtcNow.AddMinutes(1));
        TransferOptions options = Service.Quick(sliced: true);
        options.ThrottleLimit = 2;
        using CosUploader uploader = new(service.Options(options), observer: null, clock);
        Gate gate = new(expected: 2);
        service.Faults.On("upload_slice_data", gate.PassAsync, times: 2);

        UploadHandle<CosFile> handle = uploader.Start(service.Request(path, context: shortLived), TestContext.Current.CancellationToken);
        await gate.Full.Guarded();
        clock.Advance(TimeSpan.FromSeconds(50));
        gate.Open();
        CosException failure = await Assert.ThrowsAsync<CosException>(() => handle.Completion).Guarded();
        CosFile stored = await service.UploadAsync(path, options, context: Signed(service, DateTimeOffset.UtcNow.AddMinutes(10)));

        Assert.Equal("SignatureExpired", failure.ErrorId);
        Assert.Equal(CosUploadState.Interrupted, failure.Upload!.State);
        Assert.Equal(2 * Mebibyte, failure.Upload.BytesSent);
        Assert.True(stored.Resumed);
        Assert.Equal(2 * Mebibyte, stored.BytesSent);
        await service.AssertStoredAsync(path);
    }

    [Fact]
    public async Task One_that_the_service_calls_expired_is_told_as_such()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("called.bin", 10);
        service.Faults.On("upload", Faults.Refuse(403, -96), times: 10);

        CosException failure = await Assert.ThrowsAsync<CosException>(
            () => service.UploadAsync(path, context: Signed(service, DateTimeOffset.UtcNow.AddMinutes(10))));

        Assert.Equal("SignatureExpired", failure.ErrorId);
        Assert.Equal(-96, Assert.IsType<CosServiceException>(failure.InnerException).Code);
    }

    [Fact]
    public async Task An_expired_one_is_refused_before_anything_is_sent()
    {
        await using Service service = await Service.StartAsync();

        CosException failure = await Assert.ThrowsAsync<CosException>(() => service.UploadAsync(
            service.Folder.File("old.bin", 10), context: Signed(service, DateTimeOffset.UtcNow.AddMinutes(-1))));

        Assert.Equal("SignatureExpired", failure.ErrorId);
        Assert.Empty(service.Emulator.Requests);
    }

    [Fact]
    public async Task What_needs_a_one_time_signature_says_so_and_how_to_make_one()
    {
        await using Service service = await Service.StartAsync();
        string mine = service.Folder.File("it's mine.bin", 2 * Mebibyte, seed: 1);
        await LostAnswerTests.LeaveHalfAsync(service, service.Folder.File("theirs.bin", 2 * Mebibyte, seed: 2), "it's mine.bin");

        CosException failure = await Assert.ThrowsAsync<CosException>(() => service.UploadAsync(
            mine, Service.Quick(sliced: true, force: true), context: Signed(service, DateTimeOffset.UtcNow.AddMinutes(10))));

        Assert.Equal("OneTimeSignatureNeeded", failure.ErrorId);
        Assert.Contains("New-CosSignature -Once -Key 'it''s mine.bin'", failure.RecommendedAction, StringComparison.Ordinal);
        Assert.Empty(service.Requests("delete"));
    }

    [Theory]
    [InlineData("1", "accesslog")]
    [InlineData("10055004", "other")]
    public void One_for_another_app_id_or_bucket_is_refused(string appId, string bucket)
    {
        string signature = CosSignature.MultiEffect(CosContext.Create(appId, bucket, secretId: "id", secretKey: "key"), TimeSpan.FromMinutes(1));

        CosException direct = Assert.Throws<CosException>(() => CosContext.CreateWithSignature(signature, "10055004", "accesslog"));
        CosContext merged = CosContext.Merge(
            CosContext.Create("10055004", "accesslog", "sh"), CosContext.CreateWithSignature(signature));
        CosException late = Assert.Throws<CosException>(merged.EnsureComplete);

        Assert.All([direct, late], failure => Assert.Equal("InvalidSignature", failure.ErrorId));
        Assert.All([direct, late], failure => Assert.DoesNotContain(signature, failure.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void A_one_time_signature_cannot_stand_in_for_a_key()
    {
        CosContext context = CosContext.Create("1", "b", secretId: "id", secretKey: "key");

        CosException failure = Assert.Throws<CosException>(
            () => CosContext.CreateWithSignature(CosSignature.OneTime(context, ObjectKey.Create("a"))));

        Assert.Equal("InvalidSignature", failure.ErrorId);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData((30 * 24 * 3600) + 1.0)]
    [InlineData(-1)]
    public void It_is_made_for_a_second_to_thirty_days(double seconds)
        => Assert.Equal("InvalidOption", Assert.Throws<CosException>(() => CosSignature.MultiEffect(
            CosContext.Create("1", "b", secretId: "id", secretKey: "key"), TimeSpan.FromSeconds(seconds))).ErrorId);

    [Fact]
    public void A_signature_cannot_sign_another_one()
    {
        string signature = CosSignature.MultiEffect(CosContext.Create("1", "b", secretId: "id", secretKey: "key"), TimeSpan.FromMinutes(1));

        Assert.Equal("CosCredentialMissing", Assert.Throws<CosException>(
            () => CosSignature.MultiEffect(CosContext.CreateWithSignature(signature), TimeSpan.FromMinutes(1))).ErrorId);
    }

    [Theory]
    [InlineData("a=1&k=id&e=1795589213.614&t=1795589100.1&r=1&f=&b=x", "x", 1795589213)]
    [InlineData("b=x&r=1234567890123456789&f=/1/x/a&t=1&e=1795589213&k=id&a=1", "x", 1795589213)]
    public void The_forms_that_other_clients_make_are_read(string plain, string bucket, long expires)
    {
        SignatureText text = SignatureText.Parse(Convert.ToBase64String([.. new byte[SignatureText.HashLength], .. Encoding.UTF8.GetBytes(plain)]));

        Assert.Equal(("1", bucket, "id"), (text.AppId, text.Bucket, text.SecretId));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(expires), text.ExpiresAt);
    }

    [Fact]
    public void Whatever_is_given_is_read_or_refused()
        => Prop.ForAll(Arb.From(Gen.OneOf(
            ArbMap.Default.GeneratorFor<string>(),
            ArbMap.Default.GeneratorFor<byte[]>().Select(bytes => Convert.ToBase64String(bytes ?? [])),
            ArbMap.Default.GeneratorFor<string>().Select(text => Convert.ToBase64String(
                [.. new byte[20], .. Encoding.UTF8.GetBytes("a=1&b=2&k=3&e=" + text)])))), value =>
        {
            try
            {
                return SignatureText.Parse(value ?? string.Empty).AppId.Length > 0;
            }
            catch (CosException refused)
            {
                return refused.ErrorId == "InvalidSignature";
            }
        }).QuickCheckThrowOnFailure();

    private static CosContext Signed(Service service, DateTimeOffset expires)
    {
        long now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        string signature = CosSignature.Sign(
            service.Context, (KeyCredential)service.Context.Credential!, expires.ToUnixTimeSeconds(), Math.Min(now, expires.ToUnixTimeSeconds() - 60), 1, string.Empty);
        return CosContext.CreateWithSignature(signature, endpoint: service.Emulator.Endpoint);
    }
}
