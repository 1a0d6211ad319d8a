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

    /// <summary>Everything before the value of the streamed field, or before the end where there is none.</summary>
    public byte[] Head(StreamedField? field)
    {
        int length = _text.Length;
        if (field is not null)
        {
            Open(field.Name);
        }

        byte[] head = Encoding.UTF8.GetBytes(_text.ToString());
        _text.Length = length;
        return head;
    }

    /// <summary>Everything after it; the digest must be there by then, where it has a field.</summary>
    public byte[] Tail(StreamedField? field)
    {
        string line = field is null ? string.Empty : "\r\n";
        string digest = field?.DigestField is null
            ? string.Empty
            : $"{DigestHead(field.DigestField)}{field.Digest}\r\n";
        return Encoding.ASCII.GetBytes($"{line}{digest}--{Boundary}--\r\n");
    }

    /// <summary>Bytes of <see cref="Tail"/>, known before the digest is.</summary>
    public int TailLength(StreamedField? field)
    {
        int closing = Boundary.Length + 6 + (field is null ? 0 : 2);
        return field?.DigestField is null ? closing : closing + DigestHead(field.DigestField).Length + DigestLength + 2;
    }

    private string DigestHead(string name) => $"--{Boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n";

    private void Open(string name)
        => _text.Append("--").Append(Boundary).Append("\r\nContent-Disposition: form-data; name=\"").Append(name).Append("\"\r\n\r\n");
}
