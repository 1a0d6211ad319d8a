using System.Text.Json;
using CosSlice.Emulator;
using CosSlice.Tests.Roles;
using CosSlice.Tests.Support;

namespace CosSlice.Tests.Interruptions;

/// <summary>One file's upload by one process after another, each killed but the last.</summary>
/// <param name="service">The service.</param>
/// <param name="task">What every process is told, except whether to send or to resume.</param>
/// <param name="start">Starts a process for a task.</param>
internal sealed class KilledUpload(Service service, UploadTask task, Func<UploadTask, Task<RoleProcess>> start)
{
    // Many more than a file can be killed if each process comes a little further.
    private const int MostProcesses = 100;

    private readonly KillSwitch _switch = new(service);

    // Requests answered when a process was killed, and when the next one began.
    private readonly List<(int Killed, int Quiet)> _kills = [];

    private string SliceOp => task.ApiVersion == 1 ? "upload_slice" : "upload_slice_data";

    /// <summary>Runs and kills until it is through, and checks that the object is the file and that nothing stored was sent again.</summary>
    /// <param name="random">When each process dies, and how the next goes on.</param>
    /// <param name="kills">How many processes are killed at least.</param>
    public async Task<CosFile> RunAsync(Random random, int kills)
    {
        for (int process = 0; process < MostProcesses; process++)
        {
            bool isEnough = _kills.Count >= kills;
            KillPoint? point = isEnough && random.Next(2) == 0 ? null : KillPoint.Draw(random, mayFinish: isEnough);
            bool isResume = _kills.Count > 0 && random.Next(2) == 0;
            Chance.Log($"{(isResume ? "Resume" : "Send")}, {point?.ToString() ?? "not killed"}");
            if (await RunAsync(isResume, point) is { } stored)
            {
                await service.AssertStoredAsync(task.LiteralPath);
                Assert.InRange(_kills.Count, kills, MostProcesses);
                AssertNothingWentTwice();
                Assert.Empty(Directory.GetFiles(service.StateFolder));
                return stored;
            }
        }

        throw new InvalidOperationException($"Not through after {MostProcesses} processes.");
    }

    /// <summary>Runs one process.</summary>
    /// <returns>The result; <see langword="null"/> where it was killed, or where there was nothing to resume.</returns>
    private async Task<CosFile?> RunAsync(bool isResume, KillPoint? point)
    {
        bool hasStored = Slices().Any(slice => slice.Record.Code == 0);
        await using RoleProcess process = await start(task with { IsResume = isResume });
        _switch.Arm(point, process.Kill);
        process.Go();
        IReadOnlyList<string> said = await process.ToEndAsync(line =>
        {
            if (line == UploadRole.Hashing)
            {
                _switch.HearHashing();
            }
        });

        foreach (string line in said)
        {
            Chance.Log("    " + line);
        }

        // What was read once need not be read again for a file that looks the same.
        Assert.DoesNotContain(said, line => hasStored && (line == UploadRole.Hashing || line.Contains("The SHA-1 is", StringComparison.Ordinal)));
        Assert.DoesNotContain(said, line => line.StartsWith(UploadRole.Warning, StringComparison.Ordinal));
        if (_switch.HasFired)
        {
            await _switch.QuietAsync();
            _kills.Add((_switch.AnsweredAtKill, service.Emulator.Requests.Count));
            return null;
        }

        // Killed before there was anything to remember.
        string end = said[^1];
        if (isResume && end.StartsWith(UploadRole.Failed + "UploadNotFound", StringComparison.Ordinal) && !hasStored)
        {
            return null;
        }

        Assert.StartsWith(UploadRole.Stored, end, StringComparison.Ordinal);
        return JsonSerializer.Deserialize<CosFile>(end[UploadRole.Stored.Length..]);
    }

    /// <summary>
    /// What the service had taken before a kill is not sent again, whether its answer had arrived or not; what it takes of the
    /// dead process afterwards was on its way, and there are no more of these than the process may have on its way. With MD5 it is the
    /// answer that tells whether a slice arrived whole: one that nobody lived to hear is sent again, and was on its way like those.
    /// </summary>
    private void AssertNothingWentTwice()
    {
        foreach (IGrouping<long?, (int Index, RequestRecord Record)> slice in Slices().Where(slice => slice.Record.Code == 0).GroupBy(slice => slice.Record.Offset))
        {
            int known = slice.Count(taken => !_kills.Exists(kill => taken.Index >= kill.Killed && taken.Index < kill.Quiet));
            Assert.True(known <= 1 || task.Checksum == CosChecksum.Md5, $"The slice at {slice.Key} was taken {known} times by living processes.");
        }

        long slices = (new FileInfo(task.LiteralPath).Length + Mebibyte - 1) / Mebibyte;
        Assert.InRange(Slices().Count(), slices, slices + (_kills.Count * UploadTask.ThrottleLimit));
    }

    private IEnumerable<(int Index, RequestRecord Record)> Slices()
        => service.Emulator.Requests.Select((record, index) => (index, record)).Where(request => request.record.Op == SliceOp && request.record.DataLength > 0);

    private const int Mebibyte = 1024 * 1024;
}
