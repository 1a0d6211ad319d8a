using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CosSlice.Emulator;

namespace CosSlice.Benchmarks.StartUp;

/// <summary>Fills a journal with entries of unfinished uploads, as the engine writes them.</summary>
internal static class JournalEntries
{
    private const int IdDigits = 32;

    public static void Write(string folder, int count)
    {
        _ = OperatingSystem.IsWindows()
            ? Directory.CreateDirectory(folder)
            : Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        EmulatorAccount account = EmulatorAccount.Default();
        string now = DateTime.UtcNow.ToString("O", CultureInfo.InvariantCulture);
        for (int i = 0; i < count; i++)
        {
            string key = string.Create(CultureInfo.InvariantCulture, $"folder/file{i}.bin");
            string id = IdOf($"https://sh.file.myqcloud.com\n{account.AppId}\n{account.Buckets[0]}\n4\n{key}");
            Dictionary<string, object> entry = new()
            {
                ["version"] = 1,
                ["uploadId"] = id,
                ["endpoint"] = "https://sh.file.myqcloud.com/",
                ["appId"] = account.AppId,
                ["bucket"] = account.Buckets[0],
                ["key"] = key,
                ["apiVersion"] = 4,
                ["path"] = $"/srv/backup/{key}",
                ["length"] = 12582912,
                ["lastWriteTicks"] = DateTime.UtcNow.Ticks,
                ["checksum"] = "Sha1",
                ["sha1"] = "e9a7a21394cf12ed3966fda7951bae96955c0050",
                ["partSize"] = 1048576,
                ["session"] = new string('a', 96),
                ["sliceSize"] = 1048576,
                ["serial"] = 0,
                ["state"] = i % 2 == 0 ? "Interrupted" : "Sending",
                ["bytesAcknowledged"] = 4194304,
                ["resumed"] = 0,
                ["finishAsked"] = 0,
                ["presumed"] = 0,
                ["startedAt"] = now,
                ["updatedAt"] = now,
            };
            File.WriteAllText(Path.Combine(folder, id + ".json"), JsonSerializer.Serialize(entry));
        }
    }

    private static string IdOf(string target)
        => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(target)))[..IdDigits];
}
