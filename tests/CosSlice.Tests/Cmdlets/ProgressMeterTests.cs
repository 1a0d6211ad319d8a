using CosSlice.Progress;

namespace CosSlice.Tests.Cmdlets;

public class ProgressMeterTests
{
    private static UploadProgress File(int number, long length, long acknowledged = 0, UploadPhase phase = UploadPhase.Sending)
    {
        UploadProgress progress = new($"/data/{number}.bin", $"{number}.bin");
        progress.SetLength(length);
        progress.Acknowledge(acknowledged);
        progress.Enter(phase);
        return progress;
    }

    private static ProgressMeter Expecting(params IEnumerable<UploadProgress> files)
    {
        ProgressMeter meter = new(TimeSpan.Zero) { InputComplete = true };
        foreach (UploadProgress file in files)
        {
            meter.Expect(file.Length);
        }

        return meter;
    }

    private static TimeSpan Second(double number) => TimeSpan.FromSeconds(number);

    [Fact]
    public void One_file_has_one_bar_that_names_it()
    {
        UploadProgress file = File(1, 1000, 250);
        ProgressLine line = Assert.Single(Expecting(file).Sample(Second(1), [file]));
        Assert.Equal(("Sending 1.bin", "25 %, 250 B of 1.0 KiB, 250 B/s"), (line.Activity, line.Status));
        Assert.Equal((25, 3, false), (line.Percent, line.SecondsRemaining, line.IsBelowTotal));
    }

    [Fact]
    public void Several_files_have_a_total_with_files_bytes_rate_and_time_left_and_at_most_four_bars()
    {
        UploadProgress[] files = [.. Enumerable.Range(1, 6).Select(number => File(number, 100, 50))];
        ProgressMeter meter = Expecting(files);
        _ = meter.Sample(Second(0.25), files);
        IReadOnlyList<ProgressLine> lines = meter.Sample(Second(1), files);
        Assert.Equal(5, lines.Count);
        Assert.Equal((0, "Sending", "0 of 6 files, 300 of 600 B, 300 B/s", "6 in flight"), (lines[0].Id, lines[0].Activity, lines[0].Status, lines[0].Operation));
        Assert.Equal((50, 1, false), (lines[0].Percent, lines[0].SecondsRemaining, lines[0].IsBelowTotal));
        Assert.All(lines.Skip(1), line => Assert.True(line.IsBelowTotal));
        Assert.Equal(["1.bin", "2.bin", "3.bin", "4.bin"], lines.Skip(1).Select(line => line.Activity));
    }

    [Fact]
    public void What_flies_by_between_two_samples_has_no_bar()
    {
        ProgressMeter meter = new(TimeSpan.Zero) { InputComplete = true };
        UploadProgress large = File(0, 1000);
        meter.Expect(large.Length);
        for (int second = 1; second <= 100; second++)
        {
            UploadProgress small = File(second, 10);
            meter.Expect(small.Length);
            IReadOnlyList<ProgressLine> lines = meter.Sample(Second(second), [large, small]);
            Assert.DoesNotContain(lines, line => line.Activity == $"{second}.bin");
            Assert.Equal(second > 1, lines.Any(line => line.Activity == "0.bin"));
            meter.End(small, small.Length, failed: false);
        }
    }

    [Fact]
    public void A_bar_that_is_free_goes_to_the_next_file_under_another_id()
    {
        UploadProgress[] files = [.. Enumerable.Range(1, 5).Select(number => File(number, 100))];
        ProgressMeter meter = Expecting(files);
        _ = meter.Sample(Second(1), files);
        IReadOnlyList<ProgressLine> before = meter.Sample(Second(2), files);
        meter.End(files[0], 100, failed: true);
        IReadOnlyList<ProgressLine> after = meter.Sample(Second(3), files[1..]);
        int gone = before.Single(line => line.Activity == "1.bin").Id;
        Assert.DoesNotContain(after, line => line.Id == gone);
        Assert.DoesNotContain(before, line => line.Id == after.Single(line => line.Activity == "5.bin").Id);
        Assert.StartsWith("0 of 5 files, 1 failed, ", after[0].Status, StringComparison.Ordinal);
    }

