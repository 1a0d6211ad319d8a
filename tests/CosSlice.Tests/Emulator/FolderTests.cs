using System.Text.Json;
using CosSlice.Emulator;
using FsCheck;
using FsCheck.Fluent;

namespace CosSlice.Tests.Emulator;

/// <summary>create, list, stat and delete of folders, in both generations.</summary>
public sealed class FolderTests
{
    public static TheoryData<string> Versions => ["v1", "v2"];

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_folder_is_made_told_and_deleted(string version)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);
        await using TestEmulator emulator = await TestEmulator.StartAsync(options => options.Clock = new ManualClock(now));
        string Sign() => TestEmulator.Sign(at: now);
        string target = $"/files/{version}/10055004/accesslog/dir/";
        Task<WireAnswer> Json(string json, string sign) => emulator.SendAsync(
            HttpMethod.Post, target, System.Text.Encoding.UTF8.GetBytes(json), sign, "application/json");

        WireAnswer created = await Json("""{"op":"create","biz_attr":"mine"}""", Sign());
        bool v1 = version == "v1";
        JsonElement expected = JsonDocument.Parse(v1
            ? """{"ctime":"1700000000","resource_path":"/10055004/accesslog/dir/"}"""
            : """{"ctime":1700000000}""").RootElement;
        Assert.True(JsonElement.DeepEquals(expected, created.Data), created.Data.GetRawText());
        (await Json("""{"op":"create"}""", Sign())).AssertRefused(-178, 409);

        WireAnswer stat = await emulator.SendAsync(HttpMethod.Get, target + "?op=stat", null, Sign());
        expected = JsonDocument.Parse(v1
            ? """{"biz_attr":"mine","ctime":"1700000000","custom_headers":{},"mtime":"1700000000","name":"dir"}"""
            : """{"biz_attr":"mine","ctime":1700000000,"mtime":1700000000}""").RootElement;
        Assert.True(JsonElement.DeepEquals(expected, stat.Data), stat.Data.GetRawText());

        const string delete = """{"op":"delete"}""";
        (await Json(delete, Sign())).AssertRefused(-73, 403);
        Assert.Equal(0, (await Json(delete, TestEmulator.SignOnce("dir/"))).Code);
        (await Json(delete, TestEmulator.SignOnce("dir/"))).AssertRefused(-197, 404);
        (await emulator.SendAsync(HttpMethod.Get, target + "?op=stat", null, Sign())).AssertRefused(-197, 404);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Only_an_empty_folder_is_deleted_and_never_the_bucket(string version)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        var client = new V1Client(emulator, version);
        const string delete = """{"op":"delete"}""";
        await client.JsonAsync("dir/", """{"op":"create"}""");
        await client.PostAsync("dir/a", ("op", "upload"), ("filecontent", "x"));
        (await client.JsonAsync("dir/", delete, once: true)).AssertRefused(-173, 409);
        await client.JsonAsync("dir/a", delete, once: true);
        await emulator.InitAsync("dir/half", 10);
        (await client.JsonAsync("dir/", delete, once: true)).AssertRefused(-173, 409);
        await client.JsonAsync("dir/half", delete, once: true);
        Assert.Equal(0, (await client.JsonAsync("dir/", delete, once: true)).Code);
        (await client.JsonAsync("", delete, once: true)).AssertRefused(-180, 400);
        Assert.Empty(Directory.GetFiles(Path.Combine(emulator.Host.StorePath, "objects"), "*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("dir", -161)]
    [InlineData("", -180)]
    [InlineData("a%3F/", -180)]
    [InlineData("con/", -180)]
    [InlineData("dir/Lpt1/", -180)]
    [InlineData("a//", -180)]
    public async Task A_path_that_is_no_folders_is_refused(string key, int code)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        (await new V1Client(emulator).JsonAsync(key, """{"op":"create"}""")).AssertRefused(code, 400);
    }

    [Fact]
    public async Task A_name_is_a_file_or_a_folder()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        var v1 = new V1Client(emulator);
        var v4 = new V1Client(emulator, "v2");
        await v4.JsonAsync("a/", """{"op":"create"}""");
        (await v1.PostAsync("a", ("op", "upload"), ("filecontent", "x"))).AssertRefused(-178, 409);
        (await v4.PostAsync("a", ("op", "upload"), ("filecontent", "x"))).AssertRefused(-46208, 409);
        (await v1.BeginAsync("a", [1])).AssertRefused(-178, 409);
        (await v4.PostAsync("a", ("op", "upload_slice_init"), ("filesize", 1), ("slice_size", 1_048_576))).AssertRefused(-46208, 409);
        await v4.PostAsync("b", ("op", "upload"), ("filecontent", "x"));
        (await v4.JsonAsync("b/", """{"op":"create"}""")).AssertRefused(-178, 409);
    }

    [Fact]
    public async Task A_folder_with_something_in_it_is_there_unmade()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        var client = new V1Client(emulator, "v2");
        await client.PostAsync("dir/sub/a", ("op", "upload"), ("filecontent", "x"));
        Assert.Equal(0, (await client.GetAsync("dir/", "op=stat")).Code);
        Assert.Equal(0, (await client.GetAsync("", "op=stat")).Code);
        (await client.JsonAsync("dir/sub/", """{"op":"create"}""")).AssertRefused(-178, 409);
        (await client.JsonAsync("dir/", """{"op":"delete"}""", once: true)).AssertRefused(-173, 409);
        (await client.GetAsync("di/", "op=stat")).AssertRefused(-197, 404);
    }

    [Theory]
    [InlineData(MissingFolder.NotFound, -197, 404)]
    [InlineData(MissingFolder.BadPath, -180, 400)]
    public async Task A_missing_folder_may_be_set_to_be_refused(MissingFolder missing, int code, int status)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(options => options.MissingFolder = missing);
        var client = new V1Client(emulator, "v2");
        byte[] file = [1, 2, 3];
        (string, object)[] upload = [("op", "upload"), ("filecontent", file)];
        (string, object)[] init = [("op", "upload_slice_init"), ("filesize", 3), ("slice_size", 1_048_576)];
        Assert.Equal(0, (await client.JsonAsync("dirx/", """{"op":"create"}""")).Code);
        (await client.PostAsync("dir/a", upload)).AssertRefused(code, status);
        (await client.PostAsync("dir/sub/a", upload)).AssertRefused(code, status);
        (await client.PostAsync("dir/sub/a", init)).AssertRefused(code, status);
        (await client.BeginAsync("dir/sub/a", file)).AssertRefused(code, status);
        (await client.JsonAsync("dir/sub/", """{"op":"create"}""")).AssertRefused(code, status);
        Assert.Equal(0, (await client.JsonAsync("dir/", """{"op":"create"}""")).Code);
        Assert.Equal(0, (await client.JsonAsync("dir/sub/", """{"op":"create"}""")).Code);
        Assert.Equal(0, (await client.PostAsync("dir/sub/a", upload)).Code);
        Assert.Equal(0, (await client.PostAsync("root", upload)).Code);
    }

    [Fact]
    public async Task A_list_has_the_members_of_its_generation()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);
        await using TestEmulator emulator = await TestEmulator.StartAsync(options => options.Clock = new ManualClock(now));
        foreach (string key in new[] { "dir/b.txt", "dir/sub/c", "other" })
        {
            byte[] body = TestEmulator.Form(("op", "upload"), ("filecontent", "abc"));
            await emulator.SendAsync(HttpMethod.Post, TestEmulator.Path(key), body, TestEmulator.Sign(at: now));
        }

        const string sha = "a9993e364706816aba3e25717850c26c9cd0d89d";
        await IsAsync("v1", $$"""
            {"context":"b.txt|sub%2F|0|","has_more":false,"dircount":1,"filecount":1,"infos":[
              {"name":"b.txt","ctime":"1700000000","mtime":"1700000000","biz_attr":"","filelen":3,"filesize":3,"sha":"{{sha}}",
               "access_url":"http://accesslog-10055004.file.myqcloud.com/dir/b.txt",
               "source_url":"http://accesslog-10055004.cos.myqcloud.com/dir/b.txt"},
              {"name":"sub","ctime":"1700000000","mtime":"1700000000","biz_attr":""}]}
            """);
        await IsAsync("v2", $$"""
            {"context":"/accesslog/dir/sub/","listover":true,"infos":[
              {"name":"b.txt","ctime":1700000000,"mtime":1700000000,"filelen":3,"filesize":3,"sha":"{{sha}}","authority":"eInvalid",
               "access_url":"http://accesslog-10055004.file.myqcloud.com/dir/b.txt",
               "preview_url":"http://accesslog-10055004.preview.myqcloud.com/dir/b.txt?cmd=txt_preview",
               "source_url":"http://accesslog-10055004.cossh.myqcloud.com/dir/b.txt"},
              {"name":"sub/","ctime":1700000000,"mtime":1700000000}]}
            """);

        async Task IsAsync(string version, string expected)
        {
            WireAnswer list = await emulator.SendAsync(
                HttpMethod.Get, $"/files/{version}/10055004/accesslog/dir/?op=list&num=20", null, TestEmulator.Sign(at: now));
            Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(expected).RootElement, list.Data), list.Data.GetRawText());
        }
    }

    [Fact]
    public async Task A_stat_of_v1_has_numbers_as_text_and_a_name()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        var client = new V1Client(emulator);
        await client.PostAsync("dir/a.txt", ("op", "upload"), ("filecontent", "abc"), ("biz_attr", "mine"));
        WireAnswer stat = await client.GetAsync("dir/a.txt", "op=stat");
        Assert.Equal(
            ["access_url", "biz_attr", "ctime", "custom_headers", "filelen", "filesize", "mtime", "name", "sha", "source_url"],
            stat.Data.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
        Assert.Equal(("a.txt", "3", "3", "mine"), (stat.Text("name"), stat.Text("filesize"), stat.Text("filelen"), stat.Text("biz_attr")));
        Assert.Matches("^[0-9]{10}$", stat.Text("ctime"));
    }

    [Fact]
    public async Task An_unfinished_upload_is_listed_with_fewer_bytes_than_it_will_have()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string session = await emulator.InitAsync("half", 10);
        await emulator.SliceAsync("half", session, 0, new byte[10]);
        JsonElement info = Assert.Single(
            (await new V1Client(emulator, "v2").GetAsync("", "op=list&num=1")).Data.GetProperty("infos").EnumerateArray());
        Assert.Equal((9, 10), (info.GetProperty("filelen").GetInt64(), info.GetProperty("filesize").GetInt64()));
    }

    [Theory]
    [InlineData("v1", "op=list", -170)]
    [InlineData("v1", "op=list&num=x", -170)]
    [InlineData("v1", "op=list&num=0", -157)]
    [InlineData("v1", "op=list&num=200", -165)]
    [InlineData("v1", "op=list&num=9&context=a", -5999)]
    [InlineData("v2", "op=list", -5966)]
    [InlineData("v2", "op=list&num=x", -5966)]
    [InlineData("v2", "op=list&num=0", -5966)]
    [InlineData("v2", "op=list&num=1001", -5966)]
    [InlineData("v2", "op=list&num=9&delimiter=ab", -46178)]
    [InlineData("v2", "op=list&num=9&context=/other/a", -5999)]
    [InlineData("v2", "op=list&num=9&pattern=all", -5999)]
    [InlineData("v2", "op=list&num=9&order=2", -5999)]
    public async Task A_wrong_list_is_refused(string version, string query, int code)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        (await new V1Client(emulator, version).GetAsync("", query)).AssertRefused(code, 400);
        (await new V1Client(emulator, version).GetAsync("", "op=list&num=9&context=" + new string('x', 1025))).AssertRefused(-46177, 400);
        (await new V1Client(emulator, version).GetAsync("none/", "op=list&num=9")).AssertRefused(-197, 404);
        (await new V1Client(emulator, version).GetAsync("none/prefix", "op=list&num=9")).AssertRefused(-197, 404);
    }

    [Fact]
    public async Task The_most_entries_can_be_set()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(options => options.ListMaximum = 300);
        Assert.Equal(0, (await new V1Client(emulator).GetAsync("", "op=list&num=300")).Code);
        (await new V1Client(emulator, "v2").GetAsync("", "op=list&num=301")).AssertRefused(-5966, 400);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_prefix_a_pattern_and_an_order_choose(string version)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        var client = new V1Client(emulator, version);
        foreach (string key in new[] { "dir/ab", "dir/ac/x", "dir/ac/y", "dir/b", "dir/ad", "d", "dirx" })
        {
            await client.PostAsync(key, ("op", "upload"), ("filecontent", key));
        }

        string slash = version == "v1" ? "" : "/";
        Assert.Equal(["ab", "ac" + slash, "ad", "b"], await NamesAsync("dir/", ""));
        Assert.Equal(["ab", "ac" + slash, "ad"], await NamesAsync("dir/a", ""));
        Assert.Equal(["ad", "ac" + slash, "ab"], await NamesAsync("dir/a", "&order=1"));
        Assert.Equal(["ac" + slash], await NamesAsync("dir/", "&pattern=eListDirOnly"));
        Assert.Equal(["ac" + slash], await NamesAsync("dir/", "&pattern=ListDirOnly"));
        Assert.Equal(["ab", "ad", "b"], await NamesAsync("dir/", "&pattern=eListFileOnly&context=&delimiter=%2F"));
        Assert.Equal(["ab", "ac/x", "ac/y", "ad", "b"], await NamesAsync("dir/", "&delimiter="));
        Assert.Equal(["d", "dir" + slash, "dirx"], await NamesAsync("", ""));
        Assert.Empty(await NamesAsync("dir/c", ""));

        async Task<string[]> NamesAsync(string key, string more) => Names(await client.GetAsync(key, "op=list&num=20" + more));
    }

    [Fact]
    public async Task Pages_of_v1_can_be_turned_both_ways()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        var client = new V1Client(emulator);
        foreach (string key in new[] { "a", "b|c/x", "c", "d", "e" })
        {
            string path = Uri.EscapeDataString(key).Replace("%2F", "/", StringComparison.Ordinal);
            await client.PostAsync(path, ("op", "upload"), ("filecontent", key));
        }

        WireAnswer first = await client.GetAsync("", "op=list&num=2");
        Assert.Equal(["a", "b|c"], Names(first));
        WireAnswer second = await TurnAsync(first, 0);
        Assert.Equal(["c", "d"], Names(second));
        WireAnswer third = await TurnAsync(second, 0);
        Assert.Equal((false, "e"), (third.Data.GetProperty("has_more").GetBoolean(), Assert.Single(Names(third))));
        WireAnswer back = await TurnAsync(third, 1);
        Assert.Equal(["d", "c"], Names(back));
        Assert.Equal(["b|c", "a"], Names(await TurnAsync(back, 1)));
        Assert.Equal(["e"], Names(await TurnAsync(back, 0)));

        Task<WireAnswer> TurnAsync(WireAnswer page, int order) =>
            client.GetAsync("", $"op=list&num=2&order={order}&context={Uri.EscapeDataString(page.Text("context"))}");
    }

    [Fact]
    public async Task Page_after_page_gives_everything_once_and_in_order()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string[] keys = ["a", "a-b", "a/1", "a/2", "a0", "b/c/d", "b/e", "c d", "é", "中/x", "😀", "z"];
        foreach (string key in keys)
        {
            await emulator.PostAsync(string.Join('/', key.Split('/').Select(Uri.EscapeDataString)), ("op", "upload"), ("filecontent", key));
        }

        string[] expected = ["a", "a-b", "a/", "a0", "b/", "c d", "z", "é", "中/", "😀"];
        Gen<(bool V1, bool Backwards, int Number)> page =
            from v1 in Gen.Elements(true, false)
            from backwards in Gen.Elements(true, false)
            from number in Gen.Choose(1, 12)
            select (v1, backwards, number);
        Prop.ForAll(page.ToArbitrary(), turn => CheckAsync(turn.V1, turn.Backwards, turn.Number).GetAwaiter().GetResult())
            .QuickCheckThrowOnFailure();

        async Task CheckAsync(bool v1, bool backwards, int number)
        {
            var client = new V1Client(emulator, v1 ? "v1" : "v2");
            var seen = new List<string>();
            string context = "";
            bool more = true;
            while (more)
            {
                WireAnswer list = await client.GetAsync(
                    "", $"op=list&num={number}&order={(backwards ? 1 : 0)}&context={Uri.EscapeDataString(context)}");
                seen.AddRange(Names(list));
                context = list.Text("context");
                more = v1 ? list.Data.GetProperty("has_more").GetBoolean() : !list.Data.GetProperty("listover").GetBoolean();
            }

            IEnumerable<string> names = v1 ? expected.Select(name => name.TrimEnd('/')) : expected;
            Assert.Equal(backwards ? names.Reverse() : names, seen);
        }
    }

    [Fact]
    public async Task Folders_and_lists_outlive_a_restart()
    {
        DirectoryInfo store = Directory.CreateTempSubdirectory("cosslice-test-");
        await using (TestEmulator before = await TestEmulator.StartAsync(options => options.Store = store.FullName))
        {
            await new V1Client(before).JsonAsync("dir/", """{"op":"create"}""");
            await before.PostAsync("dir/a", ("op", "upload"), ("filecontent", "x"));
            await before.InitAsync("dir/b", 10);
        }

        await using (TestEmulator after = await TestEmulator.StartAsync(options => options.Store = store.FullName))
        {
            Assert.Equal(["a", "b"], Names(await new V1Client(after).GetAsync("dir/", "op=list&num=9")));
            (await new V1Client(after).JsonAsync("dir/", """{"op":"create"}""")).AssertRefused(-178, 409);
        }

        store.Delete(recursive: true);
    }

    private static string[] Names(WireAnswer list) =>
        [.. list.Data.GetProperty("infos").EnumerateArray().Select(info => info.GetProperty("name").GetString()!)];
}
