using CosSlice.Tests.Roles;
using CosSlice.Tests.Support;

namespace CosSlice.Tests.Interruptions;

/// <summary>Eight processes of one user upload at the same time.</summary>
public class EightProcessesTests
{
    private const int Mebibyte = 1024 * 1024;
    private const int Processes = 8;

    [Fact]
    public async Task Each_with_a_file_of_its_own_stores_it()
    {
        await using Service service = await Service.StartAsync();
        string[] paths = [.. Enumerable.Range(0, Processes).Select(i => service.Folder.File($"own{i}.bin", (2 * Mebibyte) + i, i))];

        string[] ends = await UploadAsync(service, paths);

        Assert.All(ends, end => Assert.StartsWith(UploadRole.Stored, end, StringComparison.Ordinal));
        foreach (string path in paths)
        {
            await service.AssertStoredAsync(path);
        }

        Assert.Empty(service.StateFiles());
    }

    [Fact]
    public async Task All_with_the_same_file_store_it_once_and_the_others_are_told()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("same.bin", 3 * Mebibyte);

        string[] ends = await UploadAsync(service, [.. Enumerable.Repeat(path, Processes)]);

        Assert.Contains(ends, IsStored);
        Assert.All(ends, end => Assert.True(IsStored(end) || end.StartsWith(UploadRole.Failed + "UploadLocked ", StringComparison.Ordinal), end));
        await service.AssertStoredAsync(path);
        Assert.Equal(3, service.Requests("upload_slice_data").Count);
        Assert.Empty(service.StateFiles());
    }

    private static bool IsStored(string end) => end.StartsWith(UploadRole.Stored, StringComparison.Ordinal);

    /// <returns>How each of them ended.</returns>
    private static async Task<string[]> UploadAsync(Service service, string[] paths)
    {
        List<RoleProcess> all = [];
        try
        {
            foreach (string path in paths)
            {
                UploadTask task = new(service.Emulator.Endpoint, path) { Checksum = CosChecksum.Sha1 };
                all.Add(await RoleProcess.StartAsync(RoleProcess.OwnProgram, nameof(UploadRole), service.StateFolder, task.ToArguments()));
            }

            all.ForEach(one => one.Go());
            IReadOnlyList<string>[] said = await Task.WhenAll(all.Select(one => one.ToEndAsync()));
            return [.. said.Select(lines => lines.Last(line => IsStored(line) || line.StartsWith(UploadRole.Failed, StringComparison.Ordinal)))];
        }
        finally
        {
            foreach (RoleProcess one in all)
            {
                await one.DisposeAsync();
            }
        }
    }
}