    [Fact]
    public void There_is_no_share_while_more_files_may_come()
    {
        ProgressMeter meter = new(TimeSpan.Zero);
        meter.Expect(100);
        meter.Expect(100);
        UploadProgress[] files = [File(1, 100, 50), File(2, 100)];
        ProgressLine total = meter.Sample(Second(1), files)[0];
        Assert.Equal((-1, -1, "0 files done, 50 B, 50 B/s"), (total.Percent, total.SecondsRemaining, total.Status));
        meter.InputComplete = true;
        Assert.Equal(25, meter.Sample(Second(2), files)[0].Percent);
    }

    [Fact]
    public void The_file_that_was_first_and_alone_goes_below_the_total_when_others_come()
    {
        ProgressMeter meter = new(TimeSpan.Zero);
        UploadProgress first = File(1, 100, 50);
        meter.Expect(100);
        ProgressLine alone = Assert.Single(meter.Sample(Second(1), [first]));
        meter.Expect(100);
        Assert.Equal(0, Assert.Single(meter.Sample(Second(2), [first])).Id);
        ProgressLine below = meter.Sample(Second(3), [first])[1];
        Assert.Equal((false, true), (alone.IsBelowTotal, below.IsBelowTotal));
        Assert.NotEqual(alone.Id, below.Id);

        // What it sent before it had this bar was not sent in no time.
        Assert.Contains("0 B/s", below.Status, StringComparison.Ordinal);
    }

    [Fact]
    public void Hashing_has_a_bar_of_its_own_and_what_was_there_before_is_no_rate()
    {
        UploadProgress file = File(1, 1000, phase: UploadPhase.Hashing);
        ProgressMeter meter = Expecting(file);
        file.Hash(600);
        ProgressLine hashing = Assert.Single(meter.Sample(Second(1), [file]));
        file.Enter(UploadPhase.Sending);
        file.SetHeld(500);
        _ = meter.Sample(Second(2), [file]);
        file.Acknowledge(100);
        ProgressLine sending = Assert.Single(meter.Sample(Second(3), [file]));

        Assert.Equal(("Hashing 1.bin", "hashing", 60), (hashing.Activity, hashing.Operation, hashing.Percent));
        Assert.Equal(("Sending 1.bin", "sending", 60, 4), (sending.Activity, sending.Operation, sending.Percent, sending.SecondsRemaining));
        Assert.NotEqual(hashing.Id, sending.Id);
    }

    [Fact]
    public void The_last_step_is_named()
    {
        UploadProgress file = File(1, 1000, 1000, UploadPhase.Finishing);
        ProgressLine line = Assert.Single(Expecting(file).Sample(Second(1), [file]));
        Assert.Equal(("Finishing 1.bin", "100 %, 1.0 of 1.0 KiB", "finishing"), (line.Activity, line.Status, line.Operation));
        Assert.Equal((100, -1), (line.Percent, line.SecondsRemaining));
    }

    [Theory]
    [InlineData(UploadPhase.Hashing, "Hashing", "0 of 2 files, 0 B of 2.0 KiB, hashing 1.0 KiB/s", "50 %, 500 B of 1.0 KiB, 500 B/s, hashing")]
    [InlineData(UploadPhase.Finishing, "Finishing", "0 of 2 files, 0 B of 2.0 KiB, finishing", "0 %, 0 B of 1.0 KiB, finishing")]
    public void The_total_says_what_all_are_doing(UploadPhase phase, string activity, string status, string fileStatus)
    {
        UploadProgress[] files = [File(1, 1000, phase: phase), File(2, 1000, phase: phase)];
        ProgressMeter meter = Expecting(files);
        _ = meter.Sample(TimeSpan.Zero, files);
        _ = meter.Sample(TimeSpan.Zero, files);
        Array.ForEach(files, file => file.Hash(500));
        IReadOnlyList<ProgressLine> lines = meter.Sample(Second(1), files);
        Assert.Equal((activity, status), (lines[0].Activity, lines[0].Status));
        Assert.Equal(("1.bin", fileStatus), (lines[1].Activity, lines[1].Status));
    }

