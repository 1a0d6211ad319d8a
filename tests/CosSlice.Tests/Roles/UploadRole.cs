using System.Text.Json;
using CosSlice.Tests.Support;

namespace CosSlice.Tests.Roles;

/// <summary>A process that uploads one file with the engine and tells what comes of it.</summary>
internal sealed class UploadRole : IUploadObserver
{
    /// <summary>What it says once, when it has begun to read the file for its SHA-1.</summary>
    public const string Hashing = "hashing";

    /// <summary>What stands before the result, as JSON.</summary>
    public const string Stored = "stored ";

    /// <summary>What stands before the id of the error and its message.</summary>
    public const string Failed = "failed ";

    /// <summary>What stands before a warning.</summary>
    public const string Warning = "warned ";

    public static void Play(string[] arguments)
    {
        UploadTask task = UploadTask.Parse(arguments);
        RoleProcess.Say("ready");
        RoleProcess.WaitForGo();
        _ = Task.Run(() =>
        {
            RoleProcess.WaitForEnd();
            Environment.Exit(1);
        });
        RunAsync(task).GetAwaiter().GetResult();
    }

    public void Noted(UploadProgress progress, string message) => RoleProcess.Say(OneLine(message));

    public void Warned(UploadProgress? progress, string message) => RoleProcess.Say(Warning + OneLine(message));

    private static async Task RunAsync(UploadTask task)
    {
        TransferOptions options = Service.Quick(sliced: true, task.Checksum);
        options.ThrottleLimit = UploadTask.ThrottleLimit;
        using CosUploader uploader = new(options, new UploadRole());
        try
        {
            UploadHandle<CosFile> handle = Start(uploader, task);
            _ = Task.Run(() => TellOfHashing(handle));
            RoleProcess.Say(Stored + JsonSerializer.Serialize(await handle.Completion));
        }
        catch (CosException failure)
        {
            RoleProcess.Say($"{Failed}{failure.ErrorId} {OneLine(failure.Message)}");
        }
    }

    private static UploadHandle<CosFile> Start(CosUploader uploader, UploadTask task)
    {
        CosContext context = task.Context;
        if (!task.IsResume)
        {
            return uploader.Start(new UploadRequest(context, task.LiteralPath, ObjectKey.Create(task.Key)), CancellationToken.None);
        }

        CosUpload upload = new CosUploads().List().SingleOrDefault(known => known.Key == task.Key)
            ?? throw CosErrors.UploadNotFound(task.Key);
        return uploader.Resume(context.For(upload), upload, CancellationToken.None);
    }

    private static void TellOfHashing(UploadHandle<CosFile> handle)
    {
        while (handle.Progress.Phase == UploadPhase.Waiting)
        {
            Thread.Yield();
        }

        if (handle.Progress.Phase == UploadPhase.Hashing)
        {
            RoleProcess.Say(Hashing);
        }
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
