using System.Globalization;
using System.Security.Cryptography;
using CosSlice.Journal;
using CosSlice.Tests.Engine;

namespace CosSlice.Tests.Roles;

/// <summary>What another process does with the journal of a test, until it is let go or killed.</summary>
internal static class JournalRoles
{
    /// <summary>The upload that all of them are about.</summary>
    public static UploadRecord Shared { get; } = JournalSample.Record("shared.iso", length: long.MaxValue);

    /// <summary>How many uploads there are beside it, where there are many: more than have their locks by files of their own.</summary>
    public const int Many = 100;

    /// <summary>What one that contends says where no lock was had by two.</summary>
    public const string None = "none";

    /// <summary>The id of one of the many: as unlike the others' as that of a target is.</summary>
    public static string IdOf(int number) => Convert.ToHexStringLower(SHA256.HashData(BitConverter.GetBytes(number)).AsSpan(0, 16));

    public static void HoldLock()
    {
        using UploadLock held = Lock(OfParent());
        RoleProcess.Say("ready");
        RoleProcess.WaitForEnd();
    }

    public static void HoldManyLocks()
    {
        JournalStore store = OfParent();
        using ByteLocks bytes = new();
        List<UploadLock> held = [.. Enumerable.Range(0, Many / 2).Select(i => Lock(store, IdOf(i), bytes))];
        held.Add(Lock(store, Shared.UploadId, bytes));
        held.AddRange(Enumerable.Range(Many / 2, Many / 2).Select(i => Lock(store, IdOf(i), bytes)));
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
            using ByteLocks bytes = new();
            Parallel.For(0, Many, new ParallelOptions { MaxDegreeOfParallelism = 4 }, one => Lock(store, IdOf(one), bytes).Dispose());
            RoleProcess.Say(i.ToString(CultureInfo.InvariantCulture));
        }
    }

    public static void Contend()
    {
        JournalStore store = OfParent();
        RoleProcess.Say("ready");
        Task end = Task.Run(RoleProcess.WaitForEnd);
        for (int seed = 1000; !end.IsCompleted; seed++)
        {
            using ByteLocks bytes = new();
            try
            {
                _ = Contend(store, bytes, seed);
                RoleProcess.Say(None);
            }
            catch (IOException both)
            {
                RoleProcess.Say(both.Message);
            }
        }
    }

    /// <summary>Tries many times for the locks of a few uploads that another process tries for too.</summary>
    /// <param name="store">The journal. Who has a lock makes a file in its folder: two never do at once.</param>
    /// <param name="bytes">The locks that are bytes.</param>
    /// <param name="seed">Which of them, and how.</param>
    /// <returns>How many times it had one.</returns>
    /// <exception cref="IOException">Two had one.</exception>
    public static int Contend(JournalStore store, ByteLocks bytes, int seed)
    {
        Random random = new(seed);
        int had = 0;
        for (int i = 0; i < Many; i++)
        {
            string uploadId = IdOf(random.Next(2));
            using UploadLock? held = store.TryLock(uploadId, random.Next(3) == 0 ? null : bytes).Lock;
            if (held is not null)
            {
                had++;
                string witness = Path.Combine(store.Folder.Path!, "." + uploadId);
                new FileStream(witness, FileMode.CreateNew).Dispose();
                File.Delete(witness);
            }
        }

        return had;
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

    private static UploadLock Lock(JournalStore store) => Lock(store, Shared.UploadId, bytes: null);

    private static UploadLock Lock(JournalStore store, string uploadId, ByteLocks? bytes)
        => store.TryLock(uploadId, bytes).Lock ?? throw new InvalidOperationException("The lock is another's.");
}
