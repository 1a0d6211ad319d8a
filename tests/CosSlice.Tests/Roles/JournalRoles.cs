using System.Globalization;
using CosSlice.Journal;
using CosSlice.Tests.Engine;

namespace CosSlice.Tests.Roles;

/// <summary>What another process does with the journal of a test, until it is let go or killed.</summary>
internal static class JournalRoles
{
    /// <summary>The upload that all of them are about.</summary>
    public static UploadRecord Shared { get; } = JournalSample.Record("shared.iso", length: long.MaxValue);

    public static void HoldLock()
    {
        using UploadLock held = Lock(OfParent());
        RoleProcess.Say("ready");
        RoleProcess.WaitForEnd();
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

    private static UploadLock Lock(JournalStore store)
        => store.TryLock(Shared.UploadId).Lock ?? throw new InvalidOperationException("The lock is another's.");
}
