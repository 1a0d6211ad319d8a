using System.Globalization;
using System.Text.Json;
using CosSlice.Emulator.Requests;

namespace CosSlice.Emulator.Operations;

/// <summary>Members that the two generations write differently: files/v1 has numbers as text.</summary>
internal static class AnswerMembers
{
    /// <summary>Writes a time, in seconds since 1970.</summary>
    public static void WriteTime(this Utf8JsonWriter json, string name, long seconds, ApiVersion version) =>
        json.WriteCount(name, seconds, version);

    /// <summary>Writes a number of bytes as stat has it.</summary>
    public static void WriteCount(this Utf8JsonWriter json, string name, long number, ApiVersion version)
    {
        if (version == ApiVersion.V1)
        {
            json.WriteString(name, number.ToString(CultureInfo.InvariantCulture));
        }
        else
        {
            json.WriteNumber(name, number);
        }
    }
}
