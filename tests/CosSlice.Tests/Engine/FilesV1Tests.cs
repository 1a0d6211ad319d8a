using System.Security.Cryptography;
using CosSlice.Emulator;
using CosSlice.Tests.Support;

namespace CosSlice.Tests.Engine;

/// <summary>The conversation of files/v1: one op, no last step, and the service says where to start.</summary>
public class FilesV1Tests
{
    private const int Mebibyte = 1024 * 1024;

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(Mebibyte - 1, true)]
    [InlineData(Mebibyte, true)]
    [InlineData(Mebibyte + 1, true)]
    [InlineData((20 * Mebibyte) + 12345, true)]
    public async Task A_file_goes_up_and_is_the_same(long length, bool sliced)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("v1.bin", length);

        CosFile stored = await service.UploadAsync(path, Service.Quick(sliced), context: service.V1);

        await service.AssertStoredAsync(path);
        Assert.Equal(1, stored.ApiVersion);
        Assert.Equal(length, stored.BytesSent);
        Assert.Equal(Convert.ToHexStringLower(SHA1.HashData(File.ReadAllBytes(path))), stored.Sha1);
        Assert.NotNull(stored.AccessUrl);
        Assert.NotNull(stored.ResourcePath);
        Assert.False(stored.InstantUpload);
        Assert.False(stored.Resumed);
    }

    [Fact]
    public async Task The_first_request_has_no_content_and_each_slice_its_own_sha()
    {
        await using Service service = await Service.StartAsync(options => options.V1CheckSliceSha = true);
        string path = service.Folder.File("fields.bin", (2 * Mebibyte) + 5);
        List<SentForm> forms = [];
        service.Faults.On("upload_slice", SentForm.Keep(forms), times: 10);

        await service.UploadAsync(path, Service.Quick(sliced: true), context: service.V1);

        byte[] content = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal("/files/v1/10055004/accesslog/fields.bin", forms[0].Path);
        Assert.Equal(["filesize", "op", "sha", "slice_size"], forms[0].Fields.Keys.Order());
        Assert.Equal(Convert.ToHexStringLower(SHA1.HashData(content)), forms[0]["sha"]);
        Assert.Equal(["0", "1048576", "2097152"], forms.Skip(1).Select(form => form["offset"]));
        Assert.All(forms.Skip(1), form => Assert.Equal(["filecontent", "offset", "op", "session", "sha"], form.Fields.Keys.Order()));
        Assert.Equal(Convert.ToHexStringLower(SHA1.HashData(content.AsSpan(2 * Mebibyte))), forms[3]["sha"]);
        Assert.Single(forms.Skip(1).Select(form => form["session"]).Distinct());
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Either_reading_of_the_answers_offset_and_numbers_as_strings_are_taken(bool next, bool exampleForms)
    {
        await using Service service = await Service.StartAsync(options =>
        {
            options.V1AnswerNextOffset = next;
            options.V1ExampleForms = exampleForms;
        });
        string path = service.Folder.File("offset.bin", (3 * Mebibyte) + 1);
        service.Faults.On("upload_slice", Faults.Alter(body => System.Text.RegularExpressions.Regex.Replace(
            body, "\"(offset|slice_size)\":(\\d+)", "\"$1\":\"$2\"")), times: 10);

        await service.UploadAsync(path, Service.Quick(sliced: true), context: service.V1);

        await service.AssertStoredAsync(path);
    }

    [Fact]
    public async Task An_answer_for_another_offset_is_none()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("other.bin", 3 * Mebibyte);
        service.Faults
            .On("upload_slice", (context, next) => next(context))
            .On("upload_slice", Faults.Alter(body => body.Replace("\"offset\":0", "\"offset\":12345", StringComparison.Ordinal)), times: 10);

        CosException failure = await Assert.ThrowsAsync<CosException>(
            () => service.UploadAsync(path, Service.Quick(sliced: true), context: service.V1));

        Assert.Equal("InvalidResponse", failure.ErrorId);
    }

    [Fact]
    public async Task An_interrupted_upload_goes_on_where_the_service_says()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("again.bin", (4 * Mebibyte) + 9);
        await TakeUpTests.InterruptAsync(service, path, afterSlices: 2, context: service.V1);

        CosFile stored = await service.UploadAsync(path, Service.Quick(sliced: true), context: service.V1);

        await service.AssertStoredAsync(path);
        Assert.True(stored.Resumed);
        Assert.Equal((2 * Mebibyte) + 9, stored.BytesSent);
    }

    [Fact]
    public async Task The_same_file_again_is_not_sent_again()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("twice.bin", 2 * Mebibyte);
        CosFile first = await service.UploadAsync(path, Service.Quick(sliced: true), context: service.V1);

        CosFile again = await service.UploadAsync(path, Service.Quick(sliced: true), context: service.V1);

        Assert.True(again.InstantUpload);
        Assert.Equal(0, again.BytesSent);
        Assert.Equal(first.AccessUrl, again.AccessUrl);
        Assert.Equal(first.ResourcePath, again.ResourcePath);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task The_upload_ends_right_whichever_answer_was_lost(int request)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("lost.bin", 3 * Mebibyte);
        service.Faults.On("upload_slice", (context, next) => next(context), times: request).On("upload_slice", Faults.LoseAnswer);

        CosFile stored = await service.UploadAsync(path, Service.Quick(sliced: true), context: service.V1).Guarded();

        await service.AssertStoredAsync(path);
        Assert.False(stored.InstantUpload);
        Assert.NotNull(stored.AccessUrl);
    }

    [Theory]
    [InlineData(V1RepeatedSlice.Refuse)]
    public async Task A_service_that_refuses_a_slice_twice_is_asked_where_to_go_on(V1RepeatedSlice repeated)
    {
        await using Service service = await Service.StartAsync(options => options.V1RepeatedSlice = repeated);
        string path = service.Folder.File("twice.bin", 3 * Mebibyte);
        service.Faults.On("upload_slice", (context, next) => next(context), times: 2).On("upload_slice", Faults.LoseAnswer);

        await service.UploadAsync(path, Service.Quick(sliced: true), context: service.V1).Guarded();

        await service.AssertStoredAsync(path);
    }

    [Theory]
    [InlineData(-4019)]
    [InlineData(-4026)]
    [InlineData(-4027)]
    [InlineData(-290)]
    [InlineData(-286)]
    [InlineData(-4013)]
    [InlineData(-5983)]
    public async Task Codes_that_ask_to_start_over_or_call_the_session_bad_are_obeyed(int code)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("over.bin", 4 * Mebibyte);
        List<SentForm> forms = [];
        service.Faults
            .On("upload_slice", (context, next) => next(context), times: 3)
            .On("upload_slice", Faults.Refuse(400, code))
            .On("upload_slice", SentForm.Keep(forms), times: 10);

        await service.UploadAsync(path, Service.Quick(sliced: true), context: service.V1).Guarded();

        await service.AssertStoredAsync(path);
        Assert.Equal((4 * Mebibyte).ToString(System.Globalization.CultureInfo.InvariantCulture), forms[0]["filesize"]);

        // Start over: without the session that is of no more use; a bad session: with it, as the page has it for a resume.
        Assert.Equal(code is -4019 or -4026 or -4027, forms[0]["session"] is null);
        Assert.Null(forms[0]["filecontent"]);
    }

    [Theory]
    [InlineData(-4024)]
    [InlineData(-4025)]
    [InlineData(-300)]
    [InlineData(-66)]
    public async Task Codes_that_ask_to_try_again_are_obeyed(int code)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("retry.bin", 3 * Mebibyte);
        service.Faults.On("upload_slice", (context, next) => next(context), times: 2).On("upload_slice", Faults.Refuse(400, code));

        await service.UploadAsync(path, Service.Quick(sliced: true), context: service.V1).Guarded();

        await service.AssertStoredAsync(path);
    }

    [Theory]
    [InlineData(CosChecksum.Md5)]
    [InlineData(CosChecksum.None)]
    public async Task Another_checksum_is_refused_before_anything_is_sent(CosChecksum checksum)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("md5.bin", 10);

        CosException failure = await Assert.ThrowsAsync<CosException>(
            () => service.UploadAsync(path, Service.Quick(sliced: false, checksum), context: service.V1));

        Assert.Equal("InvalidOption", failure.ErrorId);
        Assert.Empty(service.Emulator.Requests);
    }

    [Fact]
    public async Task A_whole_that_is_not_the_file_ends_a_fresh_upload_with_that_reason_and_is_not_sent_again_and_again()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("wrong.bin", 4 * Mebibyte);
        service.Faults.On("upload_slice", (context, next) => next(context), times: 2).On("upload_slice", (context, next) =>
        {
            // Changed behind the back of length and time, after it was hashed.
            DateTime written = File.GetLastWriteTimeUtc(path);
            using (FileStream file = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
            {
                file.Position = (4 * Mebibyte) - 1;
                int last = file.ReadByte();
                file.Position--;
                file.WriteByte((byte)~last);
            }

            File.SetLastWriteTimeUtc(path, written);
            return next(context);
        });

        CosException failure = await Assert.ThrowsAnyAsync<CosException>(
            () => service.UploadAsync(path, Service.Quick(sliced: true), context: service.V1)).Guarded();

        Assert.Equal((-4016, CosErrorKind.Integrity), (failure.Code, failure.Kind));
        Assert.Equal(5, service.Requests("upload_slice").Count);
        await service.AssertNotStoredAsync("wrong.bin");
    }

    [Fact]
    public async Task Slices_go_one_after_the_other()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("serial.bin", 6 * Mebibyte);

        await service.UploadAsync(path, Service.Quick(sliced: true), context: service.V1);

        IEnumerable<long?> offsets = service.Requests("upload_slice").Select(request => request.Offset).Where(offset => offset is not null);
        Assert.Equal(offsets.Order(), offsets);
        Assert.Equal(6, offsets.Count());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_object_of_other_content_is_refused_and_with_force_overwritten(bool sliced)
    {
        await using Service service = await Service.StartAsync();
        string mine = service.Folder.File("mine.bin", 2 * Mebibyte, seed: 1);
        string theirs = service.Folder.File("theirs.bin", 2 * Mebibyte, seed: 2);
        await service.UploadAsync(theirs, key: "shared.bin", context: service.V1);

        CosException failure = await Assert.ThrowsAsync<CosException>(
            () => service.UploadAsync(mine, Service.Quick(sliced), "shared.bin", context: service.V1));
        await service.AssertStoredAsync(theirs, "shared.bin");
        await service.UploadAsync(mine, Service.Quick(sliced, force: true), "shared.bin", context: service.V1);

        Assert.Equal("CosFileExists", failure.ErrorId);
        await service.AssertStoredAsync(mine, "shared.bin");
    }

    [Theory]
    [InlineData(SameFile.Uploaded)]
    [InlineData(SameFile.Exists)]
    public async Task A_service_that_calls_the_same_content_existing_is_believed_where_stat_confirms_it(SameFile answer)
    {
        await using Service service = await Service.StartAsync(options => options.SameFile = answer);
        string path = service.Folder.File("same.bin", 2 * Mebibyte);
        CosFile first = await service.UploadAsync(path, Service.Quick(sliced: true), context: service.V1);

        CosFile again = await service.UploadAsync(path, Service.Quick(sliced: true), context: service.V1);

        Assert.True(again.InstantUpload);
        Assert.Equal(first.AccessUrl, again.AccessUrl);
        Assert.Equal(first.SourceUrl, again.SourceUrl);
        Assert.Equal(first.ResourcePath, again.ResourcePath);
    }

    [Theory]
    [InlineData(0, -177)]
    [InlineData(1000, -4018)]
    public async Task Asking_for_a_finished_objects_addresses_begins_nothing(long length, int code)
    {
        // To this service a beginning with insertOnly=0 is the end of the object that is there.
        await using Service service = await Service.StartAsync(options => options.SameFile = SameFile.Exists);
        string path = service.Folder.File("small.bin", length);
        service.Faults.On("upload", Faults.LoseAnswer).On("upload", Faults.Refuse(409, code));

        CosFile stored = await service.UploadAsync(path, Service.Quick(force: true), context: service.V1).Guarded();

        Assert.Empty(service.Requests("upload_slice"));
        Assert.Equal("http://accesslog-10055004.file.myqcloud.com/small.bin", stored.AccessUrl);
        await service.AssertStoredAsync(path);
    }

    [Theory]
    [InlineData(SameFile.Instant, false)]
    [InlineData(SameFile.Uploaded, false)]
    [InlineData(SameFile.Exists, false)]
    [InlineData(SameFile.Uploaded, true)]
    [InlineData(SameFile.Exists, true)]
    public async Task A_lost_answer_to_the_last_slice_is_looked_into_and_nothing_sent_again(SameFile answer, bool force)
    {
        await using Service service = await Service.StartAsync(options => options.SameFile = answer);
        string path = service.Folder.File("last.bin", 3 * Mebibyte);
        service.Faults.On("upload_slice", (context, next) => next(context), times: 3).On("upload_slice", Faults.LoseAnswer);

        CosFile stored = await service.UploadAsync(path, Service.Quick(sliced: true, force: force), context: service.V1).Guarded();

        await service.AssertStoredAsync(path);
        Assert.Equal([0, Mebibyte, 2 * Mebibyte, 2 * Mebibyte], Offsets(service));
        Assert.Equal("/10055004/accesslog/last.bin", stored.ResourcePath);
    }

    [Theory]
    [InlineData(-177)]
    [InlineData(-4018)]
    public async Task A_repeated_last_slice_that_finds_the_object_there_is_a_success_where_it_is_the_same(int code)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("there.bin", 3 * Mebibyte);
        service.Faults
            .On("upload_slice", (context, next) => next(context), times: 3)
            .On("upload_slice", Faults.LoseAnswer)
            .On("upload_slice", Faults.Refuse(409, code));

        CosFile stored = await service.UploadAsync(path, Service.Quick(sliced: true), context: service.V1).Guarded();

        await service.AssertStoredAsync(path);
        Assert.False(stored.InstantUpload);
    }

    // Two slices are there when the upload is taken up, and the last one's answer is that the whole is wrong; this service
    // keeps what it has all the same.
    private static async Task<string> CallItsWholeWrongAsync(Service service)
    {
        string path = service.Folder.File("wrong.bin", 3 * Mebibyte);
        await TakeUpTests.InterruptAsync(service, path, afterSlices: 2, context: service.V1);
        service.Faults
            .On("upload_slice", (context, next) => next(context))
            .On("upload_slice", Faults.Refuse(400, -4016));
        return path;
    }

    private static IEnumerable<long> Offsets(Service service)
        => service.Requests("upload_slice").Select(request => request.Offset).OfType<long>();

    [Fact]
    public async Task A_resumed_upload_whose_whole_is_wrong_is_discarded_and_sent_afresh()
    {
        await using Service service = await Service.StartAsync();
        string path = await CallItsWholeWrongAsync(service);

        CosFile stored = await service.UploadAsync(path, Service.Quick(sliced: true), context: service.V1).Guarded();

        await service.AssertStoredAsync(path);
        Assert.Single(service.Requests("delete"));
        Assert.Equal(3 * Mebibyte, stored.BytesSent);
        Assert.False(stored.Resumed);
    }

    [Fact]
    public async Task An_object_whose_content_was_called_wrong_is_no_success_whatever_stat_says()
    {
        await using Service service = await Service.StartAsync();
        string path = await CallItsWholeWrongAsync(service);

        // A service that shows the announced sha and the whole length of what it has just called wrong.
        service.Faults
            .On("stat", Faults.Alter(body => System.Text.RegularExpressions.Regex.Replace(
                body, "\"filelen\":(\"?)\\d+", "\"filelen\":${1}3145728")), times: 10);

        CosException failure = await Assert.ThrowsAnyAsync<CosException>(
            () => service.UploadAsync(path, Service.Quick(sliced: true), context: service.V1)).Guarded();

        Assert.Equal("UploadNotProven", failure.ErrorId);
        await service.AssertNotStoredAsync("wrong.bin");
    }

    [Fact]
    public async Task What_was_sent_was_not_instant_though_its_answer_was_lost()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("one.bin", Mebibyte);
        service.Faults.On("upload_slice", (context, next) => next(context)).On("upload_slice", Faults.LoseAnswer);

        CosFile stored = await service.UploadAsync(path, Service.Quick(sliced: true), context: service.V1).Guarded();

        await service.AssertStoredAsync(path);
        Assert.False(stored.InstantUpload);
    }
}
