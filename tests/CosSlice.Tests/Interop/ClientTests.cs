using System.Net;
using System.Text.Json;
using CosSlice.Emulator;
using CosSlice.Tests.Emulator;
using CosSlice.Tests.Support;

namespace CosSlice.Tests.Interop;

/// <summary>What every client does: files of all kinds go up, are seen, are listed and are deleted.</summary>
[Collection<SharedNodeClients>]
public abstract class ClientTests : IDisposable
{
    /// <summary>Bytes.</summary>
    private protected const int Mebibyte = 1024 * 1024;

    // Signatures and transfers take seconds at most; only a hang reaches it.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly NodeClients _clients;
    private readonly string _script;
    private readonly EmulatorProfile _profile;
    private readonly TempFolder _folder = new();

    /// <param name="clients">The clients' installation.</param>
    /// <param name="script">The script in tests/interop that runs the client.</param>
    /// <param name="profile">The closest profile in which the client can do all that these tests ask of it.</param>
    private protected ClientTests(NodeClients clients, string script, EmulatorProfile profile)
    {
        clients.SkipWhereMissing();
        _clients = clients;
        _script = script;
        _profile = profile;
    }

    [Fact]
    public async Task Small_files_are_stored_seen_listed_and_deleted()
    {
        await using TestEmulator emulator = await StartAsync();
        TestObject[] files =
        [
            NewFile("empty.bin", 0),
            NewFile("logs/one byte.bin", 1),
            NewFile("logs/2016/access (1)+~'!.log", 100 * 1024),
        ];

        await AssertLifeAsync(emulator, [.. files.Select(file => (file, Step("upload", file.Key, file.Path)))]);

        Assert.Equal(files.Select(file => (long?)file.Length), Requests(emulator, "upload").Select(request => request.DataLength));
    }

    [Fact]
    public async Task A_file_in_slices_is_stored_seen_listed_and_deleted()
    {
        await using TestEmulator emulator = await StartAsync();
        TestObject file = NewFile("disks/three and a bit.img", (3 * Mebibyte) + 100_003);

        await AssertLifeAsync(emulator, (file, Step("uploadSlice", file.Key, file.Path, Mebibyte)));

        AssertSlices(emulator, file, Mebibyte);
    }

    [Fact]
    public async Task A_name_that_is_taken_is_kept_unless_the_client_asks_to_overwrite()
    {
        await using TestEmulator emulator = await StartAsync();
        TestObject kept = NewFile("taken.bin", 1000);
        TestObject other = NewFile("taken.bin", 2000);
        TestObject sliced = NewFile("taken.bin", Mebibyte + 3);

        ClientAnswer[] answers = await RunAsync(
            emulator, Step("upload", "taken.bin", kept.Path), Step("upload", "taken.bin", other.Path), Step("stat", "taken.bin"));
        answers[0].AssertUploaded("taken.bin");
        answers[1].AssertCode(-177);
        answers[2].AssertIs(kept);
        await AssertStoredAsync(emulator, kept);

        answers = await RunAsync(emulator, Step("upload", "taken.bin", other.Path, "0"));
        answers[0].AssertUploaded("taken.bin");
        await AssertStoredAsync(emulator, other);

        answers = await RunAsync(
            emulator,
            Step("uploadSlice", "taken.bin", sliced.Path, Mebibyte, "1"),
            Step("uploadSlice", "taken.bin", sliced.Path, Mebibyte, "0"));
        answers[0].AssertCode(-177);
        answers[1].AssertUploaded("taken.bin");
        await AssertStoredAsync(emulator, sliced);
    }

    [Fact]
    public async Task A_folder_is_made_seen_and_listed()
    {
        await using TestEmulator emulator = await StartAsync();
        TestObject file = NewFile("folder/file.bin", 10);

        ClientAnswer[] answers = await RunAsync(
            emulator,
            Step("createFolder", "/folder/"),
            Step("statFolder", "/folder/"),
            Step("upload", file.Key, file.Path),
            Step("list", "/", 20),
            Step("list", "/folder/", 20),
            Step("createFolder", "/folder/"));

        answers[0].AssertCode(0);
        Assert.True(answers[0].Has("ctime"));
        answers[1].AssertCode(0);
        Assert.True(answers[1].Has("ctime"));
        answers[2].AssertUploaded(file.Key);
        Assert.Equal(["folder"], answers[3].Names());
        answers[4].AssertLists(file);
        answers[5].AssertCode(-178);
    }

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>A step of the script's command line.</summary>
    private protected static string Step(string name, params object?[] values) => JsonSerializer.Serialize<object?[]>([name, .. values]);

    /// <summary>What the emulator answered to an op so far.</summary>
    private protected static RequestRecord[] Requests(TestEmulator emulator, string op) =>
        [.. emulator.Host.Requests.Where(request => request.Op == op)];

