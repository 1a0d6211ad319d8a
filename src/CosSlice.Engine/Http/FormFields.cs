using System.Globalization;
using System.Text;

namespace CosSlice.Http;

/// <summary>The text fields of a multipart/form-data body, in the order in which they are added.</summary>
internal sealed class FormFields
{
    private const int DigestLength = 40;

    /// <summary>Bytes that take the fields of a file in one request, where it has no remark.</summary>
    public const int ShortForm = 512;

    // The fields of a slice: there is one such form for each.
    private const int UsualForm = 768;

    private const string LineEnd = "\r\n";
    private const string Dashes = "--";
    private const string Disposition = "\r\nContent-Disposition: form-data; name=\"";
    private const string DispositionEnd = "\"\r\n\r\n";

    private byte[] _text;
    private int _length;

    /// <param name="op">The protocol's <c>op</c>.</param>
    /// <param name="room">Bytes that its fields will take, as far as that is known.</param>
    public FormFields(string op, int room = UsualForm)
    {
        _text = new byte[room];
        Operation = op;

        // Random, so that no file's content can hold it but by a chance of 2^-122.
        Boundary = "----CosSlice" + Guid.NewGuid().ToString("N");
        Add("op", op);
    }

    /// <summary>The protocol's <c>op</c>.</summary>
    public string Operation { get; }

    public string Boundary { get; }

    /// <summary>The form's type, with the boundary: as a header has it.</summary>
    public string ContentType => "multipart/form-data; boundary=" + Boundary;

    public FormFields Add(string name, string value)
    {
        _length = PutOpening(name, _length);
        _length = PutText(value, _length);
        _length = PutText(LineEnd, _length);
        return this;
    }

    public FormFields Add(string name, long value) => Add(name, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Adds a field only where it has a value.</summary>
    public FormFields AddOptional(string name, string? value) => value is null ? this : Add(name, value);

    /// <summary>Everything before the value of the streamed field; the whole form where there is none.</summary>
    /// <returns>It lasts until a field is added.</returns>
    public ArraySegment<byte> Head(StreamedField? field)
    {
        int end;
        if (field is null)
        {
            end = PutText(Dashes, _length);
            end = PutText(Boundary, end);
            end = PutText(Dashes, end);
            end = PutText(LineEnd, end);
        }
        else
        {
            end = PutOpening(field.Name, _length);
        }

        return new ArraySegment<byte>(_text, 0, end);
    }

    /// <summary>Puts everything after it into a buffer; the digest must be there by then, where it has a field.</summary>
    /// <returns>Where it ends.</returns>
    public int PutTail(StreamedField field, byte[] buffer, int offset)
    {
        int end = PutAscii(LineEnd, buffer, offset);
        if (field.DigestField is { } name)
        {
            end = PutAscii(Dashes, buffer, end);
            end = PutAscii(Boundary, buffer, end);
            end = PutAscii(Disposition, buffer, end);
            end = PutAscii(name, buffer, end);
            end = PutAscii(DispositionEnd, buffer, end);
            end = PutAscii(field.Digest!, buffer, end);
            end = PutAscii(LineEnd, buffer, end);
        }

        end = PutAscii(Dashes, buffer, end);
        end = PutAscii(Boundary, buffer, end);
        end = PutAscii(Dashes, buffer, end);
        return PutAscii(LineEnd, buffer, end);
    }

    /// <summary>Bytes of what <see cref="PutTail"/> puts, known before the digest is.</summary>
    public int TailLength(StreamedField field)
    {
        int closing = (2 * LineEnd.Length) + (2 * Dashes.Length) + Boundary.Length;
        return field.DigestField is { } name
            ? closing + Dashes.Length + Boundary.Length + Disposition.Length + name.Length + DispositionEnd.Length + DigestLength + LineEnd.Length
            : closing;
    }

    private static int PutAscii(string text, byte[] buffer, int at) => at + Encoding.ASCII.GetBytes(text, 0, text.Length, buffer, at);

    private int PutOpening(string name, int at)
    {
        at = PutText(Dashes, at);
        at = PutText(Boundary, at);
        at = PutText(Disposition, at);
        at = PutText(name, at);
        return PutText(DispositionEnd, at);
    }

    private int PutText(string text, int at)
    {
        int most = at + Encoding.UTF8.GetMaxByteCount(text.Length);
        if (most > _text.Length)
        {
            Array.Resize(ref _text, Math.Max(most, 2 * _text.Length));
        }

        return at + Encoding.UTF8.GetBytes(text, 0, text.Length, _text, at);
    }
}
