using CosSlice.Tests.Support;

namespace CosSlice.Tests.Engine;

/// <summary>Every fault that the emulator can do: what is stored is the file, or the upload says that it failed and can be taken up.</summary>
public class EmulatorFaultTests
{
    private const int Mebibyte = 1024 * 1024;

    /// <summary>Faults that are over after a time or two: the upload comes through.</summary>
    public static TheoryData<string, bool, CosChecksum> Passing()
    {
        TheoryData<string, bool, CosChecksum> cases = [];
        string[] each =
        [
            """ "fault":"status","http":503,"code":-71,"retryAfter":0 """,
            """ "fault":"status","http":429,"body":"html","retryAfter":"0" """,
            """ "fault":"status","http":500,"code":-195,"stored":true """,
            """ "fault":"status","http":502,"body":"html","stored":true """,
            """ "fault":"status","http":504,"body":"empty","stored":true """,
            """ "fault":"status","http":200,"body":"empty" """,
            """ "fault":"close" """,
            """ "fault":"reset" """,
            """ "fault":"close","at":"request","byte":70000 """,
            """ "fault":"reset","at":"request","byte":700000 """,
            """ "fault":"close","at":"answer" """,
            """ "fault":"reset","at":"answer","byte":0 """,
            """ "fault":"reset","at":"answer","byte":100 """,
            """ "fault":"close","at":"after" """,
            """ "fault":"reset","at":"after","stored":false """,
            """ "fault":"delay","milliseconds":50 """,
            """ "fault":"delay","milliseconds":50,"at":"answer" """,
            """ "fault":"trickle","bytesPerSecond":20000 """,
            """ "fault":"trickle","bytesPerSecond":20000000,"at":"request" """,
            """ "fault":"answer","with":"truncated" """,
            """ "fault":"answer","with":"html" """,
            """ "fault":"answer","with":"empty" """,
            """ "fault":"answer","with":"longer" """,
            """ "fault":"answer","with":"shorter" """,
            """ "fault":"disk-full" """,
        ];
        foreach (string fault in each)
        {
            // One upload meets it at each of its steps.
            cases.Add(Rule(fault, "upload"), false, CosChecksum.Sha1);
            cases.Add(
                $"{Rule(fault, "upload_slice_init")},{Rule(fault, "upload_slice_data\",\"offset\":\"1048576")},{Rule(fault, "upload_slice_finish")}",
                true,
                fault.Length % 2 == 0 ? CosChecksum.Sha1 : CosChecksum.Md5);
        }

        foreach (CosChecksum checksum in new[] { CosChecksum.Sha1, CosChecksum.Md5, CosChecksum.None })
        {
            cases.Add("""{ "fault":"answer","with":"wrong-offset","op":"upload_slice_data","times":1 }""", true, checksum);
            cases.Add("""{ "fault":"answer","with":"wrong-session","op":"upload_slice_data","times":1 }""", true, checksum);
            cases.Add("""{ "fault":"answer","with":"wrong-datalen","op":"upload_slice_data","times":1 }""", true, checksum);
            cases.Add("""{ "fault":"serial","op":"upload_slice_init","times":1 }""", true, checksum);
            cases.Add("""{ "fault":"slice-size","bytes":2097152,"op":"upload_slice_init","times":1 }""", true, checksum);
            cases.Add("""{ "fault":"finish-fails-after","times":1 }""", true, checksum);
            cases.Add("""{ "fault":"finish-fails-after","http":503,"code":-196,"times":1 }""", true, checksum);
            cases.Add("""{ "fault":"finish-late","milliseconds":100,"times":1 }""", true, checksum);
        }

        // Without a sha only the answer to init tells whose the upload is that it began.
        foreach (string lost in new[] { """ "fault":"reset","at":"after" """, """ "fault":"close","at":"answer" """, """ "fault":"answer","with":"truncated" """, """ "fault":"status","http":502,"body":"html","stored":true """, """ "fault":"status","http":500,"code":-195,"stored":true """ })
        {
            cases.Add(Rule(lost, "upload_slice_init"), true, CosChecksum.Md5);
        }

        cases.Add("""{ "fault":"answer","with":"wrong-datamd5","times":1 }""", true, CosChecksum.Md5);
        cases.Add("""{ "fault":"flip","times":1 }""", true, CosChecksum.Md5);
        cases.Add("""{ "fault":"clock","seconds":7200,"op":"upload_slice_init","times":1 }""", true, CosChecksum.Sha1);
        return cases;
    }

    private static string Rule(string fault, string op) => $$"""{ {{fault}},"op":"{{op}}","times":1}""";

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task A_fault_that_passes_is_outlived(string rules, bool sliced, CosChecksum checksum)
    {
        await using Service service = await EmulatorFaults.StartAsync();
        string path = service.Folder.File("a.bin", sliced ? (3 * Mebibyte) + 7 : 300_000);
        await service.SetFaultsAsync(rules);

        await service.UploadAsync(path, Service.Quick(sliced, checksum)).Guarded();

        Assert.Equal(rules.Split("\"fault\"").Length - 1, await service.StruckAsync());
        await service.AssertStoredAsync(path);
        Assert.DoesNotContain(service.StateFiles(), name => name.EndsWith(".lock", StringComparison.Ordinal));
    }

    /// <summary>Faults that don't pass: the upload fails with a typed error, and comes through when they are gone.</summary>
    public static TheoryData<string, bool, CosChecksum, string?> Lasting() => new()
    {
        { """ "fault":"status","http":503,"code":-71 """, true, CosChecksum.Sha1, "TransferInterrupted" },
        { """ "fault":"status","http":403,"code":-97,"op":"upload_slice_data" """, true, CosChecksum.Sha1, null },
        { """ "fault":"status","http":200,"code":-12345,"op":"upload_slice_data" """, true, CosChecksum.Sha1, null },
        { """ "fault":"close","op":"upload_slice_data","offset":1048576 """, true, CosChecksum.Md5, "TransferInterrupted" },
        { """ "fault":"reset","op":"upload_slice_finish" """, true, CosChecksum.Sha1, "TransferInterrupted" },
        { """ "fault":"reset","op":"upload_slice_data","at":"request" """, true, CosChecksum.Sha1, "TransferInterrupted" },
        { """ "fault":"reset","op":"upload_slice_data","at":"after","stored":false """, true, CosChecksum.None, "TransferInterrupted" },
        { """ "fault":"answer","with":"empty","op":"upload_slice_data" """, true, CosChecksum.Sha1, "InvalidResponse" },
        { """ "fault":"answer","with":"html","op":"upload_slice_finish" """, true, CosChecksum.Sha1, null },
        { """ "fault":"answer","with":"longer","op":"upload_slice_data" """, true, CosChecksum.Sha1, "TransferInterrupted" },
        { """ "fault":"answer","with":"wrong-session","op":"upload_slice_data" """, true, CosChecksum.Sha1, "InvalidResponse" },
        { """ "fault":"answer","with":"wrong-datamd5","op":"upload_slice_data" """, true, CosChecksum.Md5, null },
        { """ "fault":"session-dies","op":"upload_slice_data" """, true, CosChecksum.Sha1, null },
        { """ "fault":"session-dies","kept":true,"op":"upload_slice_data" """, true, CosChecksum.Sha1, null },
        { """ "fault":"session-dies","op":"upload_slice_finish" """, true, CosChecksum.Md5, null },
        { """ "fault":"flip","op":"upload_slice_data","offset":1048576,"silent":true """, true, CosChecksum.Sha1, null },
        { """ "fault":"flip","op":"upload_slice_data","offset":1048576 """, true, CosChecksum.Md5, null },
        { """ "fault":"disk-full" """, true, CosChecksum.Sha1, "TransferInterrupted" },
        { """ "fault":"disk-full" """, false, CosChecksum.Sha1, "TransferInterrupted" },
        { """ "fault":"hang","op":"upload_slice_data","offset":0 """, true, CosChecksum.Sha1, "TransferInterrupted" },
        { """ "fault":"hang","op":"upload","at":"answer","byte":90 """, false, CosChecksum.Sha1, "TransferInterrupted" },
        { """ "fault":"slice-size","bytes":524288,"op":"upload_slice_init" """, true, CosChecksum.Sha1, null },
        { """ "fault":"slice-size","bytes":1000001,"op":"upload_slice_init" """, true, CosChecksum.Md5, null },
        { """ "fault":"slice-size","bytes":1,"op":"upload_slice_init" """, true, CosChecksum.Md5, null },
    };

    [Theory]
    [MemberData(nameof(Lasting))]
    public async Task A_fault_that_lasts_is_told_and_what_it_stopped_can_be_taken_up(string fault, bool sliced, CosChecksum checksum, string? errorId)
    {
        await using Service service = await EmulatorFaults.StartAsync();
        string path = service.Folder.File("a.bin", sliced ? (3 * Mebibyte) + 7 : 300_000);
        await service.SetFaultsAsync($$"""{ {{fault}} }""");
        TransferOptions few = Service.Quick(sliced, checksum);
        few.MaximumRetryCount = 1;
        few.OperationTimeout = fault.Contains("hang", StringComparison.Ordinal) ? TimeSpan.FromSeconds(1) : few.OperationTimeout;

        CosException failure = await Assert.ThrowsAnyAsync<CosException>(() => service.UploadAsync(path, few)).Guarded();

        Assert.NotEqual(0, await service.StruckAsync());
        Assert.True(errorId is null || errorId == failure.ErrorId, $"{failure.ErrorId}: {failure.Message}");
        Assert.NotNull(failure.RecommendedAction);
        await service.ClearFaultsAsync();
        await service.UploadAsync(path, Service.Quick(sliced, checksum)).Guarded();
        await service.AssertStoredAsync(path);
    }

    [Fact]
    public async Task A_slice_that_arrived_damaged_is_not_taken_for_one_that_the_service_has()
    {
        await using Service service = await EmulatorFaults.StartAsync();
        string path = service.Folder.File("a.bin", 3 * Mebibyte);
        await service.SetFaultsAsync(
            """
            {"op":"upload_slice_data","offset":1048576,"attempt":1,"fault":"flip"},
            {"op":"upload_slice_data","offset":1048576,"attempt":2,"fault":"status","http":400,"code":-29096}
            """);

        await service.UploadAsync(path, Service.Quick(sliced: true, CosChecksum.Md5)).Guarded();

        Assert.Equal(2, await service.StruckAsync());
        await service.AssertStoredAsync(path);
    }

    [Theory]
    [InlineData("upload", false)]
    [InlineData("upload_slice_data", true)]
    [InlineData("upload_slice_finish", true)]
    public async Task An_answer_of_a_tebibyte_is_not_read_to_its_end(string op, bool sliced)
    {
        await using Service service = await EmulatorFaults.StartAsync();
        string path = service.Folder.File("a.bin", 2 * Mebibyte);
        await service.SetFaultsAsync($$"""{"op":"{{op}}","fault":"answer","with":"huge","bytes":1099511627776,"times":1}""");

        await service.UploadAsync(path, Service.Quick(sliced)).Guarded();

        Assert.Equal(1, await service.StruckAsync());
        await service.AssertStoredAsync(path);
    }

    [Theory]
    [InlineData("duplicate-parts")]
    [InlineData("unsorted-parts")]
    public async Task A_list_in_no_good_order_is_resumed_from_all_the_same(string with)
    {
        await using Service service = await EmulatorFaults.StartAsync();
        string path = service.Folder.File("a.bin", 5 * Mebibyte);
        TransferOptions few = Service.Quick(sliced: true);
        few.MaximumRetryCount = 1;

        // Side by side, the one that fails may end the others before they are stored.
        few.ThrottleLimit = 1;
        await service.SetFaultsAsync("""{"op":"upload_slice_data","offset":2097152,"fault":"reset"}""");
        await Assert.ThrowsAnyAsync<CosException>(() => service.UploadAsync(path, few)).Guarded();
        await service.SetFaultsAsync($$"""{"op":"upload_slice_list","fault":"answer","with":"{{with}}"}""");

        CosFile stored = await service.UploadAsync(path, Service.Quick(sliced: true)).Guarded();

        Assert.Equal(1, await service.StruckAsync());
        Assert.True(stored.Resumed);
        await service.AssertStoredAsync(path);
    }

    [Theory]
    [InlineData(4, CosChecksum.Sha1)]
    [InlineData(4, CosChecksum.Md5)]
    [InlineData(4, CosChecksum.None)]
    [InlineData(1, CosChecksum.Sha1)]
    public async Task Faults_by_chance_lose_nothing(int apiVersion, CosChecksum checksum)
    {
        await using Service service = await EmulatorFaults.StartAsync();
        Random chance = Chance.New();
        CosContext context = apiVersion == 1 ? service.V1 : service.Context;
        TransferOptions options = Service.Quick(sliced: true, checksum);
        options.RetryTimeout = TimeSpan.FromSeconds(5);
        for (int i = 0; i < 4; i++)
        {
            string path = service.Folder.File($"f{i}.bin", chance.Next(1, 5 * Mebibyte), chance.Next());
            await service.SetRandomFaultsAsync(chance.NextInt64(), 0.15);

            Exception? failure = await Record.ExceptionAsync(() => service.UploadAsync(path, options, context: context)).AsTask().Guarded();

            Assert.True(failure is null or CosException, $"{failure}");
            await service.ClearFaultsAsync();
            if (failure is not null)
            {
                Chance.Log($"{failure.Message}");
                Exception? again = await Record.ExceptionAsync(() => service.UploadAsync(path, options, context: context)).AsTask().Guarded();
                if (again is not null)
                {
                    // Where no sha tells what an upload is and the session is another one, its owner has to say that it may go.
                    Assert.Equal("UploadNotProven", Assert.IsAssignableFrom<CosException>(again).ErrorId);
                    Assert.NotEqual(CosChecksum.Sha1, checksum);
                    TransferOptions forced = Service.Quick(sliced: true, checksum, force: true);
                    await service.UploadAsync(path, forced, context: context).Guarded();
                }
            }

            await service.AssertStoredAsync(path);
        }
    }
}
