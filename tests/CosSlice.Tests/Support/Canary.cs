using System.Text;

namespace CosSlice.Tests.Support;

internal static partial class Canary
{
    // What is larger is what tests upload, and what the emulator has stored of it.
    private const long LargestFile = 1024 * 1024;

    /// <summary>All of them, and the forms in which they go over the line.</summary>
    public static readonly string[] Secrets = [Key, ProxyPassword, Signature, Convert.ToBase64String(Encoding.UTF8.GetBytes("user:" + ProxyPassword))];

    private static readonly byte[][] Patterns = [.. Secrets.SelectMany(secret => new[] { Encoding.UTF8.GetBytes(secret), Encoding.Unicode.GetBytes(secret) })];

    /// <summary>Fails where a secret stands in a text.</summary>
    /// <param name="text">What was written.</param>
    /// <param name="what">What it is.</param>
    public static void AssertNotIn(string? text, string what)
    {
        if (text is not null && Secrets.FirstOrDefault(secret => text.Contains(secret, StringComparison.Ordinal)) is { } found)
        {
            throw new InvalidOperationException($"The secret '{found}' is in {what}.");
        }
    }

    /// <summary>Fails where a secret stands in a file of a folder, or in a file's name.</summary>
    public static void AssertNotBelow(string folder)
    {
        foreach (string path in Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }))
        {
            AssertNotIn(path, "a file's name: " + path);

            // Pipes have no length, and reading one would wait.
            if (new FileInfo(path).Length is > 0 and <= LargestFile && Read(path) is { } content && Array.Exists(Patterns, secret => content.AsSpan().IndexOf(secret) >= 0))
            {
                throw new InvalidOperationException($"A secret is in '{path}'.");
            }
        }
    }

    private static byte[]? Read(string path)
    {
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            byte[] content = new byte[file.Length];
            file.ReadExactly(content);
            return content;
        }
        catch (UnauthorizedAccessException)
        {
            // A test took the right away from everyone.
            return null;
        }
    }
}
