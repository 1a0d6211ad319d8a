using System.Text;
using CosSlice.Signatures;
using CosSlice.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace CosSlice.Tests.Engine;

/// <summary>The documentation pages' own examples: what is sent has their fields and values, and their answers are read as what they say.</summary>
public class SeedExampleTests
{
    private const string Session = "58ccd1b3120e85c4ebb7b786154408df4fe22230cb8f328d41599b237661855d6242793ba2481c1ac0b1277051003cab";

    // Sources: cloud.tencent.com/document/product/436/6067, 6068 and 6074.
    private const string InitAnswer = $$$"""{"code":0,"message":"SUCCESS","data":{"session":"{{{Session}}}","slice_size":524288}}""";

    private const string DataAnswer = $$"""
        {
            "code": 0, 
            "message": "SUCCESS", 
            "data": {
                "datalen": 36864, 
                "offset": 0, 
                "session": "{{Session}}"
            }
        }
        """;

    private const string FinishAnswer = """
        {
            "code": 0, 
            "message": "SUCCESS", 
            "data": {
                "access_url": "http://accesslog-10055004.file.myqcloud.com/testfolder/111.txt", 
                "preview_url": "http://accesslog-10055004.preview.myqcloud.com/testfolder/111.txt?cmd=txt_preview", 
                "resource_path": "/10055004/accesslog/testfolder/111.txt", 
                "source_url": "http://accesslog-10055004.cossh.myqcloud.com/testfolder/111.txt", 
                "url": "http://sh.file.myqcloud.com/files/v2/10055004/accesslog/testfolder/111.txt"
            }
        }
        """;

    private const string SeedSlice = $"""
        ------------------------------adb78d5a54eb
        Content-Disposition: form-data; name="op"

        upload_slice_data
        ------------------------------adb78d5a54eb
        Content-Disposition: form-data; name="session"

        {Session}
        ------------------------------adb78d5a54eb
        Content-Disposition: form-data; name="offset"

        0
        ------------------------------adb78d5a54eb
        Content-Disposition: form-data; name="filecontent"

        CONTENT
        ------------------------------adb78d5a54eb--

        """;

    private const string SeedFinish = $"""
        ------------------------------2335c30f02ab
        Content-Disposition: form-data; name="op"

        upload_slice_finish
        ------------------------------2335c30f02ab
        Content-Disposition: form-data; name="session"

        {Session}
        ------------------------------2335c30f02ab
        Content-Disposition: form-data; name="filesize"

        36864
        ------------------------------2335c30f02ab--

        """;

    [Fact]
    public async Task The_slice_and_finish_examples_are_what_is_sent_for_their_file_and_their_answers_make_the_result()
    {
        await using Service service = await Service.StartAsync();
        string content = new('x', 36864);
        string path = Path.Combine(service.Folder.Path, "111.txt");
        await File.WriteAllTextAsync(path, content, TestContext.Current.CancellationToken);
        List<SentForm> sent = [];
        Answer("upload_slice_init", InitAnswer);
        Answer("upload_slice_data", DataAnswer);
        Answer("upload_slice_finish", FinishAnswer);

        CosFile stored = await service.UploadAsync(path, Service.Quick(sliced: true, CosChecksum.None), "testfolder/111.txt");

        Assert.Equal("/files/v2/10055004/accesslog/testfolder/111.txt", sent[1].Path);
        Assert.Equal(await ParseAsync(SeedSlice.Replace("CONTENT", content, StringComparison.Ordinal)), sent[1].Fields.OrderBy(field => field.Key, StringComparer.Ordinal));
        Assert.Equal(await ParseAsync(SeedFinish), sent[2].Fields.OrderBy(field => field.Key, StringComparer.Ordinal));
        Assert.All(sent, form =>
        {
            Assert.StartsWith("multipart/form-data; boundary=", form.Headers["Content-Type"].ToString(), StringComparison.Ordinal);
            Assert.False(string.IsNullOrEmpty(form.Headers["Content-Length"]));
            Assert.Equal("10055004", SignatureText.Parse(form.Headers["Authorization"].ToString()).AppId);
            Assert.Equal("accesslog", SignatureText.Parse(form.Headers["Authorization"].ToString()).Bucket);
        });
        Assert.Equal("http://accesslog-10055004.file.myqcloud.com/testfolder/111.txt", stored.AccessUrl);
        Assert.Equal("http://accesslog-10055004.preview.myqcloud.com/testfolder/111.txt?cmd=txt_preview", stored.PreviewUrl);
        Assert.Equal("/10055004/accesslog/testfolder/111.txt", stored.ResourcePath);
        Assert.Equal("http://accesslog-10055004.cossh.myqcloud.com/testfolder/111.txt", stored.SourceUrl);
        Assert.Equal("http://sh.file.myqcloud.com/files/v2/10055004/accesslog/testfolder/111.txt", stored.Url);
        Assert.Equal(36864, stored.BytesSent);

        void Answer(string op, string body) => service.Faults.On(op, (context, next) => SentForm.Keep(sent)(
            context, inner => Faults.Answer(200, "application/json; charset=utf-8", body)(inner, next)));
    }

