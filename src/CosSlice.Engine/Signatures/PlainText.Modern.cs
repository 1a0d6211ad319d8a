#if NET8_0_OR_GREATER
using System.Globalization;

namespace CosSlice.Signatures;

/// <summary>The plain text that a signature is made over, and that follows it.</summary>
/// <remarks>Source: cloud.tencent.com/document/product/436/6054; the order of the fields is that page's own.</remarks>
internal static class PlainText
{
    // A longer text has an array while it is put together.
    private const int RoomOnStack = 256;

    public static string Of(CosContext context, string secretId, long expires, long now, long nonce, string fileId)
        => string.Create(
            CultureInfo.InvariantCulture,
            stackalloc char[RoomOnStack],
            $"a={context.AppId}&b={context.Bucket}&k={secretId}&e={expires}&t={now}&r={nonce}&f={fileId}");
}
#endif
