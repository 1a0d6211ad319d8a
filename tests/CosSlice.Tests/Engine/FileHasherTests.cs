using System.Security.Cryptography;
using CosSlice.Files;
using CosSlice.Hashing;
using CosSlice.Hashing.Blocks;
using CosSlice.Hashing.Lanes;
using CosSlice.Http;
using CosSlice.Tests.Support;

namespace CosSlice.Tests.Engine;

/// <summary>One pass over a real file.</summary>
public class FileHasherTests
{
    private const int Mebibyte = 1024 * 1024;

    public static TheoryData<long, long> Files => new MatrixTheoryData<long, long>(
        [0, 1, 63, 64, 65, Mebibyte - 1, Mebibyte, Mebibyte + 1, (3 * Mebibyte) + 7],
        [0, 64, 65600, Mebibyte / 2, Mebibyte]);

    [Theory]
    [MemberData(nameof(Files))]
    public async Task The_whole_and_every_part_are_what_plain_hashing_gives(long length, long partSize)
    {
        using TempFolder folder = new();
        string path = folder.File("plain.bin", length);
        byte[] content = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        UploadProgress progress = Progress(path, length);

        FileHash hash = await HashAsync(path, partSize, progress, TestContext.Current.CancellationToken);

        Assert.Equal(Convert.ToHexStringLower(SHA1.HashData(content)), hash.Sha1);
        Assert.Equal((length, partSize), (hash.Length, hash.PartSize));
        Assert.Equal(partSize == 0 ? 0 : (length + partSize - 1) / partSize, hash.PartCount);
        Assert.Equal(length, progress.BytesHashed);
        Sha1Core core = new();
        byte[] state = new byte[Sha1Core.DigestSize];
        for (int part = 0; part < hash.PartCount; part++)
        {
            int offset = (int)(part * partSize);
            core.Append(content, offset, (int)Math.Min(partSize, length - offset));
            if (part == hash.PartCount - 1)
            {
                state = SHA1.HashData(content);
            }
            else
            {
                core.CopyState(state, 0);
            }

            Assert.Equal(state, Digest(hash, part));
        }
    }

