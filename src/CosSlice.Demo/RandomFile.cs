using System.Security.Cryptography;

namespace CosSlice.Demo;

/// <summary>Makes a file whose content nobody can have stored before.</summary>
internal static class RandomFile
{
    public static async Task<FileInfo> MakeAsync(string path, long length, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[1024 * 1024];
        await using FileStream stream = File.Create(path);
        for (long left = length; left > 0; left -= buffer.Length)
        {
            RandomNumberGenerator.Fill(buffer);
            await stream.WriteAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), cancellationToken);
        }

        return new FileInfo(path);
    }
}
