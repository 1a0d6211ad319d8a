using CosSlice.Tests.Support;

namespace CosSlice.Tests.Engine;

/// <summary>Very many small files with one uploader.</summary>
public class ManyFilesTests
{
    private const int Files = 500;
    private const int AtOnce = 16;

    [Fact]
    public async Task Each_of_many_files_is_stored_under_its_own_key_and_nothing_is_left_behind()
    {
        Random random = Chance.New();
        await using Service service = await Service.StartAsync();
        string[] paths = [.. Enumerable.Range(0, Files).Select(i => service.Folder.File($"many/{i}.bin", random.Next(0, 4096), random.Next()))];

        using (CosUploader uploader = service.Uploader())
        {
            await Parallel.ForEachAsync(
                paths,
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = TestContext.Current.CancellationToken },
                async (path, token) =>
                {
                    CosFile stored = await uploader.Start(service.Request(path, $"many/{Path.GetFileName(path)}"), token).Completion;
                    Assert.Equal(new FileInfo(path).Length, stored.Length);
                });
        }

        await Parallel.ForEachAsync(
            paths, TestContext.Current.CancellationToken, async (path, _) => await service.AssertStoredAsync(path, $"many/{Path.GetFileName(path)}"));
        Assert.DoesNotContain(service.StateFiles(), name => name != ByteLocksSample.FileName);
    }
}