    [Theory]
    [InlineData(-64)]
    [InlineData(1)]
    [InlineData(100)]
    public async Task Parts_that_end_within_a_block_are_refused(long partSize)
    {
        using TempFolder folder = new();
        string path = folder.File("blocks.bin", 1000);

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => HashAsync(path, partSize, Progress(path, 1000), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Mebibyte)]
    public async Task It_ends_as_soon_as_it_is_cancelled(long partSize)
    {
        // 64 GiB, of which the disk holds nothing: whoever is not heard goes on for minutes.
        using TempFolder folder = new();
        string path = Sparse(folder, TransferOptions.FileMaximum);
        UploadProgress progress = Progress(path, TransferOptions.FileMaximum);
        using CancellationTokenSource stop = new();

        Task<FileHash> hashing = Task.Run(() => HashAsync(path, partSize, progress, stop.Token), TestContext.Current.CancellationToken);
        await UnderWayAsync(progress).Guarded();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hashing.Guarded());
        Assert.InRange(progress.BytesHashed, 1, TransferOptions.FileMaximum - 1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Mebibyte)]
    public async Task A_file_that_changes_meanwhile_has_no_hash(long partSize)
    {
        using TempFolder folder = new();
        string path = folder.File("changing.bin", 3 * Mebibyte);
        using SourceFile source = SourceFile.Open(path);
        await File.AppendAllTextAsync(path, "more", TestContext.Current.CancellationToken);

        CosException failure = await Assert.ThrowsAsync<CosException>(
            () => HashAsync(source, partSize, Progress(path, source.Length), TestContext.Current.CancellationToken));

        Assert.Equal("SourceChanged", failure.ErrorId);
    }

    [Fact]
    public async Task A_file_that_is_replaced_meanwhile_has_no_hash()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not replace a file that is open.");
        using TempFolder folder = new();
        string path = folder.File("replaced.bin", 3 * Mebibyte);
        using SourceFile source = SourceFile.Open(path);
        File.Move(folder.File("other.bin", 2 * Mebibyte, seed: 2), path, overwrite: true);

        CosException failure = await Assert.ThrowsAsync<CosException>(
            () => HashAsync(source, partSize: 0, Progress(path, source.Length), TestContext.Current.CancellationToken));

        Assert.Equal("SourceChanged", failure.ErrorId);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Mebibyte)]
    public async Task A_file_that_ends_early_has_no_hash(long partSize)
    {
        using TempFolder folder = new();
        string path = folder.File("shrinking.bin", 3 * Mebibyte);
        using SourceFile source = SourceFile.Open(path);
        using (FileStream file = new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
        {
            file.SetLength(2 * Mebibyte);
        }

        CosException failure = await Assert.ThrowsAsync<CosException>(
            () => HashAsync(source, partSize, Progress(path, source.Length), TestContext.Current.CancellationToken));

        Assert.Equal("SourceChanged", failure.ErrorId);
    }

    [Theory]
    [InlineData(300, 0)]
    [InlineData(40, Mebibyte)]
    public async Task Two_buffers_are_enough_for_a_file_of_any_size(int mebibytes, long partSize)
    {
        using TempFolder folder = new();
        string path = Sparse(folder, mebibytes * (long)Mebibyte);
        UploadProgress progress = Progress(path, mebibytes * (long)Mebibyte);
        BufferPool pool = new(MultipartBody.BufferSize);
        byte[] first = pool.Rent();
        byte[] second = pool.Rent();
        pool.Return(first);
        pool.Return(second);
        using SourceFile source = SourceFile.Open(path);

        FileHash hash = await FileHasher.HashAsync(source, partSize, pool, Lanes(), turns: null, garbage: null, progress, TestContext.Current.CancellationToken);

        Assert.Equal(source.Length, progress.BytesHashed);
        Assert.Equal(partSize == 0 ? 0 : mebibytes, hash.PartCount);
        Assert.Equal(new[] { first, second }.ToHashSet(), new[] { pool.Rent(), pool.Rent() }.ToHashSet());
        using FileStream plain = File.OpenRead(path);
        Assert.Equal(Convert.ToHexStringLower(await SHA1.HashDataAsync(plain, TestContext.Current.CancellationToken)), hash.Sha1);
    }

    [Fact]
    public async Task Files_that_are_hashed_side_by_side_have_the_hashes_that_each_has_alone()
    {
        using TempFolder folder = new();
        HashLanes lanes = Lanes();
        BufferPool pool = new(64 * 1024);
        string[] paths = [.. Enumerable.Range(0, 12).Select(i => folder.File($"{i}.bin", (Mebibyte / 3 * i) + i, seed: i))];

        FileHash[] hashes = await Task.WhenAll(paths.Select(path => Task.Run(async () =>
        {
            using SourceFile source = SourceFile.Open(path);
            return await FileHasher.HashAsync(
                source, Mebibyte / 2, pool, lanes, turns: null, garbage: null, Progress(path, source.Length), TestContext.Current.CancellationToken);
        }))).Guarded();

        Assert.All(paths.Zip(hashes), pair => Assert.Equal(Convert.ToHexStringLower(SHA1.HashData(File.ReadAllBytes(pair.First))), pair.Second.Sha1));
    }

    [Fact]
    public async Task What_becomes_of_one_file_is_nothing_to_those_beside_it()
    {
        using TempFolder folder = new();
        HashLanes lanes = Lanes();
        BufferPool pool = new(64 * 1024);
        string endless = Sparse(folder, TransferOptions.FileMaximum);
        string whole = folder.File("whole.bin", 20 * Mebibyte);
        string cut = folder.File("cut.bin", 3 * Mebibyte);
        using SourceFile shrunk = SourceFile.Open(cut);
        using (FileStream file = new(cut, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
        {
            file.SetLength(2 * Mebibyte);
        }

        UploadProgress stoppedProgress = Progress(endless, TransferOptions.FileMaximum);
        using CancellationTokenSource stop = new();
        using SourceFile stoppedSource = SourceFile.Open(endless);
        using SourceFile wholeSource = SourceFile.Open(whole);
        CancellationToken noStop = TestContext.Current.CancellationToken;
        Task<FileHash> stopped = Task.Run(
            () => FileHasher.HashAsync(stoppedSource, Mebibyte, pool, lanes, turns: null, garbage: null, stoppedProgress, stop.Token), noStop);
        await UnderWayAsync(stoppedProgress).Guarded();
        Task<FileHash> failed = FileHasher.HashAsync(shrunk, Mebibyte, pool, lanes, turns: null, garbage: null, Progress(cut, shrunk.Length), noStop);
        Task<FileHash> hashed = FileHasher.HashAsync(wholeSource, Mebibyte, pool, lanes, turns: null, garbage: null, Progress(whole, wholeSource.Length), noStop);

        Assert.Equal("SourceChanged", (await Assert.ThrowsAsync<CosException>(() => failed.Guarded())).ErrorId);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopped.Guarded());
        Assert.Equal(Convert.ToHexStringLower(SHA1.HashData(await File.ReadAllBytesAsync(whole, noStop))), (await hashed.Guarded()).Sha1);
    }

    private static string Sparse(TempFolder folder, long length)
    {
        string path = Path.Combine(folder.Path, "sparse.bin");
        using FileStream sparse = File.Create(path);
        sparse.SetLength(length);
        return path;
    }

    private static UploadProgress Progress(string path, long length)
    {
        UploadProgress progress = new(path, "key");
        progress.SetLength(length);
        return progress;
    }

    private static async Task UnderWayAsync(UploadProgress progress)
    {
        while (progress.BytesHashed == 0)
        {
            await Task.Yield();
        }
    }

    private static async Task<FileHash> HashAsync(string path, long partSize, UploadProgress progress, CancellationToken cancellationToken)
    {
        using SourceFile source = SourceFile.Open(path);
        return await HashAsync(source, partSize, progress, cancellationToken);
    }

    private static Task<FileHash> HashAsync(SourceFile source, long partSize, UploadProgress progress, CancellationToken cancellationToken)
        => FileHasher.HashAsync(source, partSize, new BufferPool(MultipartBody.BufferSize), Lanes(), turns: null, garbage: null, progress, cancellationToken);

    private static HashLanes Lanes() => new(Sha1Kernel.Best);

    private static byte[] Digest(FileHash hash, int part)
        => [.. Enumerable.Range(0, Sha1Core.DigestSize).Select(i => hash.DigestByte(part, i))];
}
