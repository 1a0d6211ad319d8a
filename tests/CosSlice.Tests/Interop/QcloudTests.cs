using CosSlice.Emulator;
using CosSlice.Tests.Emulator;
using CosSlice.Tests.Support;

namespace CosSlice.Tests.Interop;

/// <summary>
/// Tencent's first Node SDK, in its packages for files/v1 and files/v2. Both upload slices with op=upload_slice: one after
/// the other, with the file's SHA-1, so the service knows content that it has and an upload that was interrupted.
/// </summary>
public abstract class QcloudTests : ClientTests
{
    // What upload asks for by itself.
    private const int ClientsOwnSliceSize = Mebibyte / 2;

    // Of one slice, before the client gives the upload up.
    private const int ClientsAttempts = 4;

    private protected QcloudTests(NodeClients clients, string script)
        : base(clients, script, EmulatorProfile.Strict)
    {
    }

    [Fact]
    public async Task A_file_above_the_clients_threshold_goes_up_in_slices_by_itself()
    {
        await using TestEmulator emulator = await StartAsync();
        TestObject file = NewFile("disks/large.img", (20 * Mebibyte) + 100_003);

        ClientAnswer[] answers = await RunAsync(
            emulator, Step("createFolder", "/disks/"), Step("upload", file.Key, file.Path), Step("stat", file.Key), Step("list", "/disks/", 20));

        answers[1].AssertUploaded(file.Key);
        answers[2].AssertIs(file);
        answers[3].AssertLists(file);
        await AssertStoredAsync(emulator, file);
        AssertSlices(emulator, file, ClientsOwnSliceSize);
    }

    [Theory]
    [InlineData(2 * Mebibyte)]
    [InlineData(3 * Mebibyte)]
    public async Task Slices_of_the_larger_sizes_are_stored(int sliceSize)
    {
        await using TestEmulator emulator = await StartAsync();
        TestObject file = NewFile("sized.bin", (2 * sliceSize) + 77);

        ClientAnswer[] answers = await RunAsync(emulator, Step("uploadSlice", file.Key, file.Path, sliceSize), Step("stat", file.Key));

        answers[0].AssertUploaded(file.Key);
        answers[1].AssertIs(file);
        await AssertStoredAsync(emulator, file);
        AssertSlices(emulator, file, sliceSize);
    }

    [Fact]
    public async Task A_file_that_the_service_has_is_not_sent_again()
    {
        await using TestEmulator emulator = await StartAsync();
        TestObject file = NewFile("again.bin", (2 * Mebibyte) + 9);
        string upload = Step("uploadSlice", file.Key, file.Path, Mebibyte);

        ClientAnswer[] answers = await RunAsync(emulator, upload, upload, Step("stat", file.Key));

        answers[0].AssertUploaded(file.Key);
        answers[1].AssertUploaded(file.Key);
        answers[2].AssertIs(file);
        AssertSlices(emulator, file, Mebibyte);
    }

    [Fact]
    public async Task Content_that_the_service_has_under_another_name_is_not_sent_again()
    {
        await using TestEmulator emulator = await StartAsync();
        TestObject file = NewFile("first.bin", (2 * Mebibyte) + 9);
        TestObject copy = new("second/of the same.bin", file.Path);

        ClientAnswer[] answers = await RunAsync(
            emulator,
            Step("createFolder", "/second/"),
            Step("uploadSlice", file.Key, file.Path, Mebibyte),
            Step("uploadSlice", copy.Key, copy.Path, Mebibyte),
            Step("stat", copy.Key),
            Step("delete", file.Key));

        Assert.All(answers, answer => answer.AssertCode(0));
        answers[2].AssertUploaded(copy.Key);
        answers[3].AssertIs(copy);
        Assert.DoesNotContain(emulator.Host.Requests, request => request.Key == copy.Key && request.DataLength is not null);
        await AssertStoredAsync(emulator, copy);
    }

