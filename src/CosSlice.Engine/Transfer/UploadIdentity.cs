using System.Text;

namespace CosSlice.Transfer;

/// <summary>The id of a target: one target, one id, in every process and on every machine.</summary>
internal static class UploadIdentity
{
    private const int Bytes = 16;

    public static string Of(CosContext context, string key)
        => HexText.Of(TargetHash.Of(Encoding.UTF8.GetBytes(string.Concat(context.Place, "\n", key))), Bytes);
}
