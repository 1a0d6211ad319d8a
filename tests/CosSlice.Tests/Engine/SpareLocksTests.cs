using System.Globalization;
using CosSlice.Journal;
using CosSlice.Transfer;

namespace CosSlice.Tests.Engine;

/// <summary>Locks of many uploads that share a few files: each is as good as one with a file of its own.</summary>
public sealed class SpareLocksTests : IDisposable
{
    // As many as get a file of their own first.
    private const int AsTheyAre = 16;

    private readonly JournalSample _sample = new();

    public SpareLocksTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no files that others may name.");

    [Fact]
    public void A_name_that_was_lost_to_another_gives_nobody_a_lock_of_that_other()
    {
        using SpareLocks one = Begun();
        Take(one, Id(1)).Dispose();
        RemoveSpares();
        SpareLocks other = Begun();
        UploadLock its = Take(other, Id(2));

        using UploadLock mine = Take(one, Id(3));
        its.Dispose();
        other.Dispose();

        Assert.True(LockFile.IsTaken(PathOf(Id(3))));
    }

    [Fact]
    public void A_name_that_was_lost_to_another_is_left_to_that_other()
    {
        SpareLocks one = Begun();
        Take(one, Id(1)).Dispose();
        RemoveSpares();
        using SpareLocks other = Begun();
        using UploadLock its = Take(other, Id(2));

        one.Dispose();

        Assert.Single(Spares());
    }

    [Fact]
    public void Uploads_that_take_their_locks_after_the_uploader_went_leave_nothing()
    {
        UploadServices services = new(new TransferOptions { StateFolder = _sample.Path }, _sample.Clock, observer: null);
        services.Dispose();

        for (int i = 0; i < 2 * AsTheyAre; i++)
        {
            Take(services.SpareLocks, Id(i)).Dispose();
        }

        Assert.Empty(_sample.Files());
    }

    public void Dispose() => _sample.Dispose();

    private static string Id(int number) => number.ToString("x32", CultureInfo.InvariantCulture);

    private string PathOf(string id) => Path.Combine(_sample.Path, id + ".lock");

    private IEnumerable<string> Spares() => _sample.Files().Where(name => name.StartsWith("spare-", StringComparison.Ordinal));

    private void RemoveSpares()
    {
        foreach (string name in Spares())
        {
            File.Delete(Path.Combine(_sample.Path, name));
        }
    }

    /// <summary>Lends from the next lock on.</summary>
    private SpareLocks Begun()
    {
        SpareLocks spares = new();
        for (int i = 0; i < AsTheyAre; i++)
        {
            Take(spares, Id(0)).Dispose();
        }

        Assert.DoesNotContain(_sample.Files(), name => name.StartsWith(Id(0), StringComparison.Ordinal));
        return spares;
    }

    private UploadLock Take(SpareLocks? spares, string id)
    {
        LockAnswer answer = _sample.Store.TryLock(id, spares);
        Assert.Null(answer.Problem);
        return answer.Lock!;
    }
}
