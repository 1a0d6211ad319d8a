using System.Globalization;
using CosSlice.Signatures;
using CosSlice.Tests.Support;

namespace CosSlice.Tests.Engine;

/// <summary>A wrong clock on this machine: corrected from the answer that complains of it, and told once.</summary>
public class ServerClockTests
{
    private const int Mebibyte = 1024 * 1024;

    [Theory]
    [InlineData(3)]
    [InlineData(-3)]
    public async Task An_upload_by_a_wrong_clock_ends_right_with_one_warning(int hours)
    {
        // What is three hours late here is three hours early there.
        await using Service service = await Service.StartAsync(options => options.Clock = new ShiftedTime(TimeSpan.FromHours(hours)));
        string path = service.Folder.File("late.bin", 4 * Mebibyte);
        RecordingObserver observer = new();
        if (hours < 0)
        {
            // A clock that is fast makes signatures that are good; the service may call them wrong all the same.
            service.Faults.On("upload_slice_init", (context, next) =>
            {
                context.Response.Headers.Date = DateTimeOffset.UtcNow.AddHours(hours).ToString("R", CultureInfo.InvariantCulture);
                return Faults.Refuse(403, -96)(context, next);
            });
        }

        using CosUploader uploader = service.Uploader(Service.Quick(sliced: true), observer);
        CosFile first = await uploader.Start(service.Request(path), TestContext.Current.CancellationToken).Completion;
        await uploader.Start(service.Request(path, "second.bin"), TestContext.Current.CancellationToken).Completion;

        await service.AssertStoredAsync(path);
        await service.AssertStoredAsync(path, "second.bin");
        Assert.Single(observer.Warnings);
        Assert.InRange(DateTime.UtcNow - first.StartedAt, TimeSpan.Zero, TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task A_signature_that_is_called_expired_by_a_right_clock_is_made_again_once_and_not_for_ever()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("refused.bin", 10);
        RecordingObserver observer = new();
        service.Faults.On("upload", Faults.Refuse(403, -59), times: 10);

        CosException failure = await Assert.ThrowsAnyAsync<CosException>(() => service.UploadAsync(path, observer: observer));

        Assert.Equal(-59, failure.Code);
        Assert.Equal(CosErrorKind.Authentication, failure.Kind);
        Assert.Empty(observer.Warnings);
    }

    [Fact]
    public void Only_a_difference_that_matters_is_learnt_and_then_kept()
    {
        FakeClock local = new() { Start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) };
        ServerClock clock = new(local);

        Assert.Null(clock.Learn(local.UtcNow.AddSeconds(20)));
        Assert.Equal(local.UtcNow, clock.UtcNow);
        Assert.Equal(TimeSpan.FromHours(2), clock.Learn(local.UtcNow.AddHours(2)));
        local.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(local.UtcNow.AddHours(2), clock.UtcNow);
        Assert.Null(clock.Learn(local.UtcNow.AddHours(2)));
    }
}
