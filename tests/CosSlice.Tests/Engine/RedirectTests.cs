using CosSlice.Tests.Support;

namespace CosSlice.Tests.Engine;

/// <summary>
/// A redirect is an answer like any other that is not the service's: it is told, and not followed. What would be repeated
/// elsewhere is a signature and a file's content.
/// </summary>
public class RedirectTests
{
    public static TheoryData<int, bool, bool> All { get; } = new MatrixTheoryData<int, bool, bool>(
        [301, 302, 303, 307, 308], [false, true], [false, true]);

    [Theory]
    [MemberData(nameof(All))]
    public async Task It_is_not_followed(int status, bool toAnotherHost, bool asks)
    {
        using TempFolder folder = new();
        await using RawServer other = new(_ => Stored());
        string place = string.Empty;
        await using RawServer server = new(head => head.Contains(" /moved", StringComparison.Ordinal)
            ? Stored()
            : RawServer.Answer(status, "<html/>", "Location: " + place));
        place = new Uri(toAnotherHost ? other.Endpoint : server.Endpoint, "/moved").AbsoluteUri;
        CosContext context = CosContext.Create("1", "b", null, server.Endpoint, "id", "key");
        TransferOptions options = folder.WithState(Service.Quick());
        options.MaximumRetryCount = 1;

        CosException failure = await Assert.ThrowsAnyAsync<CosException>(() => asks ? AskAsync() : SendAsync()).Guarded();

        Assert.Equal(("InvalidResponse", (int?)status), (failure.ErrorId, failure.HttpStatus));
        Assert.Empty(other.Heads);
        Assert.NotEmpty(server.Heads);
        Assert.DoesNotContain(server.Heads, head => head.Contains("/moved", StringComparison.Ordinal));

        async Task<CosFile> AskAsync()
        {
            using CosInspector inspector = new(options);
            return await inspector.GetAsync(context, ObjectKey.Create("k"), TestContext.Current.CancellationToken);
        }

        async Task<CosFile> SendAsync()
        {
            using CosUploader uploader = new(options);
            UploadRequest request = new(context, folder.File("a.bin", 10), ObjectKey.Create("k"));
            return await uploader.Start(request, TestContext.Current.CancellationToken).Completion;
        }
    }

    private static byte[] Stored() => RawServer.Answer(
        200, """{"code":0,"data":{"access_url":"http://a/k","resource_path":"/1/b/k","filesize":10,"filelen":10}}""");
}
