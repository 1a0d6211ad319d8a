using System.Text;
using CosSlice.Emulator.Answers;
using CosSlice.Emulator.Requests;

namespace CosSlice.Emulator.Operations;

/// <summary>Fields that several operations share.</summary>
internal static class CommonFields
{
    private const int MaxBizAttrBytes = 4 * 1024;

    public static string? BizAttr(RequestForm form)
    {
        string? text = form["biz_attr"];
        return text is not null && Encoding.UTF8.GetByteCount(text) > MaxBizAttrBytes
            ? throw new RefusedException(CosCode.BizAttrTooLong, "biz_attr is longer than 4 KB")
            : text;
    }

    /// <summary>Whether an existing object may be replaced. Absent means no: insertOnly is 1 unless it is sent as 0.</summary>
    public static bool MayOverwrite(RequestForm form, EmulatorProfile profile) => form.Text("insertOnly")?.Trim() switch
    {
        "0" => true,
        "1" or null => false,

        // On today's Node.js the service's own SDK sends a NUL for 1.
        _ when profile == EmulatorProfile.Lenient => false,
        _ => throw new RefusedException(CosCode.BadParameter, "insertOnly is neither 0 nor 1"),
    };

    /// <summary>The whole file's SHA-1, lower-case, or null.</summary>
    public static string? Sha(RequestForm form, int codeWhenWrong = CosCode.BadParameter)
    {
        if (form.Text("sha")?.Trim() is not { } sha)
        {
            return null;
        }

        return sha.Length == 40 && sha.All(char.IsAsciiHexDigit)
            ? sha.ToLowerInvariant()
            : throw new RefusedException(codeWhenWrong, "sha is not 40 hexadecimal digits");
    }
}