    [Fact]
    public async Task An_interrupted_upload_goes_on_where_it_stopped()
    {
        Faults faults = new();
        await using TestEmulator emulator = await StartAsync(faults: faults);
        TestObject file = NewFile("interrupted.bin", (4 * Mebibyte) + 11);
        string upload = Step("uploadSlice", file.Key, file.Path, Mebibyte);

        // The first request and two slices pass.
        faults.On("upload_slice", (context, next) => next(context), times: 3).On("upload_slice", Faults.Break, times: ClientsAttempts);
        ClientAnswer[] answers = await RunAsync(emulator, upload, Step("stat", file.Key));
        Assert.NotEqual(0, answers[0].Code);
        answers[1].AssertUnfinished(file);
        Assert.Equal(2, emulator.Host.Requests.Count(request => request.DataLength is not null));

        answers = await RunAsync(emulator, upload, Step("stat", file.Key));
        answers[0].AssertUploaded(file.Key);
        answers[1].AssertIs(file);
        await AssertStoredAsync(emulator, file);
        AssertSlices(emulator, file, Mebibyte);
    }

    [Fact]
    public async Task A_lost_answer_is_made_up_for_by_the_clients_own_repeat()
    {
        Faults faults = new();
        await using TestEmulator emulator = await StartAsync(faults: faults);
        TestObject file = NewFile("repeated.bin", (2 * Mebibyte) + 13);

        // The service has the slice, the client doesn't know; it sends it again.
        faults.On("upload_slice", (context, next) => next(context), times: 2).On("upload_slice", Faults.LoseAnswer);
        ClientAnswer[] answers = await RunAsync(emulator, Step("uploadSlice", file.Key, file.Path, Mebibyte), Step("stat", file.Key));

        answers[0].AssertUploaded(file.Key);
        answers[1].AssertIs(file);
        await AssertStoredAsync(emulator, file);
        Assert.Equal(2, emulator.Host.Requests.Count(request => request.Offset == Mebibyte));
    }

    [Fact]
    public async Task A_folder_goes_once_it_is_empty()
    {
        await using TestEmulator emulator = await StartAsync();
        TestObject file = NewFile("folder/file.bin", 10);

        ClientAnswer[] answers = await RunAsync(
            emulator,
            Step("createFolder", "/folder/"),
            Step("upload", file.Key, file.Path),
            Step("deleteFolder", "/folder/"),
            Step("delete", file.Key),
            Step("deleteFolder", "/folder/"),
            Step("statFolder", "/folder/"),
            Step("list", "/", 20));

        answers[2].AssertCode(-173);
        answers[3].AssertCode(0);
        answers[4].AssertCode(0);
        answers[5].AssertCode(-197);
        Assert.Empty(answers[6].Names());
    }

    [Fact]
    public async Task A_folder_is_listed_page_by_page()
    {
        await using TestEmulator emulator = await StartAsync();
        TestObject file = NewFile("any.bin", 10);
        string[] names = ["a 1", "a+2", "b&3", "b4", "c5"];
        ClientAnswer[] uploads = await RunAsync(
            emulator, [Step("createFolder", "/pages/"), .. names.Select(name => Step("upload", "pages/" + name, file.Path))]);
        Assert.All(uploads, upload => upload.AssertCode(0));

        List<int> lengths = [];
        List<string> listed = [];
        string context = string.Empty;
        do
        {
            ClientAnswer[] page = await RunAsync(emulator, Step("list", "/pages/", 2, context));
            lengths.Add(page[0].Names().Count());
            listed.AddRange(page[0].Names());
            context = page[0].Text("context");
            Assert.Equal(listed.Count < names.Length, HasMore(page[0]));
        }
        while (lengths[^1] == 2);

        Assert.Equal([2, 2, 1], lengths);
        Assert.Equal(names, listed);
        ClientAnswer[] found = await RunAsync(emulator, Step("search", "/pages/", "b", 20));
        Assert.Equal(["b&3", "b4"], found[0].Names());
    }

    /// <summary>Whether a list goes on after a page, in the words of the client's version.</summary>
    private protected abstract bool HasMore(ClientAnswer page);
}
