using System.IO.Pipelines;
using System.Text;
using CosSlice.Emulator.Requests;
using FsCheck;
using FsCheck.Fluent;

namespace CosSlice.Tests.Emulator;

public sealed class MultipartReaderTests
{
    private const string Boundary = "--ab";

    [Fact]
    public void However_the_bytes_arrive_the_parts_are_the_same()
    {
        // Content of the delimiter's own characters, so that near misses are the rule.
        Gen<byte[]> content = Gen.Elements("\r\n-ab:x"u8.ToArray()).ArrayOf().Where(bytes => Find(bytes, "\r\n----ab"u8) < 0);
        Gen<byte[][]> contents = content.ArrayOf().Where(parts => parts.Length <= 5);
        Gen<int[]> cuts = Gen.Choose(1, 9).ArrayOf();
        Prop.ForAll(contents.ToArbitrary(), cuts.ToArbitrary(), (parts, sizes) =>
        {
            byte[] body = Body(parts);
            List<(string Header, byte[] Content)> read = Read(Chunks(body, sizes)).GetAwaiter().GetResult();
            return read.Select(part => Convert.ToHexString(part.Content)).SequenceEqual(parts.Select(Convert.ToHexString))
                && read.Select(part => MultipartHeaders.PartName(part.Header)).SequenceEqual(parts.Select((_, i) => $"f{i}"));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public async Task A_boundary_split_at_every_place_is_found()
    {
        byte[] body = Body(["first\r\n----a"u8.ToArray(), "\r\n"u8.ToArray(), []]);
        for (int cut = 0; cut <= body.Length; cut++)
        {
            List<(string Header, byte[] Content)> parts = await Read([body[..cut], body[cut..]]);
            Assert.Equal(["first\r\n----a", "\r\n", ""], parts.Select(part => Encoding.ASCII.GetString(part.Content)));
        }
    }

    [Fact]
    public async Task A_line_break_or_text_before_the_first_boundary_and_text_after_the_last_are_no_parts()
    {
        byte[] body = Body(["x"u8.ToArray()]);
        Assert.Single(await Read([[.. "\r\n"u8, .. body]]));
        Assert.Single(await Read([[.. "preamble\r\n\r\n----"u8, .. "\r\n"u8, .. body]]));
        Assert.Single(await Read([[.. body, .. "epilogue\r\n----ab\r\n"u8]]));
        Assert.Empty(await Read(["----ab--\r\n"u8.ToArray()]));
        Assert.Empty(await Read(["----ab--"u8.ToArray()]));
    }

    [Fact]
    public async Task White_space_after_a_boundary_and_a_part_without_headers_are_taken()
    {
        List<(string Header, byte[] Content)> parts = await Read(["----ab \t\r\n\r\nx\r\n----ab--"u8.ToArray()]);
        Assert.Equal(("", "x"), (parts.Single().Header, Encoding.ASCII.GetString(parts.Single().Content)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("----a")]
    [InlineData("no boundary at all")]
    [InlineData("----ab")]
    [InlineData("----ab\r\nContent-Disposition: form-data; name=\"a\"\r\n")]
    [InlineData("----ab\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx")]
    [InlineData("----ab\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n----ab")]
    [InlineData("----ab\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n----ab-")]
    [InlineData("----abc\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n----ab--")]
    public async Task A_broken_body_is_told(string body) =>
        await Assert.ThrowsAsync<MalformedFormException>(() => Read([Encoding.ASCII.GetBytes(body)]));

    [Fact]
    public async Task An_endless_header_is_told() =>
        await Assert.ThrowsAsync<MalformedFormException>(() => Read([[.. "----ab\r\n"u8, .. new byte[20_000]]]));

    [Fact]
    public void Whatever_comes_in_it_ends_in_parts_or_in_a_malformed_form()
    {
        Gen<byte[]> anything = Gen.OneOf(
            Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf(),
            Gen.Elements("\r\n-ab: =\";"u8.ToArray()).ArrayOf());
        Prop.ForAll(anything.ToArbitrary(), bytes =>
        {
            try
            {
                _ = Read([[.. "----ab\r\n"u8, .. bytes]]).GetAwaiter().GetResult();
            }
            catch (MalformedFormException)
            {
                return true;
            }

            return true;
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("multipart/form-data; boundary=abc", "abc")]
    [InlineData("Multipart/Form-Data;charset=utf-8; Boundary=\"a b;c\"", "a b;c")]
    [InlineData("multipart/form-data; boundary=\"a\\\"b\"", "a\"b")]
    [InlineData("multipart/form-data; boundary=abc; charset=utf-8", "abc")]
    [InlineData("multipart/form-data; boundary=", null)]
    [InlineData("multipart/form-data", null)]
    [InlineData("application/json; boundary=abc", null)]
    [InlineData(null, null)]
    public void The_boundary_is_read_from_the_content_type(string? contentType, string? boundary)
    {
        Assert.Equal(boundary is not null, MultipartHeaders.TryGetBoundary(contentType, out string? read));
        if (boundary is not null)
        {
            Assert.Equal(boundary, read);
        }
    }

    [Theory]
    [InlineData("Content-Disposition: form-data; name=\"op\"", "op")]
    [InlineData("content-type: text/plain\r\ncontent-disposition:form-data;filename=\"name=x\";name=op", "op")]
    [InlineData("Content-Disposition: form-data; name=\"中文\"; filename=\"x\"", "中文")]
    [InlineData("Content-Disposition: form-data", null)]
    [InlineData("Content-Type: text/plain; name=\"op\"", null)]
    [InlineData("", null)]
    public void A_part_is_called_by_its_disposition(string header, string? name) =>
        Assert.Equal(name, MultipartHeaders.PartName(header));

    private static byte[] Body(byte[][] contents)
    {
        using var body = new MemoryStream();
        for (int i = 0; i < contents.Length; i++)
        {
            body.Write(Encoding.ASCII.GetBytes($"----ab\r\nContent-Disposition: form-data; name=\"f{i}\"\r\n\r\n"));
            body.Write(contents[i]);
            body.Write("\r\n"u8);
        }

        body.Write("----ab--\r\n"u8);
        return body.ToArray();
    }

    private static IEnumerable<byte[]> Chunks(byte[] bytes, int[] sizes)
    {
        int at = 0;
        for (int i = 0; at < bytes.Length; i++)
        {
            int size = sizes.Length == 0 ? bytes.Length : Math.Min(sizes[i % sizes.Length], bytes.Length - at);
            yield return bytes[at..(at + size)];
            at += size;
        }
    }

    /// <summary>Reads a body that arrives in these chunks, the pipe's blocks being three bytes long at least.</summary>
    private static async Task<List<(string Header, byte[] Content)>> Read(IEnumerable<byte[]> chunks)
    {
        var pipe = new Pipe(new PipeOptions(minimumSegmentSize: 3, pauseWriterThreshold: 0, useSynchronizationContext: false));
        Task writing = WriteAsync(pipe.Writer, chunks);
        var parts = new List<(string, byte[])>();
        var reader = new MultipartReader(pipe.Reader, Boundary);
        while (await reader.NextPartAsync(CancellationToken.None) is { } header)
        {
            using var content = new MemoryStream();
            while (true)
            {
                System.Buffers.ReadOnlySequence<byte> piece = await reader.ReadContentAsync(CancellationToken.None);
                if (piece.IsEmpty)
                {
                    break;
                }

                foreach (ReadOnlyMemory<byte> block in piece)
                {
                    content.Write(block.Span);
                }
            }

            parts.Add((header, content.ToArray()));
        }

        await writing;
        return parts;
    }

    private static async Task WriteAsync(PipeWriter writer, IEnumerable<byte[]> chunks)
    {
        foreach (byte[] chunk in chunks)
        {
            // A flush that yields lets the reader see each chunk on its own.
            await writer.WriteAsync(chunk);
            await Task.Yield();
        }

        await writer.CompleteAsync();
    }

    private static int Find(byte[] bytes, ReadOnlySpan<byte> pattern) => bytes.AsSpan().IndexOf(pattern);
}
