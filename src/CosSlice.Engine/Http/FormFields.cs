using System.Globalization;
using System.Text;

namespace CosSlice.Http;

/// <summary>The text fields of a multipart/form-data body, in the order in which they are added.</summary>
internal sealed class FormFields
{
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
        _text.Append("--").Append(Boundary).Append("\r\nContent-Disposition: form-data; name=\"").Append(name)
            .Append("\"\r\n\r\n").Append(value).Append("\r\n");
        return this;
    }

    public FormFields Add(string name, long value) => Add(name, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Everything before the content of the file, or before the end where there is none.</summary>
    public byte[] Head(bool withContent)
        => Encoding.UTF8.GetBytes(withContent
            ? $"{_text}--{Boundary}\r\nContent-Disposition: form-data; name=\"filecontent\"\r\n\r\n"
            : _text.ToString());

    /// <summary>Everything after it.</summary>
    public byte[] Tail(bool withContent)
        => Encoding.ASCII.GetBytes((withContent ? "\r\n--" : "--") + Boundary + "--\r\n");
}
