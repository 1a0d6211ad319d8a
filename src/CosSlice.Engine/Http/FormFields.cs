using System.Globalization;
using System.Text;

namespace CosSlice.Http;

/// <summary>The text fields of a multipart/form-data body, in the order in which they are added.</summary>
internal sealed class FormFields
{
    private const int DigestLength = 40;

    private readonly StringBuilder _text = new();

    public FormFields(string op)
    {
        Operation = op;

        // Random, so that no file's content can hold it but by a chance of 2^-122.
        Boundary = "----CosSlice" + Guid.NewGuid().ToString("N");
        Add("op", op);
    }

    /// <summary>The protocol's <c>op</c>.</summary>
    public string Operation { get; }

    public string Boundary { get; }

    public FormFields Add(string name, string value)
    {
        Open(name);
        _text.Append(value).Append("\r\n");
        return this;
    }

    public FormFields Add(string name, long value) => Add(name, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Adds a field only where it has a value.</summary>
    public FormFields AddOptional(string name, string? value) => value is null ? this : Add(name, value);

    /// <summary>Everything before the value of the streamed field; the whole form where there is none.</summary>
    public byte[] Head(StreamedField? field)
    {
        int length = _text.Length;
        if (field is null)
        {
            _text.Append("--").Append(Boundary).Append("--\r\n");
        }
        else
        {
            Open(field.Name);
        }

        byte[] head = Encoding.UTF8.GetBytes(_text.ToString());
        _text.Length = length;
        return head;
    }

    /// <summary>Puts everything after it into a buffer; the digest must be there by then, where it has a field.</summary>
    /// <returns>Where it ends.</returns>
    public int PutTail(StreamedField field, byte[] buffer, int offset)
    {
        string tail = field.DigestField is null
            ? $"\r\n--{Boundary}--\r\n"
            : $"\r\n{DigestHead(field.DigestField)}{field.Digest}\r\n--{Boundary}--\r\n";
        return offset + Encoding.ASCII.GetBytes(tail, 0, tail.Length, buffer, offset);
    }

    /// <summary>Bytes of what <see cref="PutTail"/> puts, known before the digest is.</summary>
    public int TailLength(StreamedField field)
    {
        int closing = Boundary.Length + 8;
        return field.DigestField is null ? closing : closing + DigestHead(field.DigestField).Length + DigestLength + 2;
    }

    private string DigestHead(string name) => $"--{Boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n";

    private void Open(string name)
        => _text.Append("--").Append(Boundary).Append("\r\nContent-Disposition: form-data; name=\"").Append(name).Append("\"\r\n\r\n");
}