    [Fact]
    public async Task The_finish_page_wants_the_sha_where_init_had_it()
    {
        await using Service service = await Service.StartAsync();
        List<SentForm> sent = [];
        service.Faults.On("upload_slice_finish", SentForm.Keep(sent));

        CosFile stored = await service.UploadAsync(service.Folder.File("sha.bin", 36864), Service.Quick(sliced: true));

        Assert.Equal(["filesize", "op", "session", "sha"], sent[0].Fields.Keys.Order());
        Assert.Equal(stored.Sha1, sent[0]["sha"]);
    }

    [Theory]
    [InlineData("""{"code":0,"message":"SUCCESS","data":{"session":"s+/=","offset":3145728,"slice_size":1048576}}""", 3145728, null)]
    [InlineData("""{"code":0,"message":"成功","data":{"session":"s+/=","offset":"0","slice_size":"1048576"}}""", 0, null)]
    [InlineData("""{"code":0,"message":"SUCCESS","data":{"access_url":"http://a","url":"http://u","resource_path":"/1/b/x"}}""", 0, "http://a")]
    public async Task The_v1_pages_first_answer_is_a_place_to_start_or_a_result(string answer, long start, string? accessUrl)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("v1.bin", 4 * 1024 * 1024);
        List<SentForm> sent = [];
        service.Faults
            .On("upload_slice", Faults.Answer(200, "/", answer))
            .On("upload_slice", (context, next) => SentForm.Keep(sent)(context, inner => Faults.Refuse(400, -5999)(inner, next)));

        Exception? failure = await Record.ExceptionAsync(() => service.UploadAsync(path, Service.Quick(sliced: true), context: service.V1));

        if (accessUrl is not null)
        {
            Assert.Null(failure);
            Assert.Empty(sent);
            return;
        }

        Assert.Equal(-5999, Assert.IsType<CosServiceException>(failure).Code);
        Assert.Equal(start.ToString(System.Globalization.CultureInfo.InvariantCulture), sent[0]["offset"]);
        Assert.Equal("s+/=", sent[0]["session"]);
    }

    private static async Task<IEnumerable<KeyValuePair<string, string>>> ParseAsync(string body)
    {
        DefaultHttpContext context = new();
        byte[] bytes = Encoding.UTF8.GetBytes(body.ReplaceLineEndings("\r\n"));
        context.Request.Body = new MemoryStream(bytes);
        context.Request.ContentLength = bytes.Length;
        context.Request.ContentType = "multipart/form-data; boundary=" + body[2..body.IndexOf('\n')].TrimEnd();
        IFormCollection form = await context.Request.ReadFormAsync();
        return form.Select(field => KeyValuePair.Create(field.Key, field.Value.ToString())).OrderBy(field => field.Key, StringComparer.Ordinal);
    }
}
