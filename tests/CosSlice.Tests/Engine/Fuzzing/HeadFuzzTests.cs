using CosSlice.Tests.Support;

namespace CosSlice.Tests.Engine.Fuzzing;

/// <summary>Whatever comes over the connection, HTTP or not, the outcome is a typed error or a right result.</summary>
public class HeadFuzzTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_corpus_in_an_answers_place_is_a_typed_error_or_a_right_result(bool asks)
    {
        using TempFolder folder = new();
        string path = folder.File("a.bin", 10);
        foreach ((string name, byte[] bytes) in Corpus.Cases("heads"))
        {
            await AssertTypedAsync(folder, path, bytes, asks, name);
        }
    }

    [Fact]
    public async Task An_answer_with_anything_done_to_it_is_a_typed_error_or_a_right_result()
    {
        using TempFolder folder = new();
        string path = folder.File("a.bin", 10);
        Random random = Chance.New();
        byte[] right = RawServer.Answer(
            200,
            """{"code":0,"message":"SUCCESS","request_id":"r","data":{"access_url":"http://a/k","resource_path":"/1/b/k","filesize":10,"filelen":10}}""",
            "Date: Sun, 22 Nov 2026 12:00:00 GMT",
            "Content-Type: application/json; charset=utf-8",
            "Retry-After: 1",
            "x-cos-request-id: r");
        for (int run = 0; run < 150; run++)
        {
            byte[] mutated = new Mutation(random).Of(right);
            await AssertTypedAsync(folder, path, mutated, asks: run % 2 == 0, Convert.ToBase64String(mutated));
        }
    }

    [Theory]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT")]
    [InlineData("Thu, 01 Jan 2201 00:00:00 GMT")]
    [InlineData("Mon, 01 Jan 0001 00:00:00 GMT")]
    public async Task A_service_that_lives_at_the_end_of_time_stops_nobodys_clock(string date)
    {
        using TempFolder folder = new();
        await using RawServer server = new(_ => RawServer.Answer(403, """{"code":-96,"message":"expired"}""", "Date: " + date));
        CosContext context = CosContext.Create("1", "b", null, server.Endpoint, "id", "key");
        FakeClock clock = new();
        using CosUploader uploader = new(folder.WithState(Service.Quick()), null, clock);

        for (int i = 0; i < 3; i++)
        {
            // Time goes on between the requests, and so does the service's.
            clock.Advance(TimeSpan.FromMinutes(20));
            UploadRequest request = new(context, folder.File("a.bin", 10), ObjectKey.Create("k"));
            CosException failure = await Assert.ThrowsAnyAsync<CosException>(
                () => uploader.Start(request, TestContext.Current.CancellationToken).Completion).Guarded();
            Assert.Equal("CosServiceError", failure.ErrorId);
        }
    }

    private static async Task AssertTypedAsync(TempFolder folder, string path, byte[] answer, bool asks, string what)
    {
        await using RawServer server = new(_ => answer);
        CosContext context = CosContext.Create("1", "b", null, server.Endpoint, "id", "key");
        TransferOptions options = folder.WithState(Service.Quick());
        options.MaximumRetryCount = 1;
        options.RetryTimeout = TimeSpan.FromMilliseconds(100);
        options.NoProxy = true;
        RecordingObserver observer = new();
        Exception? failure;
        if (asks)
        {
            using CosInspector inspector = new(options, observer);
            failure = await Record.ExceptionAsync(() => inspector.GetAsync(context, ObjectKey.Create("k"), TestContext.Current.CancellationToken)).AsTask().Guarded();
        }
        else
        {
            using CosUploader uploader = new(options, observer);
            UploadRequest request = new(context, path, ObjectKey.Create("k"));
            failure = await Record.ExceptionAsync(() => uploader.Start(request, TestContext.Current.CancellationToken).Completion).AsTask().Guarded();
        }

        Assert.All(observer.Notes.Concat(observer.Warnings), Plain.Assert);
        if (failure is not null)
        {
            Assert.True(failure is CosException, $"{what}: {failure}");
            Plain.Assert((CosException)failure);
        }
    }
}
