using System.Globalization;
using CosSlice.Protocol;

namespace CosSlice.Journal;

/// <summary>The members of a head, each of which is what it should be or fails with <see cref="FormatException"/>.</summary>
internal sealed class RecordMembers(JsonObject head)
{
    public string? OptionalText(string name)
        => !head.Has(name) ? null : head.Text(name) ?? throw Bad(name);

    public string Text(string name) => OptionalText(name) is { Length: > 0 } text ? text : throw Bad(name);

    public long Number(string name, long maximum = long.MaxValue)
        => head.Integer(name) is long value && value >= 0 && value <= maximum ? value : throw Bad(name);

    public int Number32(string name) => head.StrictInteger(name) ?? throw Bad(name);

    public int? OptionalNumber32(string name) => head.Has(name) ? Number32(name) : null;

    public bool Flag(string name) => Number(name, 1) == 1;

    public bool OptionalFlag(string name) => head.Has(name) && Flag(name);

    public DateTime Ticks(string name) => new(Number(name, DateTime.MaxValue.Ticks), DateTimeKind.Utc);

    public DateTime Time(string name)
        => DateTime.TryParseExact(
            Text(name), "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out DateTime time) && time.Kind == DateTimeKind.Utc
            ? time
            : throw Bad(name);

    /// <summary>A name of an enumeration, as it is spelt there; numbers are none.</summary>
    public T Name<T>(string name)
        where T : struct, Enum
        => Text(name) is { } text && char.IsLetter(text[0]) && Enum.TryParse(text, out T value) && value.ToString() == text
            ? value
            : throw Bad(name);

    public static FormatException Bad(string name) => new(TextFormat.Of(JournalTexts.EntryMember, name));
}
