using CosSlice.Emulator;
using CosSlice.Tests.Support;

namespace CosSlice.Tests.Engine;

/// <summary>An upload of other content in the way of one over files/v1, at a service that does not drop it.</summary>
public class FilesV1OtherUploadTests
{
    private const int Mebibyte = 1024 * 1024;
    private const string Key = "contested.bin";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_is_left_to_who_began_it(bool isResume)
    {
        await using Service service = await Service.StartAsync(options => options.V1OtherUpload = V1OtherUpload.Refuse);
        CosUpload mine = await BeginAsync(service);
        await BeginElsewhereAsync(service);

        CosException failure = await Cut.FailToGoOnAsync(service, mine, isResume, context: service.V1);

        Assert.Equal("UploadNotProven", failure.ErrorId);
        Assert.Equal(-4026, failure.Code);
        Assert.Empty(service.Requests("delete").Skip(1));
        Assert.NotNull(service.Upload(Key, service.V1));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task By_force_it_gives_way(bool isResume)
    {
        await using Service service = await Service.StartAsync(options => options.V1OtherUpload = V1OtherUpload.Refuse);
        CosUpload mine = await BeginAsync(service);
        await BeginElsewhereAsync(service);

        await Cut.GoOnAsync(service, mine, isResume, Forced(Service.Quick(sliced: true)), context: service.V1);

        await service.AssertStoredAsync(mine.LiteralPath!, Key);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Where_there_is_none_the_service_is_quoted(bool isForced)
    {
        await using Service service = await Service.StartAsync();
        service.Faults.On("upload_slice", Faults.Refuse(409, -4026), times: 10);
        TransferOptions options = Service.Quick(sliced: true);
        options.Force = isForced;

        CosException failure = await Assert.ThrowsAnyAsync<CosException>(
            () => service.UploadAsync(service.Folder.File("fresh.bin", 2 * Mebibyte), options, context: service.V1)).Guarded();

        Assert.Equal("CosServiceError", failure.ErrorId);
        Assert.Empty(service.Requests("delete"));
    }

    [Fact]
    public async Task One_of_the_same_content_is_not_called_anothers()
    {
        await using Service service = await Service.StartAsync();
        CosUpload mine = await BeginAsync(service);
        service.Faults.On("upload_slice", Faults.Refuse(409, -4027), times: 10);

        CosException failure = await Cut.FailToGoOnAsync(service, mine, isResume: true, context: service.V1);

        Assert.Equal("CosServiceError", failure.ErrorId);
        Assert.Equal(-4027, failure.Code);
        Assert.Empty(service.Requests("delete"));
    }

    [Fact]
    public async Task Who_may_not_look_hears_of_the_refusal_before()
    {
        await using Service service = await Service.StartAsync(options => options.V1OtherUpload = V1OtherUpload.Refuse);
        CosUpload mine = await BeginAsync(service);
        await BeginElsewhereAsync(service);
        service.Faults.On("stat", Faults.Refuse(403, -97));

        CosException failure = await Cut.FailToGoOnAsync(service, mine, isResume: false, context: service.V1);

        Assert.Equal("CosServiceError", failure.ErrorId);
        Assert.Equal(-4026, failure.Code);
    }

    [Fact]
    public async Task One_that_comes_back_is_contested_and_the_lost_session_is_forgotten()
    {
        await using Service service = await Service.StartAsync(options => options.V1OtherUpload = V1OtherUpload.Refuse);
        CosUpload mine = await BeginAsync(service);
        await BeginElsewhereAsync(service);
        service.Faults.On("upload_slice", Faults.Refuse(409, -4026), times: 10);

        CosException failure = await Cut.FailToGoOnAsync(service, mine, isResume: false, Forced(Service.Quick(sliced: true)), context: service.V1);

        Assert.Equal("UploadNotProven", failure.ErrorId);
        Assert.Equal(-4026, failure.Code);
        Assert.Equal(0, service.Upload(Key, service.V1)!.BytesSent);
    }

    private static async Task<CosUpload> BeginAsync(Service service)
        => await Cut.AfterAsync(service, service.Folder.File("mine.bin", 4 * Mebibyte, seed: 1), 2, context: service.V1, key: Key);

    // Another machine puts its own in the place of what is there, and does not come to its end.
    private static async Task BeginElsewhereAsync(Service service)
    {
        service.Faults.On("upload_slice", (http, next) => next(http), times: 4).On("upload_slice", Faults.Break);
        CosException failure = await Assert.ThrowsAnyAsync<CosException>(() => service.UploadAsync(
            service.Folder.File("theirs.bin", 3 * Mebibyte, seed: 2), service.Elsewhere(Forced(Cut.OneByOne())), Key, context: service.V1)).Guarded();
        Assert.Equal("TransferInterrupted", failure.ErrorId);
        Assert.Single(service.Requests("delete"));
    }

    private static TransferOptions Forced(TransferOptions options)
    {
        options.Force = true;
        return options;
    }
}
