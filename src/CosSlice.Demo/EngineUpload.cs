using System.Reflection;
using Spectre.Console;

namespace CosSlice.Demo;

/// <summary>Uploads with the engine alone, where there is no PowerShell.</summary>
internal static class EngineUpload
{
    private static readonly TimeSpan SampleInterval = TimeSpan.FromMilliseconds(250);

    public static async Task<IReadOnlyList<CosFile>> RunAsync(FileInfo[] files, DemoTarget target, CancellationToken cancellationToken)
    {
        CosContext context = CosContext.Create(target.AppId, target.Bucket, null, target.Endpoint, target.SecretId, target.SecretKey);
        using CosUploader uploader = new(new TransferOptions { StateFolder = target.StateFolder });
        UploadHandle<CosFile>[] handles =
        [
            .. files.Select(file => uploader.Start(
                new UploadRequest(context, file.FullName, ObjectKey.Create(file.Name)), cancellationToken)),
        ];
        Task<CosFile[]> all = Task.WhenAll(handles.Select(handle => handle.Completion));

        await AnsiConsole.Progress()
            .Columns(
                new TaskDescriptionColumn(),
                new ProgressBarColumn(),
                new PercentageColumn(),
                new TransferSpeedColumn(),
                new RemainingTimeColumn())
            .StartAsync(async progress =>
            {
                ProgressTask[] bars = [.. handles.Select(handle => progress.AddTask(Markup.Escape(handle.Progress.Key)))];
                bool isDone;
                do
                {
                    isDone = await Task.WhenAny(all, Task.Delay(SampleInterval, CancellationToken.None)) == all;
                    for (int i = 0; i < bars.Length; i++)
                    {
                        bars[i].MaxValue = Math.Max(1, handles[i].Progress.Length);
                        bars[i].Value = handles[i].Progress.Phase == UploadPhase.Completed
                            ? bars[i].MaxValue
                            : handles[i].Progress.BytesAcknowledged;
                    }
                }
                while (!isDone);
            });

        CosFile[] stored = await all;
        foreach (CosFile file in stored)
        {
            Show(file);
        }

        return stored;
    }

    private static void Show(CosFile file)
    {
        PropertyInfo[] properties = typeof(CosFile).GetProperties();
        int width = properties.Max(property => property.Name.Length);
        foreach (PropertyInfo property in properties)
        {
            Console.WriteLine($"{property.Name.PadRight(width)} : {property.GetValue(file)}");
        }

        Console.WriteLine();
    }
}
