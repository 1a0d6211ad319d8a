using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using CosSlice.Tests.Support;

namespace CosSlice.Tests.Emulator;

/// <summary>Zeros are left out of the store's files, and are zeros all the same.</summary>
public sealed class SparseStoreTests
{
    private const int Mebibyte = 1_048_576;

    [Fact]
    public async Task A_sparse_file_takes_no_room()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The blocks of a file are asked for as Linux tells them.");
        using TempFolder folder = new();
        await using TestEmulator emulator = await TestEmulator.StartAsync(options => options.Store = folder.Path);
        byte[] file = new byte[64 * Mebibyte];
        int[] places = [0, 5 * Mebibyte, (17 * Mebibyte) + 4095, (40 * Mebibyte) - 1];
        foreach (int place in places)
        {
            file[place] = 0x5a;
        }

        await UploadAsync(emulator, "sliced", file, Enumerable.Range(0, 64).Reverse());
        await UploadAsync(emulator, "small", file[..(19 * Mebibyte)]);

        Assert.Equal(SHA1.HashData(file), SHA1.HashData((await emulator.GetAsync("sliced")).Body));
        Assert.Equal(SHA1.HashData(file.AsSpan(0, 19 * Mebibyte)), SHA1.HashData((await emulator.GetAsync("small")).Body));
        string[] data = Directory.GetFiles(folder.Path, "data-*", SearchOption.AllDirectories);
        Assert.Equal([19 * Mebibyte, 64 * Mebibyte], data.Select(path => new FileInfo(path).Length).Order());
        Assert.All(data, path => Assert.InRange(RoomOf(path), 4096, 256 * 1024));
    }

    [Fact]
    public async Task Zeros_over_other_bytes_are_zeros()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string session = await emulator.InitAsync("a", 2 * Mebibyte);
        await emulator.SliceAsync("a", session, 0, TestEmulator.RandomBytes(Mebibyte));
        WireAnswer damaged = await emulator.PostAsync(
            "a", ("op", "upload_slice_data"), ("session", session), ("offset", Mebibyte), ("datamd5", new string('0', 32)),
            ("filecontent", TestEmulator.RandomBytes(Mebibyte)));
        Assert.NotEqual(0, damaged.Code);

        Assert.Equal(0, (await emulator.SliceAsync("a", session, 0, new byte[Mebibyte])).Code);
        Assert.Equal(0, (await emulator.SliceAsync("a", session, Mebibyte, new byte[Mebibyte])).Code);

        Assert.Equal(0, (await emulator.FinishAsync("a", session, 2 * Mebibyte)).Code);
        Assert.Equal(new byte[2 * Mebibyte], (await emulator.GetAsync("a")).Body);
    }

    [Fact]
    public async Task Wherever_zeros_begin_and_end_the_object_is_the_file()
    {
        Random random = Chance.New();
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        byte[] file = Patches(random, (4 * Mebibyte) + random.Next(0, Mebibyte));
        int[] slices = [.. Enumerable.Range(0, (file.Length + Mebibyte - 1) / Mebibyte)];
        random.Shuffle(slices);

        await UploadAsync(emulator, "a", file, slices);

        Assert.Equal(file, (await emulator.GetAsync("a")).Body);
    }

    private static byte[] Patches(Random random, int length)
    {
        byte[] file = new byte[length];
        for (int at = random.Next(0, 9000); at < length; at += random.Next(1, 30_000))
        {
            Span<byte> patch = file.AsSpan(at, Math.Min(random.Next(1, 9000), length - at));
            random.NextBytes(patch);
            at += patch.Length;
        }

        return file;
    }

    private static async Task UploadAsync(TestEmulator emulator, string key, byte[] file, IEnumerable<int> slices)
    {
        string session = await emulator.InitAsync(key, file.Length);
        foreach (int slice in slices)
        {
            int offset = slice * Mebibyte;
            Assert.Equal(0, (await emulator.SliceAsync(key, session, offset, file[offset..Math.Min(file.Length, offset + Mebibyte)])).Code);
        }

        Assert.Equal(0, (await emulator.FinishAsync(key, session, file.Length)).Code);
    }

    private static async Task UploadAsync(TestEmulator emulator, string key, byte[] file)
        => Assert.Equal(0, (await emulator.PostAsync(key, ("op", "upload"), ("sha", TestEmulator.Sha1(file)), ("filecontent", file))).Code);

    /// <summary>Bytes that a file takes on the disk.</summary>
    private static long RoomOf(string path)
    {
        using Process stat = Process.Start(new ProcessStartInfo("stat", ["-c", "%b %B", path]) { RedirectStandardOutput = true })!;
        string[] numbers = stat.StandardOutput.ReadToEnd().Split(' ');
        stat.WaitForExit();
        return long.Parse(numbers[0], CultureInfo.InvariantCulture) * long.Parse(numbers[1], CultureInfo.InvariantCulture);
    }
}
