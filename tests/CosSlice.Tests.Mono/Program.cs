using System.Runtime.InteropServices;
using CosSlice.Tests.Support;

namespace CosSlice.Tests.Mono;

/// <summary>Uploads one file and says what came of it, line by line; without arguments it says what runs it.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] arguments)
    {
        if (arguments.Length == 0)
        {
            Console.WriteLine($"{RuntimeInformation.FrameworkDescription} {typeof(CosUploader).Assembly.GetName().Version}");
            return 0;
        }

        Console.WriteLine("ready");
        if (Console.ReadLine() is null)
        {
            return 1;
        }

        CosContext context = CosContext.Create("10055004", "accesslog", null, new Uri(arguments[0]), "AKIDemulator", Canary.Key);
        TransferOptions options = new()
        {
            Checksum = (CosChecksum)Enum.Parse(typeof(CosChecksum), arguments[2]),
            SimpleUploadLimit = long.Parse(arguments[3], System.Globalization.CultureInfo.InvariantCulture),
            ThrottleLimit = 3,
            MaximumRetryCount = 0,
            SkipCertificateCheck = true,
            Proxy = arguments.Length > 4 ? new Uri(arguments[4]) : null,
        };
        try
        {
            using CosUploader uploader = new(options);
            UploadRequest request = new(context, arguments[1], ObjectKey.Create(Path.GetFileName(arguments[1])));
            CosFile stored = await uploader.Start(request, CancellationToken.None).Completion.ConfigureAwait(false);
            Console.WriteLine($"stored {stored.Key} {stored.Length} {stored.Resumed}");
        }
        catch (CosException failure)
        {
            Console.WriteLine($"failed {failure.ErrorId} {failure.HttpStatus}");
        }

        return 0;
    }
}
