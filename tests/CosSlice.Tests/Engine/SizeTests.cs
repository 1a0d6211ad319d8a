using CosSlice.Tests.Support;

namespace CosSlice.Tests.Engine;

/// <summary>Every generation and every checksum, with the defaults, at the sizes where something changes.</summary>
public class SizeTests
{
    private const int Mebibyte = 1024 * 1024;

    public static TheoryData<int, CosChecksum> Ways => new()
    {
        { 4, CosChecksum.Sha1 },
        { 4, CosChecksum.Md5 },
        { 4, CosChecksum.None },
        { 1, CosChecksum.Sha1 },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task What_goes_up_is_what_was_there(int apiVersion, CosChecksum checksum)
    {
        await using Service service = await Service.StartAsync(options => options.InstantUpload = false);
        CosContext context = apiVersion == 1 ? service.V1 : service.Context;
        foreach (int length in new[]
        {
            0, 1, Mebibyte - 1, Mebibyte, Mebibyte + 1, (20 * Mebibyte) - 1, 20 * Mebibyte, (20 * Mebibyte) + 1,
        })
        {
            string path = service.Folder.File($"{length}.bin", length);

            CosFile stored = await service.UploadAsync(path, Service.Quick(sliced: false, checksum), context: context);

            await service.AssertStoredAsync(path);
            Assert.Equal((length, length), (stored.Length, stored.BytesSent));
            Assert.Equal((false, false), (stored.InstantUpload, stored.Resumed));
        }
    }
}
