using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CosSlice.Hashing;

namespace CosSlice.Tests.Engine;

/// <summary>The text that tells the service of every part.</summary>
public class UploadPartsTests
{
    private const long Mebibyte = 1024 * 1024;

    [Fact]
    public async Task It_is_written_as_the_service_has_it()
    {
        byte[] digests = [.. Enumerable.Range(0, 60).Select(i => (byte)(i * 4))];

        string text = await TextAsync(new FileHash((2 * Mebibyte) + 5, Mebibyte, digests));

        Assert.Equal(
            """[{"offset":0,"datalen":1048576,"datasha":"0004080c1014181c2024282c3034383c4044484c"},"""
            + """{"offset":1048576,"datalen":1048576,"datasha":"5054585c6064686c7074787c8084888c9094989c"},"""
            + """{"offset":2097152,"datalen":5,"datasha":"a0a4a8acb0b4b8bcc0c4c8ccd0d4d8dce0e4e8ec"}]""",
            text);
    }

    [Theory]
    [InlineData(1, Mebibyte)]
    [InlineData(Mebibyte - 1, Mebibyte)]
    [InlineData(Mebibyte, Mebibyte)]
    [InlineData(Mebibyte + 1, Mebibyte)]
    [InlineData((100 * Mebibyte) + 1, Mebibyte)]
    [InlineData(99999999, 99968)]
    [InlineData(640, 64)]
    [InlineData(640064, 64)]
    [InlineData(TransferOptions.FileMaximum - 1, 3 * Mebibyte)]
    public async Task Its_parts_follow_one_another_to_the_end_of_the_file(long length, long partSize)
    {
        FileHash hash = Synthetic(length, partSize);

        using JsonDocument parts = JsonDocument.Parse(await TextAsync(hash));

        long next = 0;
        Assert.Equal(hash.PartCount, parts.RootElement.GetArrayLength());
        foreach (JsonElement part in parts.RootElement.EnumerateArray())
        {
            Assert.Equal(["offset", "datalen", "datasha"], part.EnumerateObject().Select(member => member.Name));
            Assert.Equal(next, part.GetProperty("offset").GetInt64());
            Assert.InRange(part.GetProperty("datalen").GetInt64(), 1, partSize);
            Assert.Matches("^[0-9a-f]{40}$", part.GetProperty("datasha").GetString());
            next += part.GetProperty("datalen").GetInt64();
        }

        Assert.Equal(length, next);
        Assert.Equal(hash.Sha1, parts.RootElement[hash.PartCount - 1].GetProperty("datasha").GetString());
    }

    [Theory]
    [InlineData(0, Mebibyte)]
    [InlineData(0, 0)]
    [InlineData(5000, 0)]
    public async Task Without_parts_it_is_an_empty_array(long length, long partSize)
        => Assert.Equal("[]", await TextAsync(Synthetic(length, partSize)));

    [Theory]
    [InlineData(UploadParts.BufferMinimum)]
    [InlineData(UploadParts.BufferMinimum + 1)]
    [InlineData(256 * 1024)]
    public async Task That_of_64_GiB_goes_out_in_pieces_through_one_small_buffer(int bufferSize)
    {
        FileHash hash = Synthetic(TransferOptions.FileMaximum, Mebibyte);
        UploadParts parts = new(hash);
        using RecordingStream stream = new();
        int touches = 0;
        long before = GC.GetAllocatedBytesForCurrentThread();

        await parts.WriteAsync(stream, new byte[bufferSize], () => touches++, TestContext.Current.CancellationToken);

        // The stream takes everything at once, so that all of it ran on this thread: less than an object a part.
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before - bufferSize;
        Assert.InRange(allocated, 0, 2 * hash.PartCount);
        Assert.InRange(parts.Length, 6_000_000, 7_000_000);
        Assert.Equal(parts.Length, stream.Bytes);
        Assert.Equal(stream.Writes, touches);
        Assert.InRange(stream.Longest, UploadParts.BufferMinimum / 2, Math.Min(bufferSize, 64 * 1024));
    }

    [Fact]
    public async Task A_buffer_that_is_too_small_is_refused()
        => await Assert.ThrowsAsync<ArgumentException>(() => new UploadParts(Synthetic(1, 64)).WriteAsync(
            Stream.Null, new byte[UploadParts.BufferMinimum - 1], () => { }, TestContext.Current.CancellationToken));

    [Fact]
    public async Task It_ends_when_it_is_told_to()
    {
        using CancellationTokenSource stop = new();
        UploadParts parts = new(Synthetic(TransferOptions.FileMaximum, Mebibyte));
        using RecordingStream stream = new();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => parts.WriteAsync(stream, new byte[UploadParts.BufferMinimum], stop.Cancel, stop.Token));

        Assert.Equal(1, stream.Writes);
    }

    [Fact]
    public void Digests_that_are_not_the_parts_own_are_refused()
        => Assert.Throws<ArgumentException>(() => new FileHash(Mebibyte + 1, Mebibyte, new byte[Sha1Core.DigestSize]));

    private static FileHash Synthetic(long length, long partSize)
        => new(length, partSize, RandomNumberGenerator.GetBytes(Math.Max(1, FileHash.CountParts(length, partSize)) * Sha1Core.DigestSize));

    private static async Task<string> TextAsync(FileHash hash)
    {
        UploadParts parts = new(hash);
        using MemoryStream stream = new();
        await parts.WriteAsync(stream, new byte[UploadParts.BufferMinimum], () => { }, TestContext.Current.CancellationToken);
        Assert.Equal(stream.Length, parts.Length);
        return Encoding.ASCII.GetString(stream.ToArray());
    }

    /// <summary>Takes everything at once and keeps only how much it was.</summary>
    private sealed class RecordingStream : Stream
    {
        public long Bytes { get; private set; }

        public int Writes { get; private set; }

        public int Longest { get; private set; }

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Write(buffer, offset, count);
            return Task.CompletedTask;
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
            => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count)
        {
            Bytes += count;
            Writes++;
            Longest = Math.Max(Longest, count);
        }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
