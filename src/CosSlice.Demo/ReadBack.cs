using System.Security.Cryptography;

namespace CosSlice.Demo;

/// <summary>Reads stored objects back over HTTP and compares them with the local files.</summary>
internal static class ReadBack
{
    /// <returns>Whether all are the same.</returns>
    public static async Task<bool> CompareAsync(IEnumerable<CosFile> files, DemoTarget target, CancellationToken cancellationToken)
    {
        using HttpClient client = new();
        bool areSame = true;
        foreach (CosFile file in files)
        {
            string key = ObjectKey.Create(file.Key ?? string.Empty).Encoded;
            Uri address = new(target.Endpoint, $"/files/v2/{target.AppId}/{target.Bucket}/{key}");
            string stored = await Sha1Async(await client.GetStreamAsync(address, cancellationToken), cancellationToken);
            string local = await Sha1Async(File.OpenRead(file.LiteralPath!), cancellationToken);
            bool isSame = stored == local && !string.IsNullOrEmpty(file.AccessUrl) && !string.IsNullOrEmpty(file.ResourcePath);
            areSame &= isSame;
            Console.WriteLine($"SHA-1 of the file   {local}  {file.LiteralPath}");
            Console.WriteLine($"SHA-1 of the object {stored}  {address.AbsoluteUri}");
            Console.WriteLine(isSame ? "They are the same." : "They differ.");
        }

        return areSame;
    }

    private static async Task<string> Sha1Async(Stream content, CancellationToken cancellationToken)
    {
        await using (content)
        {
#pragma warning disable CA5350 // SHA-1 is what the service knows its objects by
            return Convert.ToHexStringLower(await SHA1.HashDataAsync(content, cancellationToken));
#pragma warning restore CA5350
        }
    }
}
