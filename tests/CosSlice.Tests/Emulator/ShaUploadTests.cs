using System.Globalization;
using System.Text;
using System.Text.Json;
using CosSlice.Emulator;
using CosSlice.Tests.Support;

namespace CosSlice.Tests.Emulator;

/// <summary>Uploads by slices with sha and uploadparts: every part is compared as it comes.</summary>
public sealed class ShaUploadTests
{
    private const int Mebibyte = 1_048_576;

    [Theory]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(Mebibyte - 1)]
    [InlineData(Mebibyte)]
    [InlineData(Mebibyte + 1)]
    [InlineData((2 * Mebibyte) + 64)]
    public async Task A_file_of_any_length_goes_up(int length)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        var upload = new ShaClient(emulator, "a", TestEmulator.RandomBytes(length));
        await upload.UploadAsync();
        Assert.Equal(upload.File, (await emulator.GetAsync("a")).Body);
        Assert.Equal(upload.Sha, (await emulator.StatAsync("a")).Text("sha"));
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 2, 1)]
    [InlineData(1, 6, 2)]
    [InlineData(2, 6, 1)]
    public async Task Slices_of_several_parts_come_at_once_and_in_any_order(int partHalves, int sliceHalves, int seed)
    {
        const int half = Mebibyte / 2;
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        byte[] file = TestEmulator.RandomBytes((7 * Mebibyte) + 333);
        var upload = new ShaClient(emulator, "a", file, partHalves * half);
        int slice = sliceHalves * half;
        Assert.Equal(slice, (await upload.InitAsync(slice)).Number("slice_size"));
        int[] offsets = [.. Enumerable.Range(0, (file.Length + slice - 1) / slice).Select(i => i * slice)];
        new Random(seed).Shuffle(offsets);
        WireAnswer[] answers = await Task.WhenAll(offsets.Select(offset => upload.SliceAsync(offset, slice)));
        Assert.All(answers, answer => Assert.Equal(0, answer.Code));
        Assert.Equal(0, (await upload.FinishAsync()).Code);
        Assert.Equal(file, (await emulator.GetAsync("a")).Body);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Mebibyte - 1)]
    [InlineData(Mebibyte)]
    [InlineData((2 * Mebibyte) + 5)]
    [InlineData((3 * Mebibyte) + 16)]
    public async Task One_wrong_byte_anywhere_is_found_in_its_own_slice(int at)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        var upload = new ShaClient(emulator, "a", TestEmulator.RandomBytes((3 * Mebibyte) + 17), Mebibyte / 2);
        await upload.InitAsync();
        int offset = at / Mebibyte * Mebibyte;
        byte[] wrong = upload.File[offset..Math.Min(upload.File.Length, offset + Mebibyte)];
        wrong[at - offset] ^= 1;
        (await upload.SliceAsync(offset, wrong)).AssertRefused(-29138, 400);
        Assert.Equal(0, (await emulator.ListAsync("a")).Data.GetProperty("listparts").GetArrayLength());
        await upload.SendAllAsync();
        (await upload.SliceAsync(offset, wrong)).AssertRefused(-29138, 400);
        Assert.Equal(0, (await upload.FinishAsync()).Code);
        Assert.Equal(upload.File, (await emulator.GetAsync("a")).Body);
    }

    [Fact]
    public async Task Bytes_are_compared_with_what_was_declared_and_nothing_else()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        byte[] file = TestEmulator.RandomBytes(2 * Mebibyte);
        string declared = TextbookSha1.UploadParts(file, Mebibyte);
        int digit = declared.IndexOf("datasha\":\"", StringComparison.Ordinal) + 10;
        string other = declared[..digit] + (declared[digit] == '0' ? '1' : '0') + declared[(digit + 1)..];
        var upload = new ShaClient(emulator, "a", file);
        WireAnswer begun = await emulator.PostAsync(
            "a", ("op", "upload_slice_init"), ("filesize", file.Length), ("slice_size", Mebibyte), ("sha", upload.Sha),
            ("uploadparts", other));
        string session = begun.Text("session");
        foreach (int offset in new[] { 0, Mebibyte })
        {
            (await emulator.PostAsync(
                "a", ("op", "upload_slice_data"), ("session", session), ("offset", offset), ("sha", upload.Sha),
                ("filecontent", file[offset..(offset + Mebibyte)]))).AssertRefused(-29138, 400);
        }
    }

    [Fact]
    public async Task Content_before_its_fields_is_compared_too()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        var upload = new ShaClient(emulator, "a", TestEmulator.RandomBytes(Mebibyte + 5));
        await upload.InitAsync();
        (string, object)[] fields = [("op", "upload_slice_data"), ("sha", upload.Sha), ("session", upload.Session), ("offset", 0)];
        (await emulator.PostAsync("a", [("filecontent", new byte[Mebibyte]), .. fields])).AssertRefused(-29138, 400);
        Assert.Equal(0, (await emulator.PostAsync("a", [("filecontent", upload.File[..Mebibyte]), .. fields])).Code);
        Assert.Equal(0, (await upload.SliceAsync(Mebibyte, 5)).Code);
        Assert.Equal(0, (await upload.FinishAsync()).Code);
        Assert.Equal(upload.File, (await emulator.GetAsync("a")).Body);
    }

    [Fact]
    public async Task The_sha_goes_with_every_slice_and_with_the_finish()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        var upload = new ShaClient(emulator, "a", TestEmulator.RandomBytes(10));
        await upload.InitAsync();
        (string, object)[] slice = [("op", "upload_slice_data"), ("session", upload.Session), ("offset", 0), ("filecontent", upload.File)];
        (await emulator.PostAsync("a", slice)).AssertRefused(-29094, 400);
        (await emulator.PostAsync("a", [("sha", new string('0', 40)), .. slice])).AssertRefused(-29094, 400);
        (await emulator.PostAsync("a", [.. slice, ("sha", new string('0', 40))])).AssertRefused(-29094, 400);
        (await emulator.PostAsync("a", [.. slice, ("sha", "none")])).AssertRefused(-29094, 400);
        Assert.Equal(0, (await emulator.PostAsync("a", [.. slice, ("sha", upload.Sha.ToUpperInvariant())])).Code);

        (string, object)[] finish = [("op", "upload_slice_finish"), ("session", upload.Session)];
        (await emulator.PostAsync("a", [.. finish, ("filesize", 10)])).AssertRefused(-29094, 400);
        (await emulator.PostAsync("a", [.. finish, ("filesize", 10), ("sha", new string('0', 40))])).AssertRefused(-29094, 400);
        (await emulator.PostAsync("a", [.. finish, ("filesize", 11), ("sha", upload.Sha)])).AssertRefused(-175, 400);
        (await emulator.PostAsync("a", [.. finish, ("sha", upload.Sha)])).AssertRefused(-29104, 400);
        Assert.Equal(0, (await upload.FinishAsync()).Code);
    }

    [Fact]
    public async Task A_finish_before_every_slice_is_refused()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        var upload = new ShaClient(emulator, "a", TestEmulator.RandomBytes((2 * Mebibyte) + 1));
        await upload.InitAsync();
        await upload.SliceAsync(2 * Mebibyte, 1);
        await upload.SliceAsync(0, Mebibyte);
        (await upload.FinishAsync()).AssertRefused(-29144, 400);
        await upload.SliceAsync(Mebibyte, Mebibyte);
        Assert.Equal(0, (await upload.FinishAsync()).Code);
    }

    [Fact]
    public async Task A_sha_that_is_not_the_last_parts_is_refused_at_the_finish()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        byte[] file = TestEmulator.RandomBytes(10);
        string sha = TestEmulator.Sha1("another"u8);
        WireAnswer begun = await emulator.PostAsync(
            "a", ("op", "upload_slice_init"), ("filesize", 10), ("slice_size", Mebibyte), ("sha", sha),
            ("uploadparts", TextbookSha1.UploadParts(file, Mebibyte)));
        (string, object)[] fields = [("session", begun.Text("session")), ("sha", sha)];
        Assert.Equal(
            0, (await emulator.PostAsync("a", [("op", "upload_slice_data"), ("offset", 0), .. fields, ("filecontent", file)])).Code);
        (await emulator.PostAsync("a", [("op", "upload_slice_finish"), ("filesize", 10), .. fields])).AssertRefused(-4016, 409);
        Assert.Equal(9, (await emulator.StatAsync("a")).Number("filelen"));
    }

    [Fact]
    public async Task Parts_may_be_set_not_to_be_compared_and_the_whole_file_still_is()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(options => options.CheckDataSha = false);
        var upload = new ShaClient(emulator, "a", TestEmulator.RandomBytes(Mebibyte + 1));
        await upload.InitAsync();
        Assert.Equal(0, (await upload.SliceAsync(0, new byte[Mebibyte])).Code);
        Assert.Equal(0, (await upload.SliceAsync(Mebibyte, 1)).Code);
        (await upload.FinishAsync()).AssertRefused(-4016, 409);
        Assert.Equal(0, (await upload.SliceAsync(0, Mebibyte)).Code);
        Assert.Equal(0, (await upload.FinishAsync()).Code);
        Assert.Equal(upload.Sha, (await emulator.StatAsync("a")).Text("sha"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5000)]
    [InlineData(Mebibyte + 1)]
    public async Task Zeros_at_the_end_belong_to_the_file_that_is_compared(int zeros)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(options => options.CheckDataSha = false);
        byte[] file = [.. TestEmulator.RandomBytes(Mebibyte), .. new byte[zeros]];
        var upload = new ShaClient(emulator, "a", file);
        await upload.InitAsync();
        for (int offset = 0; offset < file.Length; offset += Mebibyte)
        {
            Assert.Equal(0, (await upload.SliceAsync(offset, Math.Min(Mebibyte, file.Length - offset))).Code);
        }

        Assert.Equal(0, (await upload.FinishAsync()).Code);
        Assert.Equal(file, (await emulator.GetAsync("a")).Body);
    }

    [Theory]
    [InlineData(EmulatorProfile.Strict, 2 * Mebibyte, Mebibyte, 0, Mebibyte, -29136)]
    [InlineData(EmulatorProfile.Strict, 2 * Mebibyte, Mebibyte, Mebibyte, Mebibyte, -29136)]
    [InlineData(EmulatorProfile.Strict, Mebibyte, 2 * Mebibyte, Mebibyte, 2 * Mebibyte, -29098)]
    [InlineData(EmulatorProfile.Strict, Mebibyte, Mebibyte, 64, Mebibyte, -29136)]
    [InlineData(EmulatorProfile.Lenient, Mebibyte, Mebibyte, 64, Mebibyte, -29136)]
    [InlineData(EmulatorProfile.Lenient, Mebibyte, Mebibyte, 0, 64, -29136)]
    [InlineData(EmulatorProfile.Lenient, Mebibyte / 2, Mebibyte, 0, Mebibyte / 2, 0)]
    public async Task A_slice_begins_and_ends_where_parts_do(
        EmulatorProfile profile, int partSize, int sliceSize, int offset, int length, int code)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(options => options.Profile = profile);
        var upload = new ShaClient(emulator, "a", TestEmulator.RandomBytes((4 * Mebibyte) + 1), partSize);
        await upload.InitAsync(sliceSize);
        WireAnswer answer = await upload.SliceAsync(offset, length);
        Assert.Equal((code, code == 0 ? 200 : 400), (answer.Code, (int)answer.Status));
    }

    [Theory]
    [InlineData(-29133, null)]
    [InlineData(-29133, "")]
    [InlineData(-5965, "nonsense")]
    [InlineData(-5965, "[{\"offset\":0,")]
    [InlineData(-29134, "[]")]
    [InlineData(-29134, "{}")]
    [InlineData(-29134, "[{\"offset\":0,\"datalen\":9,\"datasha\":\"{0}\"}]")]
    [InlineData(-29134, "[{\"offset\":0,\"datalen\":11,\"datasha\":\"{0}\"}]")]
    [InlineData(-29134, "[{\"offset\":1,\"datalen\":10,\"datasha\":\"{0}\"}]")]
    [InlineData(-29134, "[{\"offset\":0,\"datalen\":4,\"datasha\":\"{0}\"},{\"offset\":4,\"datalen\":6,\"datasha\":\"{0}\"}]")]
    [InlineData(-29134, "[{\"offset\":0,\"datalen\":10,\"datasha\":\"xyz\"}]")]
    public async Task Wrong_uploadparts_are_refused_at_init(int code, string? parts)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string? sent = parts?.Replace("{0}", new string('a', 40), StringComparison.Ordinal);
        (string, object)[] more = sent is null ? [] : [("uploadparts", sent)];
        (await emulator.PostAsync(
            "a", [("op", "upload_slice_init"), ("filesize", 10), ("slice_size", Mebibyte), ("sha", new string('a', 40)), .. more]))
            .AssertRefused(code, 400);
        (await emulator.StatAsync("a")).AssertRefused(-197, 404);
    }

    [Fact]
    public async Task The_parts_of_64_GiB_are_taken_and_used()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        const int count = 65_536;
        byte[] second = TestEmulator.RandomBytes(Mebibyte);
        uint[] state = TextbookSha1.Start();
        string before = TextbookSha1.LittleEndian(state);
        TextbookSha1.Compress(state, second);
        string after = TextbookSha1.LittleEndian(state);
        var json = new StringBuilder("[");
        for (long i = 0; i < count; i++)
        {
            // That the first part ends in the standard's start is no matter: what is declared counts.
            string sha = i == 1 ? after : before;
            json.Append(CultureInfo.InvariantCulture, $$"""{"offset":{{i * Mebibyte}},"datalen":{{Mebibyte}},"datasha":"{{sha}}"},""");
        }

        json[^1] = ']';
        Assert.InRange(json.Length, 5_500_000, 8_000_000);
        (string, object)[] init =
        [
            ("op", "upload_slice_init"), ("filesize", (long)count * Mebibyte), ("slice_size", Mebibyte), ("sha", before),
            ("uploadparts", json),
        ];
        string session = (await emulator.PostAsync("a", init)).Text("session");
        (string, object)[] slice = [("op", "upload_slice_data"), ("session", session), ("sha", before), ("filecontent", second)];
        Assert.Equal(0, (await emulator.PostAsync("a", [("offset", Mebibyte), .. slice])).Code);
        (await emulator.PostAsync("a", [("offset", 2 * Mebibyte), .. slice])).AssertRefused(-29138, 400);
    }

    [Fact]
    public async Task Uploadparts_beyond_sense_are_not_kept_in_memory()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        (string, object)[] init = [("op", "upload_slice_init"), ("filesize", 9), ("slice_size", Mebibyte), ("sha", new string('a', 40))];
        (await emulator.PostAsync("a", [.. init, ("uploadparts", new byte[(16 * Mebibyte) + 1])])).AssertRefused(-5993, 400);
    }

    [Fact]
    public async Task Parts_are_compared_after_a_restart_too()
    {
        DirectoryInfo store = Directory.CreateTempSubdirectory("cosslice-test-");
        byte[] file = TestEmulator.RandomBytes((2 * Mebibyte) + 9);
        string session;
        await using (TestEmulator before = await TestEmulator.StartAsync(options => options.Store = store.FullName))
        {
            var upload = new ShaClient(before, "a", file);
            await upload.InitAsync();
            await upload.SliceAsync(Mebibyte, Mebibyte);
            session = upload.Session;
        }

        await using (TestEmulator after = await TestEmulator.StartAsync(options => options.Store = store.FullName))
        {
            (string, object)[] fields = [("session", session), ("sha", TestEmulator.Sha1(file))];
            (string, object)[] slice = [("op", "upload_slice_data"), .. fields];
            (await after.PostAsync("a", [.. slice, ("offset", 0), ("filecontent", new byte[Mebibyte])])).AssertRefused(-29138, 400);
            Assert.Equal(
                0, (await after.PostAsync("a", [.. slice, ("offset", 2 * Mebibyte), ("filecontent", file[(2 * Mebibyte)..])])).Code);
            Assert.Equal(0, (await after.PostAsync("a", [.. slice, ("offset", 0), ("filecontent", file[..Mebibyte])])).Code);
            Assert.Equal(0, (await after.PostAsync("a", [("op", "upload_slice_finish"), ("filesize", file.Length), .. fields])).Code);
            Assert.Equal(file, (await after.GetAsync("a")).Body);
        }

        store.Delete(recursive: true);
    }

    [Theory]
    [InlineData(ListedParts.Sorted, "0+1,1+1,3+1")]
    [InlineData(ListedParts.Unsorted, "3+1,1+1,0+1")]
    [InlineData(ListedParts.Merged, "0+2,3+1")]
    [InlineData(ListedParts.Overlapping, "0+1,1+1,3+1,0+2")]
    public async Task The_list_may_be_in_other_shapes(ListedParts listed, string expected)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(
            options => (options.ListedParts, options.ListShaSuffix) = (listed, "_1"));
        var upload = new ShaClient(emulator, "a", TestEmulator.RandomBytes(4 * Mebibyte));
        await upload.InitAsync();
        foreach (int i in new[] { 1, 3, 0 })
        {
            await upload.SliceAsync(i * Mebibyte, Mebibyte);
        }

        WireAnswer list = await emulator.ListAsync("a");
        Assert.Equal(upload.Sha + "_1", list.Text("sha"));
        Assert.Equal(expected, string.Join(',', list.Data.GetProperty("listparts").EnumerateArray().Select((JsonElement part) =>
            $"{part.GetProperty("offset").GetInt64() / Mebibyte}+{part.GetProperty("datalen").GetInt64() / Mebibyte}")));
    }
}
