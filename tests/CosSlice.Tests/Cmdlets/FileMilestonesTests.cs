using CosSlice.Progress;

namespace CosSlice.Tests.Cmdlets;

public class FileMilestonesTests
{
    private const long Length = 1000L << 20;

    private static UploadProgress File(long length = Length)
    {
        UploadProgress progress = new("/data/a.iso", "a.iso");
        progress.SetLength(length);
        return progress;
    }

    [Fact]
    public void Each_tenth_of_reading_and_of_sending_is_told_with_its_rate_and_the_last_step_is()
    {
        UploadProgress file = File();
        FileMilestones milestones = new(file, TimeSpan.Zero);
        List<string> told = [];
        TimeSpan now = TimeSpan.FromSeconds(100);
        void Sample()
        {
            if (milestones.Next(now) is string line)
            {
                told.Add(line);
            }

            now += TimeSpan.FromSeconds(1);
        }

        Sample();
        file.Enter(UploadPhase.Hashing);
        for (int i = 0; i < 100; i++)
        {
            file.Hash(Length / 100);
            Sample();
        }

        file.Enter(UploadPhase.Sending);
        for (int i = 0; i < 100; i++)
        {
            file.Acknowledge(Length / 100);
            Sample();
        }

        file.Enter(UploadPhase.Finishing);
        Sample();
        Sample();
        Assert.Equal(19, told.Count);
        Assert.Equal("'a.iso': 10 % hashed, 100.0 MiB of 1.0 GiB, 10.0 MiB/s.", told[0]);
        Assert.Equal("'a.iso': 10 %, 100.0 MiB of 1.0 GiB, 10.0 MiB/s.", told[9]);
        Assert.Equal(Enumerable.Range(1, 9).Select(tenth => $"'a.iso': {tenth * 10} %,"), told.Skip(9).Take(9).Select(line => line[..(line.IndexOf('%', StringComparison.Ordinal) + 2)]));
        Assert.Equal("'a.iso': all 1.0 GiB are there; the last step is under way.", told[18]);
    }

    [Fact]
    public void What_an_earlier_run_sent_is_no_rate()
    {
        UploadProgress file = File();
        file.SetHeld(Length / 2);
        file.Enter(UploadPhase.Sending);
        Assert.Equal("'a.iso': 50 %, 500.0 MiB of 1.0 GiB, 0 B/s.", new FileMilestones(file, TimeSpan.Zero).Next(TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void A_file_in_one_request_has_no_tenths()
    {
        UploadProgress file = File(TransferOptions.SimpleUploadMaximum);
        file.Enter(UploadPhase.Sending);
        file.Acknowledge(file.Length / 2);
        Assert.Null(new FileMilestones(file, TimeSpan.Zero).Next(TimeSpan.FromSeconds(1)));
    }
}
