using System.Text;
using CosSlice.Emulator.Answers;
using CosSlice.Emulator.Requests;

namespace CosSlice.Emulator.Operations;

/// <summary>
/// Where a page of a list begins and ends, in the shapes of the documents' examples: files/v1 has first|last|order|,
/// files/v2 the bucket and the last key.
/// </summary>
internal static class ListContext
{
    public static string Write(FolderEntry[] page, RequestTarget target, string folder, bool backwards)
    {
        if (page.Length == 0)
        {
            return "";
        }

        return target.Version == ApiVersion.V1
            ? $"{Uri.EscapeDataString(page[0].Name)}|{Uri.EscapeDataString(page[^1].Name)}|{(backwards ? 1 : 0)}|"
            : $"/{target.Bucket}/{folder}{page[^1].Name}";
    }

    /// <summary>The names that the page before began and ended with, the lesser one first; null for the first page.</summary>
    public static (string First, string Last)? Parse(string? text, RequestTarget target, string folder, int maxBytes)
    {
        if (text is null)
        {
            return null;
        }

        if (Encoding.UTF8.GetByteCount(text) > maxBytes)
        {
            throw new RefusedException(CosCode.ListContextTooLong, "context is longer than a path may be");
        }

        if (target.Version == ApiVersion.V4)
        {
            string start = $"/{target.Bucket}/{folder}";
            return text.StartsWith(start, StringComparison.Ordinal)
                ? (text[start.Length..], text[start.Length..])
                : throw new RefusedException(CosCode.BadParameter, "context is not of this folder");
        }

        string[] fields = text.Split('|');
        if (fields.Length != 4)
        {
            throw new RefusedException(CosCode.BadParameter, "context is none that was answered");
        }

        string first = Uri.UnescapeDataString(fields[0]);
        string last = Uri.UnescapeDataString(fields[1]);
        return string.CompareOrdinal(first, last) <= 0 ? (first, last) : (last, first);
    }
}
