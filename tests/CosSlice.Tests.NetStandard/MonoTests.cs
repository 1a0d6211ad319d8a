using System.Collections.Concurrent;
using CosSlice.Tests.Roles;
using CosSlice.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace CosSlice.Tests;

/// <summary>The build for Windows PowerShell on mono, in a process of its own.</summary>
/// <remarks>What it says is waited for, not its end: mono 6.8 at times does not come to one, with nothing of the program left to run.</remarks>
public class MonoTests
{
    private const int Mebibyte = 1024 * 1024;
    private const int Slices = 8;

    public static bool CannotRun => Mono.Missing is not null;

    [Fact]
    public void Mono_is_there()
    {
        if (Mono.Missing is { } reason)
        {
            Assert.Skip(reason);
        }
    }

    [Theory(Skip = "mono cannot run the engine here", SkipWhen = nameof(CannotRun))]
    [InlineData(false, CosChecksum.Sha1, "http")]
    [InlineData(false, CosChecksum.None, "https")]
    [InlineData(true, CosChecksum.Sha1, "http")]
    [InlineData(true, CosChecksum.Sha1, "https")]
    [InlineData(true, CosChecksum.Md5, "http")]
    public async Task A_file_arrives_whole(bool sliced, CosChecksum checksum, string scheme)
    {
        await using Service service = await Service.StartAsync(options => options.Urls = [$"{scheme}://127.0.0.1:0"]);
        string path = service.Folder.File("mono.bin", (3 * Mebibyte) + 5);
        ConcurrentBag<string> wrong = [];
        service.Faults.On(null, LookAt, int.MaxValue);

        await using RoleProcess upload = await Mono.UploadAsync(service.Emulator.Endpoint, path, service.StateFolder, checksum, sliced);

        Assert.Equal($"stored mono.bin {(3 * Mebibyte) + 5} False", await upload.LineAsync());
        Assert.Empty(wrong);
        Assert.Equal(sliced ? 4 : 0, service.Requests("upload_slice_data").Count);
        if (scheme == "http")
        {
            await service.AssertStoredAsync(path);
        }

        Task LookAt(HttpContext context, RequestDelegate next)
        {
            if (context.Request.ContentLength is null || context.Request.Headers.TransferEncoding.Count > 0 || context.Request.Headers.Expect.Count > 0)
            {
                wrong.Add($"{context.Request.Method} {context.Request.Path}");
            }

            return next(context);
        }
    }

    [Fact(Skip = "mono cannot run the engine here", SkipWhen = nameof(CannotRun))]
    public async Task A_killed_upload_is_carried_on()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("killed.bin", Slices * Mebibyte);
        TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource never = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int held = 0;
        int gone = 0;
        service.Faults
            .On("upload_slice_data", (context, next) => next(context), times: 4)
            .On("upload_slice_data", Faults.Hold(Count, never.Task, () => Interlocked.Increment(ref gone)), times: 3);
        await using (RoleProcess killed = await Mono.UploadAsync(service.Emulator.Endpoint, path, service.StateFolder, CosChecksum.Sha1, sliced: true))
        {
            await arrived.Task.Guarded();
            killed.Kill();
            Assert.Empty(await killed.ToEndAsync());
            await HangGuard.Until(() => Volatile.Read(ref gone) == 3);
        }

        int before = service.Requests("upload_slice_data").Count;
        await using RoleProcess again = await Mono.UploadAsync(service.Emulator.Endpoint, path, service.StateFolder, CosChecksum.Sha1, sliced: true);

        Assert.Equal($"stored killed.bin {Slices * Mebibyte} True", await again.LineAsync());
        Assert.Equal(Slices - 4, service.Requests("upload_slice_data").Count - before);
        await service.AssertStoredAsync(path);

        void Count()
        {
            // As many as are in flight at once.
            if (Interlocked.Increment(ref held) == 3)
            {
                arrived.SetResult();
            }
        }
    }

    [Fact(Skip = "mono cannot run the engine here", SkipWhen = nameof(CannotRun))]
    public async Task A_proxys_page_and_a_dead_port_are_told_apart()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("no.bin", 1000);
        service.Faults.On(null, Faults.Answer(StatusCodes.Status407ProxyAuthenticationRequired, "text/html", "<html></html>"), int.MaxValue);
        Uri nowhere = new("http://cos.invalid");

        await using RoleProcess refused = await Mono.UploadAsync(
            nowhere, path, service.StateFolder, CosChecksum.None, sliced: false, proxy: service.Emulator.Endpoint);
        Assert.Equal("failed InvalidResponse 407", await refused.LineAsync());
        await using RoleProcess lost = await Mono.UploadAsync(
            nowhere, path, service.StateFolder, CosChecksum.None, sliced: false, proxy: new Uri("http://127.0.0.1:1"));
        Assert.Equal("failed TransferInterrupted ", await lost.LineAsync());
    }
}
