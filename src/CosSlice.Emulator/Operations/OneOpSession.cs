using System.Buffers.Text;
using System.Text;
using CosSlice.Emulator.Answers;
using CosSlice.Emulator.Storage;

namespace CosSlice.Emulator.Operations;

/// <summary>
/// The session of op=upload_slice, in the shape of the v1 documents' example: a GUID, a plus sign and Base64 of seven
/// bytes with its padding. The bytes stand for the file, so that another file's session is told from a broken one.
/// </summary>
internal static class OneOpSession
{
    private const int FileBytes = 7;

    public static string New(ObjectName name) => $"{Guid.NewGuid():D}+{FilePart(name)}";

    /// <summary>Refuses what is no session at all (-286), and the session of another file (-5983).</summary>
    public static void Check(string session, ObjectName name)
    {
        int plus = session.IndexOf('+', StringComparison.Ordinal);
        bool formed = plus > 0
            && Guid.TryParseExact(session.AsSpan(0, plus), "D", out _)
            && Base64.IsValid(Encoding.UTF8.GetBytes(session[(plus + 1)..]), out int bytes)
            && bytes == FileBytes;
        if (!formed)
        {
            throw new RefusedException(CosCode.SessionMalformed, "the session can not be decoded");
        }

        if (session[(plus + 1)..] != FilePart(name))
        {
            throw new RefusedException(CosCode.SessionOfOther, "the session is that of another file");
        }
    }

    private static string FilePart(ObjectName name) =>
        Convert.ToBase64String(Convert.FromHexString(name.FileName).AsSpan(0, FileBytes));
}
