using CosSlice.Tests.Roles;
using CosSlice.Tests.Support;

namespace CosSlice.Tests.Interruptions;

/// <summary>A process that uploads is killed again and again, and the next one carries on: nothing is lost, nothing is sent twice.</summary>
public class KillTests
{
    private const int Mebibyte = 1024 * 1024;

    [Theory]
    [InlineData(4, CosChecksum.Sha1, 9)]
    [InlineData(4, CosChecksum.Md5, 7)]
    [InlineData(4, CosChecksum.None, 7)]
    [InlineData(1, CosChecksum.Sha1, 7)]
    public async Task Killed_again_and_again_an_upload_ends_with_the_file_and_sends_nothing_twice(int apiVersion, CosChecksum checksum, int kills)
    {
        Random random = Chance.New();
        await KillAsync(random, apiVersion, checksum, kills, (task, stateFolder) => Uploaders.StartEngineAsync(task, stateFolder, random));
    }

    [Theory]
    [InlineData(4, CosChecksum.Sha1, 3)]
    [InlineData(4, CosChecksum.Md5, 2)]
    public async Task Killed_again_and_again_the_cmdlets_end_with_the_file_and_send_nothing_twice(int apiVersion, CosChecksum checksum, int kills)
    {
        Uploaders.NeedPowerShell();
        await KillAsync(Chance.New(), apiVersion, checksum, kills, Uploaders.StartPowerShellAsync);
    }

    private static async Task KillAsync(
        Random random, int apiVersion, CosChecksum checksum, int kills, Func<UploadTask, string, Task<RoleProcess>> start)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("killed.bin", (24 * Mebibyte) + random.Next(1, Mebibyte), random.Next());
        UploadTask task = new(service.Emulator.Endpoint, path) { ApiVersion = apiVersion, Checksum = checksum };

        CosFile stored = await new KilledUpload(service, task, told => start(told, service.StateFolder)).RunAsync(random, kills);

        Assert.Equal(new FileInfo(path).Length, stored.Length);
        Assert.Equal(checksum == CosChecksum.Sha1, stored.Sha1 is not null);
    }
}
