using System.Globalization;
using System.Text;

namespace CosSlice.Journal;

/// <summary>Writes one flat JSON object, as short as it can be: text outside ASCII stays as it is.</summary>
internal sealed class JsonText
{
    private const int EllipsisBytes = 3;

    private readonly StringBuilder _text = new("{");

    /// <summary>Adds a member; one without a value is left out.</summary>
    public JsonText Add(string name, string? value)
    {
        if (value is not null)
        {
            Name(name).Append('"');
            for (int i = 0; i < value.Length; i++)
            {
                Append(_text, value, i);
            }

            _text.Append('"');
        }

        return this;
    }

    /// <summary>Adds a member; one without a value is left out.</summary>
    public JsonText Add(string name, long? value)
    {
        if (value is long number)
        {
            Name(name).Append(number.ToString(CultureInfo.InvariantCulture));
        }

        return this;
    }

    /// <summary>Adds as much of the beginning of a text as fits, and an ellipsis where that is not all.</summary>
    /// <param name="name">The member.</param>
    /// <param name="value">The text; without one the member is left out.</param>
    /// <param name="limit">The most bytes that the whole object may have in UTF-8, with this as its last member.</param>
    public JsonText AddCut(string name, string? value, int limit)
    {
        // Around the text stand a comma, the quoted name, a colon, two quotes and the last bracket.
        int left = limit - Encoding.UTF8.GetByteCount(_text.ToString()) - name.Length - 7;
        if (value is null || left < EllipsisBytes)
        {
            return this;
        }

        StringBuilder taken = new();
        int size = 0;
        int fitting = 0;
        for (int i = 0; i < value.Length && size <= left; i++)
        {
            int start = taken.Length;
            Append(taken, value, i);
            if (char.IsSurrogatePair(value, i))
            {
                taken.Append(value[++i]);
            }

            size += Encoding.UTF8.GetByteCount(taken.ToString(start, taken.Length - start));
            fitting = size + EllipsisBytes <= left ? taken.Length : fitting;
        }

        if (size > left)
        {
            taken.Length = fitting;
            taken.Append('\u2026');
        }

        Name(name).Append('"').Append(taken).Append('"');
        return this;
    }

    /// <summary>The whole object.</summary>
    public override string ToString() => _text + "}";

    private StringBuilder Name(string name)
    {
        if (_text.Length > 1)
        {
            _text.Append(',');
        }

        return _text.Append('"').Append(name).Append("\":");
    }

    // Half of a surrogate pair has no form in UTF-8, and two others are none to the platform's reader.
    private static void Append(StringBuilder to, string value, int index)
    {
        char c = value[index];
        bool isWhole = !char.IsSurrogate(c)
            || char.IsSurrogatePair(value, index)
            || (index > 0 && char.IsSurrogatePair(value, index - 1));
        if (c is '"' or '\\')
        {
            to.Append('\\').Append(c);
        }
        else if (c >= ' ' && c < '\ufffe' && isWhole)
        {
            to.Append(c);
        }
        else
        {
            to.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
        }
    }
}
