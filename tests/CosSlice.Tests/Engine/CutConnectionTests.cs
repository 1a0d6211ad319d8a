using System.Net;
using System.Net.Sockets;
using CosSlice.Emulator;
using CosSlice.Tests.Support;

namespace CosSlice.Tests.Engine;

/// <summary>Connections are reset at any byte of requests and answers, and the upload comes through all the same.</summary>
public class CutConnectionTests
{
    private const int Mebibyte = 1024 * 1024;
    private const int Files = 5;
    private const int MostCuts = 8;

    // More than any of the service's answers has, and more than the head of any request.
    private const int LongestAnswer = 1000;
    private const int LongestHead = 3000;

    [Theory]
    [InlineData(4, CosChecksum.Sha1, true)]
    [InlineData(4, CosChecksum.Md5, true)]
    [InlineData(4, CosChecksum.None, true)]
    [InlineData(1, CosChecksum.Sha1, true)]
    [InlineData(4, CosChecksum.Sha1, false)]
    [InlineData(4, CosChecksum.None, false)]
    [InlineData(1, CosChecksum.Sha1, false)]
    public async Task Wherever_connections_are_reset_the_object_is_the_file_in_the_end(int apiVersion, CosChecksum checksum, bool isSliced)
    {
        Random random = Chance.New();
        await using Service service = await Service.StartAsync();
        for (int i = 0; i < Files; i++)
        {
            int length = isSliced ? random.Next(2 * Mebibyte, 5 * Mebibyte) : random.Next(1, Mebibyte);
            string path = service.Folder.File($"cut{i}.bin", length, random.Next());
            await using CutProxy proxy = new(service.Emulator.Endpoint);
            Plan(proxy, random, length);
            CosContext context = CosContext.Create("10055004", "accesslog", null, proxy.Endpoint, "AKIDemulator", Canary.Key, apiVersion: apiVersion);

            CosFile stored = await service.UploadAsync(path, Service.Quick(isSliced, checksum), context: context);

            Chance.Log($"{proxy.Done} cuts of {stored.Length} bytes");
            Assert.Equal(length, stored.Length);
            await service.AssertStoredAsync(path);
            AssertSentAgainForCutsOnly(service, Path.GetFileName(path), proxy.Done);
        }
    }

    [Fact]
    public async Task A_connection_that_is_reset_as_soon_as_it_stands_is_tried_again()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        using CancellationTokenSource end = new();
        Task<int> hangingUp = HangUpAsync(listener, end.Token);
        using TempFolder folder = new();
        Uri endpoint = new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        TransferOptions options = folder.WithState(Service.Quick());
        options.RetryInterval = TimeSpan.Zero;
        options.MaximumRetryCount = 1000;
        using CosUploader uploader = new(options);
        CosContext context = CosContext.Create("10055004", "accesslog", null, endpoint, "AKIDemulator", Canary.Key);

        CosException failure = await Assert.ThrowsAsync<CosException>(() => uploader.Start(
            new UploadRequest(context, folder.File("a.bin", 1), ObjectKey.Create("a.bin")), TestContext.Current.CancellationToken).Completion);

        Assert.Equal("TransferInterrupted", failure.ErrorId);
        await end.CancelAsync();
        Assert.InRange(await hangingUp, options.MaximumRetryCount, int.MaxValue);
    }

    private static async Task<int> HangUpAsync(TcpListener listener, CancellationToken cancellationToken)
    {
        for (int count = 0; ; count++)
        {
            try
            {
                using Socket socket = await listener.AcceptSocketAsync(cancellationToken);
                socket.LingerState = new LingerOption(true, 0);
            }
            catch (OperationCanceledException)
            {
                return count;
            }
        }
    }

    private static void Plan(CutProxy proxy, Random random, int length)
    {
        for (int left = random.Next(1, MostCuts + 1); left > 0; left--)
        {
            // Before the first byte of an answer the service has acted, and nobody knows.
            (bool isOfAnswer, int after) = random.Next(4) switch
            {
                0 => (true, 0),
                1 => (true, random.Next(LongestAnswer)),
                2 => (false, random.Next(LongestHead)),
                _ => (false, random.Next(length)),
            };
            proxy.Plan(isOfAnswer, after);
            Chance.Log($"Cut after {after} bytes of {(isOfAnswer ? "answers" : "requests")}");
        }
    }

    /// <summary>A connection has one request on its way, and only that one's answer can be lost with it.</summary>
    private static void AssertSentAgainForCutsOnly(Service service, string key, int cuts)
    {
        RequestRecord[] taken = [.. service.Emulator.Requests.Where(request => request.Key == key && request.Code == 0 && request.DataLength > 0)];
        int again = taken.Length - taken.Select(slice => slice.Offset).Distinct().Count();
        Assert.InRange(again, 0, cuts);
    }
}
