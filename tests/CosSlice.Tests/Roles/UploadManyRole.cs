using CosSlice.Tests.Support;

namespace CosSlice.Tests.Roles;

/// <summary>A process that uploads all files of a folder, each whole, and tells what comes of each.</summary>
internal static class UploadManyRole
{
    private const int AtOnce = 8;

    public static void Play(string[] arguments)
    {
        CosContext context = CosContext.Create("10055004", "accesslog", null, new Uri(arguments[0]), "AKIDemulator", Canary.Key);
        RoleProcess.Say("ready");
        RoleProcess.WaitForGo();
        _ = Task.Run(() =>
        {
            RoleProcess.WaitForEnd();
            Environment.Exit(1);
        });

        using CosUploader uploader = new(Service.Quick());
        Parallel.ForEachAsync(
            Directory.GetFiles(arguments[1]),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (path, token) => RoleProcess.Say(await UploadAsync(uploader, new UploadRequest(context, path, ObjectKey.Create(Path.GetFileName(path))), token)))
            .GetAwaiter().GetResult();
    }

    private static async Task<string> UploadAsync(CosUploader uploader, UploadRequest request, CancellationToken token)
    {
        try
        {
            await uploader.Start(request, token).Completion;
            return UploadRole.Stored + request.Key.Value;
        }
        catch (CosException failure)
        {
            return $"{UploadRole.Failed}{failure.ErrorId} {failure.Message.ReplaceLineEndings(" ")}";
        }
    }
}
