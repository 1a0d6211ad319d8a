using System.Security.Cryptography;
using CosSlice.Campaign.Runs;
using CosSlice.Campaign.Workers;

namespace CosSlice.Campaign.Judging;

/// <summary>Holds what the service has against the files.</summary>
internal static class ObjectCheck
{
    /// <summary>Checks what a call said it had stored against what can be read.</summary>
    /// <param name="file">The file.</param>
    /// <param name="outcome">What the call said.</param>
    /// <param name="stored">What can be read.</param>
    /// <param name="mayBeOverwritten">Whether another machine that overwrites came after it.</param>
    /// <returns>What is stored.</returns>
    public static byte[] AssertStored(RunFile file, WorkerOutcome outcome, byte[]? stored, bool mayBeOverwritten)
    {
        byte[]? same = stored is null ? null : file.Versions.Find(version => version.AsSpan().SequenceEqual(stored));
        if (same is null)
        {
            return stored is not null && mayBeOverwritten && file.IsForeign(stored)
                ? stored
                : throw new RunFailedException(
                    $"'{file.Key}' to be what the client says it stored: {Describe(file.Current)}", Describe(stored, file));
        }

        if (outcome.Length != same.Length || (outcome.Sha1 is { } sha1 && sha1 != Convert.ToHexStringLower(SHA1.HashData(same))))
        {
            throw new RunFailedException($"the result to tell of {Describe(same)}", $"{outcome.Length} bytes, SHA-1 {outcome.Sha1}");
        }

        return same;
    }

    /// <summary>What content is, in a few words.</summary>
    public static string Describe(byte[]? content)
        => content is null ? "no object" : $"{content.Length} bytes, SHA-1 {Convert.ToHexStringLower(SHA1.HashData(content))}";

    /// <summary>What content is, and how it differs from a file's.</summary>
    public static string Describe(byte[]? content, RunFile file)
    {
        if (content is null)
        {
            return Describe(content);
        }

        int same = content.AsSpan().CommonPrefixLength(file.Current);
        string whose = file.IsForeign(content) ? ", which is another machine's" : string.Empty;
        return $"{Describe(content)}{whose}; the first difference from the file is at {same}";
    }
}
