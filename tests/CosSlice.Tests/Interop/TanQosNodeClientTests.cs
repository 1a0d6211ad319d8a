using System.Text.Json;
using CosSlice.Emulator;
using CosSlice.Tests.Emulator;
using CosSlice.Tests.Support;

namespace CosSlice.Tests.Interop;

/// <summary>
/// tan-qos-node-client: the four ops of files/v2 for slices, all slices at once. It has multi-effect signatures only, so it
/// can delete in the lenient profile alone; all else that it does passes in the strict one.
/// </summary>
public class TanQosNodeClientTests(NodeClients clients) : ClientTests(clients, "tan-qos-node-client.js", EmulatorProfile.Lenient)
{
    private const int ClientsOwnSliceSize = Mebibyte / 2;

    [Fact]
    public async Task All_but_deleting_passes_in_the_strict_profile()
    {
        await using TestEmulator emulator = await StartAsync(EmulatorProfile.Strict);
        TestObject small = NewFile("small.bin", 100 * 1024);
        TestObject large = NewFile("large.bin", (4 * Mebibyte) + 1);

        ClientAnswer[] answers = await RunAsync(
            emulator,
            Step("createFolder", "/folder/"),
            Step("upload", small.Key, small.Path),
            Step("uploadSlice", large.Key, large.Path, Mebibyte),
            Step("stat", large.Key),
            Step("sliceList", large.Key),
            Step("list", "/", 20),
            Step("delete", small.Key));

        answers[0].AssertCode(0);
        answers[1].AssertUploaded(small.Key);
        answers[2].AssertUploaded(large.Key);
        answers[3].AssertIs(large);
        answers[4].AssertUploaded(large.Key);
        Assert.Equal(["folder", "large.bin", "small.bin"], answers[5].Names().Order(StringComparer.Ordinal));
        answers[6].AssertCode(-73);
        await AssertStoredAsync(emulator, small);
        await AssertStoredAsync(emulator, large);
        AssertSlices(emulator, large, Mebibyte);
    }

    [Fact]
    public async Task The_clients_own_slice_size_takes_the_lenient_profile()
    {
        TestObject file = NewFile("large.bin", (10 * Mebibyte) + 5);
        string upload = Step("uploadSlice", file.Key, file.Path, ClientsOwnSliceSize);

        await using (TestEmulator strict = await StartAsync(EmulatorProfile.Strict))
        {
            // Which of the slices is refused first is open: one that starts off a multiple of 1 MiB, or one that is too short.
            ClientAnswer[] refused = await RunAsync(strict, upload);
            Assert.Contains(refused[0].Code, new[] { -29095, -283 });
        }

        await using TestEmulator lenient = await StartAsync();
        ClientAnswer[] answers = await RunAsync(lenient, upload);
        answers[0].AssertUploaded(file.Key);
        await AssertStoredAsync(lenient, file);
        AssertSlices(lenient, file, ClientsOwnSliceSize);
    }

    [Fact]
    public async Task An_interrupted_upload_is_found_unfinished_and_can_be_discarded()
    {
        Faults faults = new();
        await using TestEmulator emulator = await StartAsync(faults: faults);
        TestObject file = NewFile("large.bin", (3 * Mebibyte) + 5);
        string upload = Step("uploadSlice", file.Key, file.Path, Mebibyte);

        // Its other slices are under way when it gives up; they have arrived once its process has ended.
        faults.On("upload_slice_data", Faults.Refuse(503, -196));
        ClientAnswer[] answers = await RunAsync(emulator, upload);
        answers[0].AssertCode(-196);
        long arrived = Requests(emulator, "upload_slice_data").Sum(request => request.DataLength!.Value);

        answers = await RunAsync(emulator, upload, Step("sliceList", file.Key), Step("stat", file.Key));
        answers[0].AssertCode(-4019);
        JsonElement unfinished = answers[1].AssertCode(0).Data;
        Assert.Equal(file.Length, unfinished.GetProperty("filesize").GetInt64());
        Assert.Equal(arrived, unfinished.GetProperty("listparts").EnumerateArray().Sum(part => part.GetProperty("datalen").GetInt64()));
        answers[2].AssertUnfinished(file);

        answers = await RunAsync(emulator, Step("delete", file.Key), upload, Step("stat", file.Key));
        answers[0].AssertCode(0);
        answers[1].AssertUploaded(file.Key);
        answers[2].AssertIs(file);
        await AssertStoredAsync(emulator, file);
    }
}
