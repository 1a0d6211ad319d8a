using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CosSlice.Emulator.Answers;

/// <summary>Makes request ids of the shape that the service's examples have: Base64 of hexadecimal words.</summary>
internal static class RequestId
{
    private static int _count;

    public static string Next(DateTimeOffset now)
    {
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"{now.ToUnixTimeSeconds():x}_{RandomNumberGenerator.GetInt32(int.MaxValue):x8}_{Interlocked.Increment(ref _count):x}");
        return Convert.ToBase64String(Encoding.ASCII.GetBytes(text)).TrimEnd('=');
    }
}
