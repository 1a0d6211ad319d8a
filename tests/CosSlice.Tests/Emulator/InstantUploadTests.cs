using CosSlice.Emulator;

namespace CosSlice.Tests.Emulator;

/// <summary>Uploads by slices of a content that the service holds already.</summary>
public sealed class InstantUploadTests
{
    private const int Mebibyte = 1_048_576;

    private static readonly string[] Addresses = ["access_url", "resource_path", "source_url", "url"];

    [Fact]
    public async Task A_content_under_another_key_is_not_asked_for_again()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        byte[] file = TestEmulator.RandomBytes(Mebibyte + 9);
        await new ShaClient(emulator, "a", file).UploadAsync();
        WireAnswer v4 = await new ShaClient(emulator, "dir/b", file).InitAsync(more: ("biz_attr", "mine"));
        Assert.Equal("/10055004/accesslog/dir/b", v4.Text("resource_path"));
        AssertFinished(v4);
        AssertFinished(await new V1Client(emulator).BeginAsync("c", file));
        AssertFinished(await new V1Client(emulator, "v2").BeginAsync("d", file));
        foreach (string key in new[] { "dir/b", "c", "d" })
        {
            Assert.Equal(file, (await emulator.GetAsync(key)).Body);
            WireAnswer stat = await emulator.StatAsync(key);
            Assert.Equal((TestEmulator.Sha1(file), file.Length), (stat.Text("sha"), stat.Number("filelen")));
        }

        Assert.Equal("mine", (await emulator.StatAsync("dir/b")).Text("biz_attr"));
    }

    [Fact]
    public async Task It_outlives_the_object_that_it_came_from()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        byte[] file = TestEmulator.RandomBytes(100);
        await new ShaClient(emulator, "a", file).UploadAsync();
        AssertFinished(await new ShaClient(emulator, "b", file).InitAsync());
        await emulator.PostAsync("a", ("op", "upload"), ("filecontent", "other"), ("insertOnly", 0));
        Assert.Equal(file, (await emulator.GetAsync("b")).Body);
        AssertFinished(await new ShaClient(emulator, "c", file).InitAsync());
        await new V1Client(emulator).JsonAsync("b", """{"op":"delete"}""", once: true);
        Assert.Equal(file, (await emulator.GetAsync("c")).Body);
        await new V1Client(emulator).JsonAsync("c", """{"op":"delete"}""", once: true);
        Assert.True((await new ShaClient(emulator, "d", file).InitAsync()).Has("session"));
    }

    [Fact]
    public async Task A_content_whose_sha_nobody_announced_is_known_too()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        byte[] file = TestEmulator.RandomBytes(100);
        string session = await emulator.InitAsync("a", file.Length);
        await emulator.SliceAsync("a", session, 0, file);
        Assert.True((await new ShaClient(emulator, "b", file).InitAsync()).Has("session"));
        await emulator.FinishAsync("a", session, file.Length);
        AssertFinished(await new ShaClient(emulator, "c", file).InitAsync());
        await emulator.PostAsync("simple", ("op", "upload"), ("filecontent", "abc"));
        AssertFinished(await new ShaClient(emulator, "d", "abc"u8.ToArray()).InitAsync());
    }

    [Fact]
    public async Task Another_bucket_is_another_world()
    {
        EmulatorAccount account = EmulatorAccount.Default();
        account.Buckets.Add("second");
        await using TestEmulator emulator = await TestEmulator.StartAsync(options => options.Accounts = [account]);
        byte[] body = TestEmulator.Form(("op", "upload"), ("filecontent", "abc"));
        WireAnswer put = await emulator.SendAsync(
            HttpMethod.Post, "/files/v2/10055004/second/a", body, TestEmulator.Sign(bucket: "second"));
        Assert.Equal(0, put.Code);
        Assert.True((await new ShaClient(emulator, "a", "abc"u8.ToArray()).InitAsync()).Has("session"));
    }

    [Fact]
    public async Task It_can_be_turned_off()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(options => options.InstantUpload = false);
        byte[] file = TestEmulator.RandomBytes(10);
        await new ShaClient(emulator, "a", file).UploadAsync();
        await new ShaClient(emulator, "b", file).UploadAsync();
        Assert.True((await new V1Client(emulator).BeginAsync("c", file)).Has("session"));
        AssertFinished(await new ShaClient(emulator, "a", file).InitAsync());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task The_same_file_again_is_a_success(int insertOnly)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        byte[] file = TestEmulator.RandomBytes(10);
        await new ShaClient(emulator, "a", file).UploadAsync();
        AssertFinished(await new ShaClient(emulator, "a", file).InitAsync(more: ("insertOnly", insertOnly)));
        AssertFinished(await new V1Client(emulator).BeginAsync("a", file, ("insertOnly", insertOnly)));
    }

    [Fact]
    public async Task Other_content_of_the_name_is_in_the_way_unless_it_may_be_replaced()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        byte[] file = TestEmulator.RandomBytes(10);
        await new ShaClient(emulator, "a", file).UploadAsync();
        await emulator.PostAsync("b", ("op", "upload"), ("filecontent", "0123456789"));
        (await new ShaClient(emulator, "b", file).InitAsync()).AssertRefused(-177, 409);
        (await new V1Client(emulator).BeginAsync("b", file)).AssertRefused(-177, 409);
        AssertFinished(await new ShaClient(emulator, "b", file).InitAsync(more: ("insertOnly", 0)));
        Assert.Equal(file, (await emulator.GetAsync("b")).Body);
    }

    [Fact]
    public async Task An_unfinished_upload_is_told_all_the_same()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        byte[] file = TestEmulator.RandomBytes(10);
        await new ShaClient(emulator, "half", file).InitAsync();
        await new ShaClient(emulator, "a", file).UploadAsync();
        (await new ShaClient(emulator, "half", file).InitAsync()).AssertRefused(-4019, 409);
        (await new ShaClient(emulator, "half", TestEmulator.RandomBytes(10)).InitAsync()).AssertRefused(-4020, 409);
    }

    [Fact]
    public async Task The_same_file_may_be_set_to_be_told_by_a_code()
    {
        byte[] file = TestEmulator.RandomBytes(10);
        await using TestEmulator uploaded = await TestEmulator.StartAsync(options => options.SameFile = SameFile.Uploaded);
        await new ShaClient(uploaded, "a", file).UploadAsync();
        (await new ShaClient(uploaded, "a", file).InitAsync()).AssertRefused(-4018, 409);
        (await new ShaClient(uploaded, "a", file).InitAsync(more: ("insertOnly", 0))).AssertRefused(-4018, 409);
        WireAnswer v1 = await new V1Client(uploaded).BeginAsync("a", file);
        Assert.Equal((-4018, 409, "/10055004/accesslog/a"), (v1.Code, (int)v1.Status, v1.Text("resource_path")));
        AssertFinished(await new ShaClient(uploaded, "b", file).InitAsync());

        await using TestEmulator exists = await TestEmulator.StartAsync(options => options.SameFile = SameFile.Exists);
        await new ShaClient(exists, "a", file).UploadAsync();
        (await new ShaClient(exists, "a", file).InitAsync()).AssertRefused(-177, 409);
        (await new V1Client(exists).BeginAsync("a", file)).AssertRefused(-177, 409);
        Assert.True((await new ShaClient(exists, "a", file).InitAsync(more: ("insertOnly", 0))).Has("session"));
    }

    private static void AssertFinished(WireAnswer answer)
    {
        Assert.Equal(0, answer.Code);
        Assert.All(Addresses, member => Assert.True(answer.Has(member), member));
        Assert.False(answer.Has("session"));
    }
}
