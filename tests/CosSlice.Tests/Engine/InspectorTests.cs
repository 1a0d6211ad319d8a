using System.Security.Cryptography;
using CosSlice.Tests.Support;

namespace CosSlice.Tests.Engine;

/// <summary>What the service holds, asked without changing it.</summary>
public class InspectorTests
{
    private const int Mebibyte = 1024 * 1024;

    [Theory]
    [InlineData(4)]
    [InlineData(1)]
    public async Task An_object_is_told_as_the_service_knows_it(int apiVersion)
    {
        await using Service service = await Service.StartAsync();
        CosContext context = apiVersion == 1 ? service.V1 : service.Context;
        string path = service.Folder.File("known.bin", 1234);
        await service.UploadAsync(path, context: context);
        using CosInspector inspector = new(Service.Quick());

        CosFile found = await inspector.GetAsync(context, ObjectKey.Create("known.bin"), TestContext.Current.CancellationToken);

        Assert.Equal(1234, found.Length);
        Assert.Equal(Convert.ToHexStringLower(SHA1.HashData(File.ReadAllBytes(path))), found.Sha1);
        Assert.NotNull(found.AccessUrl);
        Assert.Equal(("known.bin", "accesslog", "10055004", apiVersion), (found.Key, found.Bucket, found.AppId, found.ApiVersion));
        Assert.Equal(0, found.BytesSent);
    }

    [Fact]
    public async Task What_is_not_there_or_not_finished_is_an_error_of_its_own()
    {
        await using Service service = await Service.StartAsync();
        await LostAnswerTests.LeaveHalfAsync(service, service.Folder.File("half.bin", 2 * Mebibyte), "half.bin");
        using CosInspector inspector = new(Service.Quick());

        CosException missing = await Assert.ThrowsAsync<CosException>(() => Get("nothing"));
        CosException unfinished = await Assert.ThrowsAsync<CosException>(() => Get("half.bin"));

        Assert.Equal(("CosFileNotFound", CosErrorKind.NotFound, -197), (missing.ErrorId, missing.Kind, missing.Code));
        Assert.Equal("CosFileUnfinished", unfinished.ErrorId);

        Task<CosFile> Get(string key) => inspector.GetAsync(service.Context, ObjectKey.Create(key), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task The_same_is_true_and_all_else_that_is_known_is_false()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("same.bin", 3000, seed: 1);
        await service.UploadAsync(path);
        await service.UploadAsync(service.Folder.File("other.bin", 3000, seed: 2));
        await service.UploadAsync(service.Folder.File("longer.bin", 3001, seed: 1));
        await LostAnswerTests.LeaveHalfAsync(service, service.Folder.File("half.bin", 2 * Mebibyte), "half.bin");

        Assert.True(await TestAsync(service, path, "same.bin"));
        Assert.False(await TestAsync(service, path, "other.bin"));
        Assert.False(await TestAsync(service, path, "longer.bin"));
        Assert.False(await TestAsync(service, path, "nothing"));
        Assert.False(await TestAsync(service, service.Folder.Path + "/half.bin", "half.bin"));
    }

    [Fact]
    public async Task What_cannot_be_told_is_never_false()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("same.bin", 3000);
        await service.UploadAsync(path);

        service.Faults.On("stat", Faults.Alter(LostAnswerTests.WithoutSha));
        CosException noSha = await Assert.ThrowsAsync<CosException>(() => TestAsync(service, path, "same.bin"));
        service.Faults.On("stat", Faults.Refuse(403, -48));
        CosException denied = await Assert.ThrowsAnyAsync<CosException>(() => TestAsync(service, path, "same.bin"));
        service.Faults.On("stat", Faults.Refuse(404, -133));
        CosException noBucket = await Assert.ThrowsAnyAsync<CosException>(() => TestAsync(service, path, "same.bin"));
        service.Faults.On("stat", Faults.Answer(404, "text/html", "<html>"), times: 10);
        CosException page = await Assert.ThrowsAnyAsync<CosException>(() => TestAsync(service, path, "same.bin"));
        CosException noFile = await Assert.ThrowsAsync<CosException>(() => TestAsync(service, path + ".gone", "same.bin"));

        Assert.Equal(
            ["CosFileNotComparable", "CosServiceError", "CosServiceError", "InvalidResponse", "PathNotFound"],
            new[] { noSha, denied, noBucket, page, noFile }.Select(failure => failure.ErrorId));
    }

    private static async Task<bool> TestAsync(Service service, string path, string key)
    {
        using CosInspector inspector = new(Service.Quick());
        return await inspector.StartTest(service.Request(path, key), TestContext.Current.CancellationToken).Completion.Guarded();
    }
}
