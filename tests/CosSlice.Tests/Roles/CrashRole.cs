using CosSlice.Tests.Support;

namespace CosSlice.Tests.Roles;

/// <summary>A process that dies over an upload that failed, and says all that it knows of it.</summary>
internal static class CrashRole
{
    /// <summary>By an exception that nobody handles.</summary>
    public const string Unhandled = "unhandled";

    /// <summary>By giving itself up.</summary>
    public const string FailFast = "fail-fast";

    public static void Play(string[] arguments)
    {
        CosContext context = CosContext.Create("10055004", "accesslog", null, new Uri(arguments[1]), "AKIDemulator", Canary.Key);
        TransferOptions options = Service.Quick();
        options.MaximumRetryCount = 0;
        options.NoProxy = true;
        using CosUploader uploader = new(options);
        UploadHandle<CosFile> handle = uploader.Start(new UploadRequest(context, arguments[2], ObjectKey.Create("k")), CancellationToken.None);
        Exception failure = handle.Completion.ContinueWith(ended => ended.Exception!.InnerException!, TaskScheduler.Default).GetAwaiter().GetResult();
        string said = $"{context} {context.Credential} {options} {uploader} {handle} {handle.Progress}";
        if (arguments[0] == FailFast)
        {
            Environment.FailFast(said, failure);
        }

        throw new InvalidOperationException(said, failure);
    }
}
