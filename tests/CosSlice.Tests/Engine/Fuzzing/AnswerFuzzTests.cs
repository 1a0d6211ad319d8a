using System.Globalization;
using System.Text;
using CosSlice.Http;
using CosSlice.Protocol;
using CosSlice.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.AspNetCore.Http;

namespace CosSlice.Tests.Engine.Fuzzing;

/// <summary>Whatever answers in the service's place, the outcome is a typed error or a right result, soon and without much memory.</summary>
public class AnswerFuzzTests
{
    private const int Mebibyte = 1024 * 1024;
    private const int SliceSize = Mebibyte / 2;

    private static readonly string[] Ops = ["upload", "upload_slice_init", "upload_slice_list", "upload_slice_data", "upload_slice_finish", "stat"];

    public static TheoryData<string> Places { get; } = [.. Ops, "upload_slice"];

    [Theory]
    [MemberData(nameof(Places))]
    public async Task The_corpus_in_an_answers_place_is_a_typed_error_or_a_right_result(string op)
    {
        await using Service service = await Service.StartAsync(options => options.InstantUpload = false);
        string path = service.Folder.File("a.bin", 10);
        RecordingObserver observer = new();
        using CosUploader uploader = Uploader(service, op, observer);
        foreach ((string name, byte[] bytes) in Corpus.Cases("answers"))
        {
            // Whoever says that the object is there has addresses of it, and nobody but the service can say that it lies.
            _ = await RunAsync(service, uploader, path, $"{op}/{name}", op, Raw(bytes));
        }

        Assert.All(observer.Notes.Concat(observer.Warnings), Plain.Assert);
    }

    /// <summary>The right answer with bytes of it changed, left out, doubled or put in, anywhere in an upload.</summary>
    [Fact]
    public async Task Answers_with_anything_done_to_them_are_a_typed_error_or_a_right_result()
    {
        await using Service service = await Service.StartAsync(options => options.InstantUpload = false);
        string path = service.Folder.File("a.bin", SliceSize + 1);
        Mutation mutation = new(Chance.New());
        for (int run = 0; run < 60; run++)
        {
            string op = Ops[run % Ops.Length];
            string key = string.Create(CultureInfo.InvariantCulture, $"{op}/{run}");
            RecordingObserver observer = new();
            using CosUploader uploader = Uploader(service, op, observer);
            if (await RunAsync(service, uploader, path, key, op, Faults.AlterBytes(mutation.Of)) && op != "stat")
            {
                await service.AssertStoredAsync(path, key);
            }

            Assert.All(observer.Notes.Concat(observer.Warnings), Plain.Assert);
        }
    }

    /// <summary>Any JSON in an answer's place: names that matter, and values of every kind and size.</summary>
    [Fact]
    public void Any_JSON_is_an_answer_or_a_typed_error()
    {
        Prop.ForAll(Json.Envelope.ToArbitrary(), text => IsTyped(Encoding.UTF8.GetBytes(text))).QuickCheckThrowOnFailure();
    }

    public static TheoryData<string, int> Huge { get; } = new()
    {
        { "text", 16 },
        { "text", 10 },
        { "name", 16 },
        { "digits", 16 },
        { "members", 16 },
        { "numbers", 16 },
        { "texts", 16 },
        { "objects", 16 },
        { "parts", 16 },
        { "open", 16 },
        { "escapes", 16 },
        { "spaces", 16 },
    };

    [Theory]
    [MemberData(nameof(Huge))]
    public void A_huge_answer_takes_little_memory_and_time(string kind, int mebibytes)
    {
        byte[] body = HugeBody(kind, mebibytes * Mebibyte);
        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.True(IsTyped(body));

        // A text of 16 MiB is held as it came and twice as characters, while it is read and cut.
        long taken = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(taken < 160L * Mebibyte, $"{kind}: {taken / Mebibyte} MiB");
    }

