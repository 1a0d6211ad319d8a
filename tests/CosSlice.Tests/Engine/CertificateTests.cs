using System.Security.Cryptography.X509Certificates;
using CosSlice.Tests.Roles;
using CosSlice.Tests.Support;

namespace CosSlice.Tests.Engine;

/// <summary>A server proves who it is before it is shown a signature.</summary>
public class CertificateTests
{
    /// <summary>
    /// In a process of its own, which trusts the test's authority and no other: OpenSSL takes its roots from a file that the environment
    /// names, so that nothing of the machine's own is touched.
    /// </summary>
    [Fact]
    public async Task A_wrong_name_an_expired_and_a_self_signed_certificate_are_refused_where_a_right_one_is_taken()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere a process has no roots of its own.");
        using TempFolder folder = new();
        using Certificates authority = new();
        using Certificates stranger = new();
        string roots = Path.Combine(folder.Path, "roots.pem");
        await File.WriteAllTextAsync(roots, authority.Pem, TestContext.Current.CancellationToken);
        string none = Directory.CreateDirectory(Path.Combine(folder.Path, "none")).FullName;
        (X509Certificate2 Certificate, string Expected)[] cases =
        [
            (authority.Sign(), AskRole.Answered),
            (authority.Sign("cos.example"), "ConnectionNotSecure"),
            (authority.Sign(from: -3, to: -2), "ConnectionNotSecure"),
            (authority.Sign(from: 2, to: 3), "ConnectionNotSecure"),
            (Certificates.SelfSigned(), "ConnectionNotSecure"),
            (stranger.Sign(), "ConnectionNotSecure"),
            (authority.Sign(), AskRole.Answered),
        ];
        RawServer[] servers = [.. cases.Select(one => new RawServer(_ => Stat(), one.Certificate))];
        string[] arguments = [RoleProcess.OwnProgram, TestProgram.Mark, nameof(AskRole), .. servers.Select(server => server.Endpoint.AbsoluteUri)];

        await using RoleProcess asking = await RoleProcess.StartAsync(
            "dotnet", arguments, folder.Path, ("SSL_CERT_FILE", roots), ("SSL_CERT_DIR", none));
        IReadOnlyList<string> said = await asking.ToEndAsync();

        Assert.Equal(cases.Select(one => one.Expected), said);
        Assert.Equal(cases.Select(one => one.Expected == AskRole.Answered ? 1 : 0), servers.Select(server => server.Heads.Count));
        foreach (RawServer server in servers)
        {
            await server.DisposeAsync();
        }
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task An_upload_shows_its_signature_to_nobody_who_cannot_say_who_it_is(bool skips, bool sliced)
    {
        using TempFolder folder = new();
        await using RawServer server = new(_ => RawServer.Answer(400, """{"code":-1,"message":"m"}"""), Certificates.SelfSigned());
        TransferOptions options = folder.WithState(Service.Quick(sliced));
        options.SkipCertificateCheck = skips;
        using CosUploader uploader = new(options);
        UploadRequest request = new(
            CosContext.Create("1", "b", null, server.Endpoint, "id", "key"), folder.File("a.bin", 10), ObjectKey.Create("k"));

        CosException failure = await Assert.ThrowsAnyAsync<CosException>(
            () => uploader.Start(request, TestContext.Current.CancellationToken).Completion).Guarded();

        Assert.Equal(skips ? "CosServiceError" : "ConnectionNotSecure", failure.ErrorId);
        Assert.Equal(skips, !server.Heads.IsEmpty);
    }

    private static byte[] Stat() => RawServer.Answer(200, """{"code":0,"data":{"filesize":1,"filelen":1,"access_url":"http://a"}}""");
}