    private protected static async Task AssertStoredAsync(TestEmulator emulator, TestObject file)
    {
        WireAnswer stored = await emulator.GetAsync(TestObject.Encode(file.Key));
        Assert.Equal(HttpStatusCode.OK, stored.Status);
        byte[] local = await File.ReadAllBytesAsync(file.Path, TestEmulator.Cancellation);
        Assert.Equal(local.Length, stored.Body.Length);
        Assert.True(local.AsSpan().SequenceEqual(stored.Body), $"{file.Key} is not stored as it is");
    }

    /// <summary>Checks that what went up for a file are its slices, each once, and the last one short.</summary>
    private protected static void AssertSlices(TestEmulator emulator, TestObject file, int sliceSize)
    {
        (long? Offset, long? Length)[] expected =
        [
            .. Enumerable.Range(0, (int)((file.Length + sliceSize - 1) / sliceSize)).Select(i => (long)i * sliceSize)
                .Select(offset => ((long?)offset, (long?)Math.Min(sliceSize, file.Length - offset))),
        ];
        Assert.NotEqual(sliceSize, expected[^1].Length);
        Assert.Equal(expected, emulator.Host.Requests
            .Where(request => request.Key == file.Key && request.Offset is not null && request.Code == 0)
            .Select(request => (request.Offset, request.DataLength))
            .OrderBy(slice => slice.Offset));
    }

    private protected Task<TestEmulator> StartAsync(EmulatorProfile? profile = null, Faults? faults = null) =>
        TestEmulator.StartAsync(options => options.Profile = profile ?? _profile, faults is null ? null : faults.InvokeAsync);

    /// <summary>Makes a local file of random bytes.</summary>
    private protected TestObject NewFile(string key, int length) =>
        new(key, _folder.File($"local {Guid.NewGuid():N}.bin", length, seed: length));

    /// <summary>Runs the client through some steps and gives its answers, one a step.</summary>
    private protected async Task<ClientAnswer[]> RunAsync(TestEmulator emulator, params string[] steps)
    {
        Dictionary<string, string> account = new()
        {
            ["COS_ENDPOINT"] = emulator.Origin,
            ["COS_APPID"] = TestEmulator.AppId,
            ["COS_BUCKET"] = TestEmulator.Bucket,
            ["COS_SECRET_ID"] = "AKIDemulator",
            ["COS_SECRET_KEY"] = EmulatorAccount.DefaultSecretKey,
            ["NO_PROXY"] = "127.0.0.1",
        };
        ToolResult run = await _clients.Node.RunAsync(NodeClients.Folder, Limit, account, [_script, .. steps]);
        Assert.True(run.ExitCode == 0, $"{_script} ended with {run.ExitCode}:\n{run.Errors}");
        ClientAnswer[] answers =
        [
            .. run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonSerializer.Deserialize<ClientAnswer>(line, Json)!),
        ];

        // Node ends quietly when nothing is left to wait for, even where a client still owes its caller an answer.
        Assert.True(
            answers.Length == steps.Length,
            $"{_script} did {answers.Length} of {steps.Length} steps and had no answer for {steps.ElementAtOrDefault(answers.Length)}:\n{run.Errors}");
        return answers;
    }

    private async Task AssertLifeAsync(TestEmulator emulator, params (TestObject File, string Upload)[] uploads)
    {
        TestObject[] files = [.. uploads.Select(upload => upload.File)];
        string[] folders = [.. files.SelectMany(file => file.Folders()).Distinct()];
        ClientAnswer[] made = await RunAsync(
            emulator,
            [
                .. folders.Select(folder => Step("createFolder", $"/{folder}/")),
                .. uploads.SelectMany(upload => new[] { upload.Upload, Step("stat", upload.File.Key), ListOf(upload.File) }),
            ]);
        Assert.All(made, answer => answer.AssertCode(0));
        foreach ((TestObject file, ClientAnswer[] answers) in files.Zip(made.Skip(folders.Length).Chunk(3)))
        {
            answers[0].AssertUploaded(file.Key);
            answers[1].AssertIs(file);
            answers[2].AssertLists(file);
            await AssertStoredAsync(emulator, file);
        }

        ClientAnswer[] gone = await RunAsync(
            emulator,
            [.. files.SelectMany(file => new[] { Step("delete", file.Key), Step("stat", file.Key), ListOf(file), Step("delete", file.Key) })]);
        foreach ((TestObject file, ClientAnswer[] answers) in files.Zip(gone.Chunk(4)))
        {
            answers[0].AssertCode(0);
            answers[1].AssertCode(-197);
            Assert.DoesNotContain(file.Name, answers[2].Names());
            answers[3].AssertCode(-197);
            (await emulator.GetAsync(TestObject.Encode(file.Key))).AssertRefused(-197, 404);
        }

        static string ListOf(TestObject file) => Step("list", "/" + file.Key[..^file.Name.Length], 20);
    }
}
