using CosSlice.Progress;
using FsCheck;
using FsCheck.Fluent;

namespace CosSlice.Tests.Cmdlets;

/// <summary>What a host is told of the bars, over any run: each bar only goes forward, stands below one that is there, and goes away.</summary>
public class ProgressBoardTests
{
    private static ProgressLine Line(int id, int percent = 0) => new() { Id = id, IsBelowTotal = id > 0, Percent = percent };

    [Fact]
    public void Only_changes_are_told()
    {
        ProgressBoard board = new();
        Assert.Equal([Line(0), Line(1)], board.Show([Line(0), Line(1)]));
        Assert.Empty(board.Show([Line(0), Line(1)]));
        Assert.Equal([Line(1, 5)], board.Show([Line(0), Line(1, 5)]));
    }

    [Fact]
    public void What_is_no_longer_there_goes_away_and_the_total_last()
    {
        ProgressBoard board = new();
        _ = board.Show([Line(0), Line(1), Line(2)]);
        Assert.Equal([Line(3), Line(1) with { IsCompleted = true }], board.Show([Line(0), Line(2), Line(3)]));
        Assert.Equal([3, 2, 0], board.Clear().Select(line => line.Id));
        Assert.Empty(board.Clear());
    }

    [Fact]
    public void Bars_stay_in_range_never_go_back_and_all_go_away_whatever_files_do()
    {
        Gen<(int Length, int Act, int Amount)> step =
            from length in Gen.Choose(0, 1000)
            from act in Gen.Choose(0, 9)
            from amount in Gen.Choose(0, 600)
            select (length, act, amount);
        Prop.ForAll(step.NonEmptyListOf().ToArbitrary(), steps => IsWellToldOf([.. steps])).QuickCheckThrowOnFailure();
    }

    private static bool IsWellToldOf((int Length, int Act, int Amount)[] steps)
    {
        ProgressMeter meter = new(TimeSpan.Zero);
        ProgressBoard board = new();
        HostBars host = new();
        List<UploadProgress> active = [];
        TimeSpan now = TimeSpan.Zero;
        foreach ((int length, int act, int amount) in steps)
        {
            UploadProgress? file = active.Count > 0 ? active[amount % active.Count] : null;
            switch (act)
            {
                case 0:
                    meter.Expect(length);
                    UploadProgress begun = new("/f", "f");
                    begun.SetLength(length);
                    active.Add(begun);
                    break;
                case 1 or 2 when file is not null:
                    _ = active.Remove(file);
                    meter.End(file, file.Length, failed: act == 1);
                    break;
                case 3:
                    file?.Enter(UploadPhase.Hashing);
                    break;
                case 4:
                    file?.Enter(UploadPhase.Sending);
                    break;
                case 5:
                    file?.Hash(amount);
                    break;
                case 6:
                    file?.SetHeld(amount);
                    break;
                case 7:
                    file?.Move(amount - 300);
                    break;
                case 8:
                    meter.InputComplete = true;
                    break;
                default:
                    file?.Acknowledge(amount);
                    break;
            }

            now += TimeSpan.FromMilliseconds(250);
            if (!board.Show(meter.Sample(now, active)).All(host.Takes))
            {
                return false;
            }
        }

        return board.Clear().All(host.Takes) && host.IsEmpty;
    }

    /// <summary>A host that is strict.</summary>
    private sealed class HostBars
    {
        private readonly Dictionary<int, int> _percent = [];

        public bool IsEmpty => _percent.Count == 0;

        public bool Takes(ProgressLine line)
        {
            bool isGood = line.Percent is >= -1 and <= 100
                && line.SecondsRemaining >= -1
                && (!line.IsBelowTotal || _percent.ContainsKey(0))
                && (line.IsCompleted ? _percent.ContainsKey(line.Id) : line.Percent >= _percent.GetValueOrDefault(line.Id, -1));
            if (line.IsCompleted)
            {
                _ = _percent.Remove(line.Id);
            }
            else
            {
                _percent[line.Id] = line.Percent;
            }

            return isGood;
        }
    }
}
