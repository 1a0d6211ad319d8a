using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace CosSlice.Emulator.Requests;

/// <summary>
/// Reads a multipart body (RFC 2046 section 5.1) part by part out of a pipe. Content is handed on in the pipe's own
/// blocks, so a part of any size needs no memory of its own.
/// </summary>
internal sealed class MultipartReader
{
    private const int MaxHeaderBytes = 16 * 1024;

    private static readonly byte[] BlankLine = "\r\n\r\n"u8.ToArray();

    private readonly PipeReader _input;
    private readonly byte[] _delimiter;
    private SequencePosition? _handedOut;
    private State _state = State.Start;

    public MultipartReader(PipeReader input, string boundary)
    {
        _input = input;
        _delimiter = Encoding.UTF8.GetBytes("\r\n--" + boundary);
    }

    private enum State
    {
        Start,
        Content,
        AfterDelimiter,
        End,
    }

    /// <summary>Goes on to the next part, over whatever is left of this one.</summary>
    /// <returns>The part's header lines, or null after the closing boundary.</returns>
    public async ValueTask<string?> NextPartAsync(CancellationToken cancellationToken)
    {
        if (_state == State.Start)
        {
            await SkipToFirstDelimiterAsync(cancellationToken);
        }

        while (_state == State.Content)
        {
            await ReadContentAsync(cancellationToken);
        }

        Release();
        return _state == State.End ? null : await ReadHeaderAsync(cancellationToken);
    }

    /// <summary>The next piece of this part's content, valid until the next call; empty at the part's end.</summary>
    public async ValueTask<ReadOnlySequence<byte>> ReadContentAsync(CancellationToken cancellationToken)
    {
        Release();
        while (_state == State.Content)
        {
            ReadResult read = await ReadAsync(cancellationToken);
            ReadOnlySequence<byte> buffer = read.Buffer;
            bool found = PatternSearch.TryFind(buffer, _delimiter, out SequencePosition end);
            ReadOnlySequence<byte> piece = buffer.Slice(0, end);
            if (found)
            {
                _state = State.AfterDelimiter;
                _handedOut = buffer.GetPosition(_delimiter.Length, end);
                return piece;
            }

            if (!piece.IsEmpty)
            {
                _handedOut = end;
                return piece;
            }

            if (read.IsCompleted)
            {
                throw Malformed(buffer, "the closing boundary is missing");
            }

            _input.AdvanceTo(buffer.Start, buffer.End);
        }

        return ReadOnlySequence<byte>.Empty;
    }

    /// <summary>Gives the piece that was handed out back to the pipe, so that others can read on.</summary>
    public void Release()
    {
        if (_handedOut is { } position)
        {
            _handedOut = null;
            _input.AdvanceTo(position);
        }
    }

    private async ValueTask SkipToFirstDelimiterAsync(CancellationToken cancellationToken)
    {
        // The first boundary may stand at the very start, without the line break that belongs to all later ones.
        ReadOnlyMemory<byte> first = _delimiter.AsMemory(2);
        while (true)
        {
            ReadResult read = await ReadAsync(cancellationToken);
            ReadOnlySequence<byte> buffer = read.Buffer;
            bool alike = PatternSearch.StartsAlike(buffer, first.Span);
            if (alike && buffer.Length >= first.Length)
            {
                _input.AdvanceTo(buffer.GetPosition(first.Length));
                _state = State.AfterDelimiter;
                return;
            }

            if (!alike || read.IsCompleted)
            {
                // A preamble: it ends like any content, with a line break and the boundary.
                _input.AdvanceTo(buffer.Start);
                _state = State.Content;
                return;
            }

            _input.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    private async ValueTask<string?> ReadHeaderAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            ReadResult read = await ReadAsync(cancellationToken);
            ReadOnlySequence<byte> buffer = read.Buffer;
            if (buffer.Length >= 2)
            {
                if (PatternSearch.StartsAlike(buffer, "--"u8))
                {
                    _input.AdvanceTo(buffer.GetPosition(2));
                    _state = State.End;
                    return null;
                }

                // The search includes the line break of the boundary's own line, so a part without headers is found too.
                if (PatternSearch.TryFind(buffer, BlankLine, out SequencePosition end))
                {
                    string header = Header(buffer, buffer.Slice(0, end));
                    _input.AdvanceTo(buffer.GetPosition(BlankLine.Length, end));
                    _state = State.Content;
                    _handedOut = null;
                    return header;
                }
            }

            if (buffer.Length > MaxHeaderBytes)
            {
                throw Malformed(buffer, "a part's header is too long");
            }

            if (read.IsCompleted)
            {
                throw Malformed(buffer, "the closing boundary is missing");
            }

            _input.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    private string Header(in ReadOnlySequence<byte> buffer, in ReadOnlySequence<byte> block)
    {
        if (block.Length > MaxHeaderBytes)
        {
            throw Malformed(buffer, "a part's header is too long");
        }

        string text = Encoding.UTF8.GetString(block);
        int lineEnd = text.IndexOf("\r\n", StringComparison.Ordinal);
        string padding = lineEnd < 0 ? text : text[..lineEnd];
        if (padding.AsSpan().Trim(" \t").Length != 0)
        {
            throw Malformed(buffer, "a boundary is followed by other characters");
        }

        return lineEnd < 0 ? "" : text[(lineEnd + 2)..];
    }

    /// <summary>Leaves the pipe so that others can read on.</summary>
    private MalformedFormException Malformed(in ReadOnlySequence<byte> buffer, string message)
    {
        _input.AdvanceTo(buffer.End);
        return new MalformedFormException(message);
    }

    private async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken)
    {
        ReadResult read = await _input.ReadAsync(cancellationToken);
        if (read.IsCanceled)
        {
            _input.AdvanceTo(read.Buffer.Start);
            throw new BodyTimeoutException();
        }

        return read;
    }
}