    [Fact]
    public void As_many_parts_as_a_file_can_have_are_read()
    {
        StringBuilder parts = new("""{"code":0,"data":{"session":"s","filesize":68719476736,"slice_size":1048576,"listparts":[""");
        for (int i = 0; i < 65_536; i++)
        {
            parts.Append(CultureInfo.InvariantCulture, $$"""{{(i > 0 ? "," : "")}}{"offset":{{i * (long)Mebibyte}},"datalen":1048576,"datasha":"x"}""");
        }

        byte[] body = Encoding.UTF8.GetBytes(parts.Append("]}}").ToString());

        Assert.Equal(65_536, Envelope.Open("x", new HttpAnswer(200, body, body.Length)).Data.Objects("listparts")!.Count);
    }

    private static byte[] HugeBody(string kind, int length)
    {
        (string head, string unit, string end) = kind switch
        {
            "text" => ("{\"code\":-1,\"message\":\"", "x", "\"}"),
            "name" => ("{\"code\":-1,\"", "n", "\":0}"),
            "digits" => ("{\"code\":-1,\"x\":1", "0", "}"),
            "members" => ("{\"code\":-1", ",\"\":0", "}"),
            "numbers" => ("{\"code\":0,\"data\":{\"listparts\":[0", ",0", "]}}"),
            "texts" => ("{\"code\":0,\"data\":{\"listparts\":[\"\"", ",\"\"", "]}}"),
            "objects" => ("{\"code\":0,\"data\":{\"listparts\":[{}", ",{}", "]}}"),
            "parts" => ("{\"code\":0,\"data\":{\"listparts\":[{\"offset\":0,\"datalen\":1}", ",{\"offset\":0,\"datalen\":1}", "]}}"),
            "open" => ("{\"code\":0,\"data\":", "[", string.Empty),
            "escapes" => ("{\"code\":-1,\"message\":\"", "\\u0000", "\"}"),
            _ => ("{\"code\":0,\"data\":{}", " ", "}"),
        };
        StringBuilder body = new(head, length);
        int count = (length - head.Length - end.Length) / unit.Length;
        body.Insert(head.Length, unit, count).Append(end);
        return Encoding.UTF8.GetBytes(body.ToString());
    }

    private static Func<HttpContext, RequestDelegate, Task> Raw(byte[] bytes) => async (context, _) =>
    {
        await context.Request.Body.CopyToAsync(Stream.Null);
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes);
    };

    private static CosUploader Uploader(Service service, string op, IUploadObserver observer)
    {
        TransferOptions options = Service.Quick(sliced: op != "upload");
        options.SliceSize = SliceSize;
        options.MaximumRetryCount = 3;
        return service.Uploader(options, observer);
    }

    private static async Task<bool> RunAsync(
        Service service, CosUploader uploader, string path, string key, string op, Func<HttpContext, RequestDelegate, Task> answer)
    {
        if (op == "upload_slice_list")
        {
            service.Faults.On("upload_slice_init", Faults.Refuse(409, -4019));
        }

        service.Faults.On(op, answer);
        UploadRequest request = service.Request(path, key, op == "upload_slice" ? service.V1 : service.Context);
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        Exception? failure = await Record.ExceptionAsync(
            () => op == "stat" ? AskAsync(service, key) : uploader.Start(request, cancellation).Completion).AsTask().Guarded();

        Assert.True(failure is null or CosException, $"{key}: {failure}");
        Plain.Assert((CosException?)failure);
        return failure is null;
    }

    private static async Task<CosFile> AskAsync(Service service, string key)
    {
        using CosInspector inspector = new(service.Options());
        return await inspector.GetAsync(service.Context, ObjectKey.Create(key), TestContext.Current.CancellationToken);
    }

    private static bool IsTyped(byte[] body)
    {
        try
        {
            ServiceAnswer answer = Envelope.Open("upload_slice_list", new HttpAnswer(200, body, body.Length));
            _ = answer.Data.Objects("listparts")?.Sum(part => part.Integer("offset") is null ? 0 : 1);
            _ = (answer.Data.Text("session"), answer.Data.Integer("slice_size"), ShaText.Of(answer.Data.Text("sha")));
            _ = ObjectAnswer.IsIn(answer) ? ObjectAnswer.Read(answer) : null;
            return true;
        }
        catch (CosException refused)
        {
            Plain.Assert(refused);
            return true;
        }
    }
}
