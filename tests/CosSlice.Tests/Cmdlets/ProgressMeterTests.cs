using CosSlice.Progress;
using FsCheck;
using FsCheck.Fluent;

namespace CosSlice.Tests.Cmdlets;

public class ProgressMeterTests
{
    private static UploadProgress File(int number, long length, long acknowledged = 0)
    {
        UploadProgress progress = new($"/data/{number}.bin", $"{number}.bin");
        progress.SetLength(length);
        progress.Acknowledge(acknowledged);
        progress.Enter(UploadPhase.Sending);
        return progress;
    }

    [Fact]
    public void One_file_has_one_bar_that_names_it()
    {
        ProgressMeter meter = new(TimeSpan.Zero) { InputComplete = true };
        meter.Expect(1000);
        ProgressLine line = Assert.Single(meter.Sample(TimeSpan.FromSeconds(1), [File(1, 1000, 250)]));
        Assert.Equal("Sending 1.bin", line.Activity);
        Assert.Equal(25, line.Percent);
        Assert.Equal(3, line.SecondsRemaining);
    }

    [Fact]
    public void Several_files_have_a_total_and_at_most_four_bars()
    {
        ProgressMeter meter = new(TimeSpan.Zero) { InputComplete = true };
        UploadProgress[] files = [.. Enumerable.Range(1, 6).Select(number => File(number, 100, 50))];
        foreach (UploadProgress file in files)
        {
            meter.Expect(file.Length);
        }

        IReadOnlyList<ProgressLine> lines = meter.Sample(TimeSpan.FromSeconds(1), files);
        Assert.Equal([0, 1, 2, 3, 4], lines.Select(line => line.Slot));
        Assert.Equal(50, lines[0].Percent);
        Assert.All(meter.Complete(), line => Assert.True(line.Completed));
        Assert.Empty(meter.Complete());
    }

    [Fact]
    public void A_bar_that_is_free_goes_to_the_next_file_or_away()
    {
        ProgressMeter meter = new(TimeSpan.Zero) { InputComplete = true };
        UploadProgress[] files = [.. Enumerable.Range(1, 3).Select(number => File(number, 100))];
        foreach (UploadProgress file in files)
        {
            meter.Expect(file.Length);
        }

        meter.Sample(TimeSpan.FromSeconds(1), files[..2]);
        meter.End(files[0], 100, failed: false);
        IReadOnlyList<ProgressLine> lines = meter.Sample(TimeSpan.FromSeconds(2), [files[1], files[2]]);
        Assert.Equal("3.bin", lines.Single(line => line.Slot == 1).Activity);
        meter.End(files[2], 100, failed: true);
        lines = meter.Sample(TimeSpan.FromSeconds(3), [files[1]]);
        Assert.True(lines.Single(line => line.Slot == 1).Completed);
        Assert.Contains("1 failed", lines[0].Status, StringComparison.Ordinal);
    }

    [Fact]
    public void There_is_no_share_while_more_files_may_come()
    {
        ProgressMeter meter = new(TimeSpan.Zero);
        meter.Expect(100);
        meter.Expect(100);
        UploadProgress[] files = [File(1, 100, 50), File(2, 100)];
        Assert.Equal(-1, meter.Sample(TimeSpan.FromSeconds(1), files)[0].Percent);
        meter.InputComplete = true;
        Assert.Equal(25, meter.Sample(TimeSpan.FromSeconds(2), files)[0].Percent);
    }

    [Fact]
    public void Shares_stay_in_range_and_never_fall_whatever_files_do()
    {
        Gen<(int Length, int Sent, bool Ends, bool Fails)> step =
            from length in Gen.Choose(0, 1000)
            from sent in Gen.Choose(0, 2000)
            from ends in Gen.Elements(true, false)
            from fails in Gen.Elements(true, false)
            select (length, sent, ends, fails);
        Prop.ForAll(
            step.NonEmptyListOf().ToArbitrary(),
            steps =>
            {
                ProgressMeter meter = new(TimeSpan.Zero) { InputComplete = true };
                List<UploadProgress> active = [];
                foreach ((int length, int _, bool _, bool _) in steps)
                {
                    meter.Expect(length);
                }

                int last = 0;
                int number = 0;
                foreach ((int length, int sent, bool ends, bool fails) in steps)
                {
                    UploadProgress file = File(++number, length, sent);
                    active.Add(file);
                    int percent = meter.Sample(TimeSpan.FromSeconds(number), active)[0].Percent;
                    if (percent < last || percent > 100)
                    {
                        return false;
                    }

                    last = percent;
                    if (ends)
                    {
                        active.Remove(file);
                        meter.End(file, length, fails);
                    }
                }

                return true;
            }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Hashing_has_a_way_of_its_own_and_what_was_there_before_is_no_rate()
    {
        ProgressMeter meter = new(TimeSpan.Zero) { InputComplete = true };
        meter.Expect(1000);
        UploadProgress file = File(1, 1000, 0);
        file.Enter(UploadPhase.Hashing);
        file.Hash(600);
        ProgressLine hashing = Assert.Single(meter.Sample(TimeSpan.FromSeconds(1), [file]));
        file.Enter(UploadPhase.Sending);
        file.SetHeld(500);
        _ = meter.Sample(TimeSpan.FromSeconds(2), [file]);
        file.Acknowledge(100);
        ProgressLine sending = Assert.Single(meter.Sample(TimeSpan.FromSeconds(3), [file]));

        Assert.Equal(("Hashing 1.bin", 60), (hashing.Activity, hashing.Percent));
        Assert.Equal(("Sending 1.bin", 60, 4), (sending.Activity, sending.Percent, sending.SecondsRemaining));
    }

    [Fact]
    public void The_rate_is_that_of_the_last_seconds()
    {
        RateWindow rate = new(TimeSpan.Zero);
        Assert.Equal(-1, rate.SecondsFor(100));
        for (int second = 1; second <= 60; second++)
        {
            rate.Add(TimeSpan.FromSeconds(second), Math.Min(second, 30) * 100);
        }

        Assert.Equal(0, rate.BytesPerSecond);
        rate.Add(TimeSpan.FromSeconds(70), 4000);
        Assert.Equal(100, rate.BytesPerSecond, precision: 6);
        Assert.Equal(10, rate.SecondsFor(1000));
    }

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(999, "999 B")]
    [InlineData(1000, "1.0 KiB")]
    [InlineData(1048576, "1.0 MiB")]
    [InlineData(68719476736, "64.0 GiB")]
    public void Sizes_read_well(long bytes, string expected) => Assert.Equal(expected, HumanText.Size(bytes));
}