    [Fact]
    public void What_is_on_the_way_counts_for_the_rate_and_is_shown_apart()
    {
        UploadProgress file = File(1, 1000);
        ProgressMeter meter = Expecting(file);
        file.Move(200);
        ProgressLine line = Assert.Single(meter.Sample(Second(1), [file]));
        Assert.Equal("0 %, 0 B of 1.0 KiB, 200 B/s, 200 B on the way", line.Status);
        Assert.Equal((0, 4), (line.Percent, line.SecondsRemaining));
        file.Move(-200);
        file.Acknowledge(1000);
        Assert.Equal("100 %, 1.0 of 1.0 KiB, 500 B/s", Assert.Single(meter.Sample(Second(2), [file])).Status);
    }

    [Fact]
    public void A_repeat_says_why_until_something_succeeds()
    {
        UploadProgress file = File(1, 1000, 250);
        ProgressMeter meter = Expecting(file);
        file.Retry("HTTP 503");
        Assert.EndsWith(", retrying: HTTP 503", Assert.Single(meter.Sample(Second(1), [file])).Status, StringComparison.Ordinal);
        file.Enter(UploadPhase.Finishing);
        Assert.DoesNotContain("retrying", Assert.Single(meter.Sample(Second(2), [file])).Status, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_service_lost_does_not_move_the_bar_back()
    {
        UploadProgress file = File(1, 1000, 600);
        ProgressMeter meter = Expecting(file);
        _ = meter.Sample(Second(1), [file]);
        file.SetHeld(100);
        ProgressLine line = Assert.Single(meter.Sample(Second(2), [file]));
        Assert.Equal(60, line.Percent);
        Assert.StartsWith("60 %, 600 B of ", line.Status, StringComparison.Ordinal);
    }

    [Fact]
    public void The_status_has_room_in_80_columns()
    {
        UploadProgress[] files = [.. Enumerable.Range(1, 8).Select(number => File(number, 999L << 30, 498L << 30))];
        ProgressMeter meter = Expecting(files);
        Enumerable.Range(0, 9999 - files.Length).ToList().ForEach(_ => meter.Expect(0));
        _ = meter.Sample(Second(0.25), files);
        foreach (ProgressLine line in meter.Sample(Second(20_000), files))
        {
            // PowerShell 7 gives its default view two columns of brackets, a space on each side, and the seconds left.
            Assert.InRange(line.Activity.Length + line.Status.Length + $"{line.SecondsRemaining}s".Length + 5, 1, 80);
        }
    }

    [Fact]
    public void The_rate_is_that_of_the_last_seconds()
    {
        RateWindow rate = new(TimeSpan.Zero);
        Assert.Equal(-1, rate.SecondsFor(100));
        for (int second = 1; second <= 60; second++)
        {
            rate.Add(Second(second), Math.Min(second, 30) * 100);
        }

        Assert.Equal(0, rate.BytesPerSecond);
        rate.Add(Second(70), 4000);
        Assert.Equal(100, rate.BytesPerSecond, precision: 6);
        Assert.Equal(10, rate.SecondsFor(1000));
    }

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(999, "999 B")]
    [InlineData(1000, "1.0 KiB")]
    [InlineData(999.7, "1.0 KiB")]
    [InlineData(1048576, "1.0 MiB")]
    [InlineData(1048524, "1.0 MiB")]
    [InlineData(68719476736, "64.0 GiB")]
    public void Sizes_read_well(double bytes, string expected) => Assert.Equal(expected, HumanText.Size(bytes));

    [Theory]
    [InlineData(0, 0, "0 of 0 B")]
    [InlineData(512, 2048, "512 B of 2.0 KiB")]
    [InlineData(1258291, 10485760, "1.2 of 10.0 MiB")]
    public void Shares_name_a_unit_once(long part, long whole, string expected) => Assert.Equal(expected, HumanText.Share(part, whole));

    [Theory]
    [InlineData(999, 1000, 99)]
    [InlineData(1001, 1000, 100)]
    [InlineData(-1, 1000, 0)]
    [InlineData(0, 0, 0)]
    [InlineData(long.MaxValue, long.MaxValue, 100)]
    public void Percentages_are_clamped(long part, long whole, int expected) => Assert.Equal(expected, HumanText.Percent(part, whole));
}
