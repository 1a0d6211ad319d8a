using System.Globalization;
using CosSlice.Journal;
using CosSlice.Tests.Engine;

namespace CosSlice.Tests.Roles;

/// <summary>What another process does with the journal of a test, until it is let go or killed.</summary>
internal static class JournalRoles
{
    /// <summary>The upload that all of them are about.</summary>
    public static UploadRecord Shared { get; } = JournalSample.Record("shared.iso", length: long.MaxValue);

    /// <summary>How many uploads there are beside it, where there are many: more than have their locks by files that are lent.</summary>
    public const int Many = 100;

    /// <summary>The id of one of the many.</summary>
    public static string IdOf(int number) => number.ToString("x32", CultureInfo.InvariantCulture);

    public static void HoldLock()
    {
        using UploadLock held = Lock(OfParent());
        RoleProcess.Say("ready");
        RoleProcess.WaitForEnd();
    }

    public static void HoldManyLocks()
    {
        JournalStore store = OfParent();
        using SpareLocks spares = new();
        List<UploadLock> held = [.. Enumerable.Range(0, Many / 2).Select(i => Lock(store, IdOf(i), spares))];
        held.Add(Lock(store, Shared.UploadId, spares));
        held.AddRange(Enumerable.Range(Many / 2, Many / 2).Select(i => Lock(store, IdOf(i), spares)));
        RoleProcess.Say("ready");
        RoleProcess.WaitForEnd();
        held.ForEach(one => one.Dispose());
    }

    public static void TakeManyLocksWithoutEnd()
    {
        JournalStore store = OfParent();
        RoleProcess.Say("ready");
        Task end = Task.Run(RoleProcess.WaitForEnd);
        for (long i = 1; !end.IsCompleted; i++)
        {
            using SpareLocks spares = new();
            Parallel.For(0, Many, new ParallelOptions { MaxDegreeOfParallelism = 4 }, one => Lock(store, IdOf(one), spares).Dispose());
            RoleProcess.Say(i.ToString(CultureInfo.InvariantCulture));
        }
    }

    public static void LookForHolder()
    {
        JournalStore store = OfParent();
        RoleProcess.Say("ready");
        Task end = Task.Run(RoleProcess.WaitForEnd);
        while (!end.IsCompleted)
        {
            _ = store.FindHolder(Shared.UploadId);
        }
    }

    public static void WriteWithoutEnd()
    {
        JournalStore store = OfParent();
        using UploadLock held = Lock(store);
        RoleProcess.Say("ready");
        Task end = Task.Run(RoleProcess.WaitForEnd);
        for (long i = 1; !end.IsCompleted; i++)
        {
            // Of changing size, so that no head could stand in for another's half.
            store.Save(Shared with { BytesAcknowledged = i, LastError = new string('e', (int)(i % 7 * 1000)) });
            RoleProcess.Say(i.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static JournalStore OfParent()
        => new(StateFolder.Find(), Clock.System, (path, reason) => throw new InvalidOperationException($"'{path}': {reason}"));

    private static UploadLock Lock(JournalStore store) => Lock(store, Shared.UploadId, spares: null);

    private static UploadLock Lock(JournalStore store, string uploadId, SpareLocks? spares)
        => store.TryLock(uploadId, spares).Lock ?? throw new InvalidOperationException("The lock is another's.");
}
