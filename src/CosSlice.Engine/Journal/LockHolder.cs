using System.Globalization;
using System.Text;
using CosSlice.Protocol;

namespace CosSlice.Journal;

/// <summary>Who uploads to a target at the moment, as its lock says.</summary>
/// <param name="ProcessId">The process's id on its machine.</param>
/// <param name="Machine">The machine's name.</param>
/// <param name="Since">When it took the lock, or the first of many small ones: UTC.</param>
/// <param name="Token">Tells one text from every other; empty where nothing was written.</param>
internal sealed record LockHolder(int ProcessId, string Machine, DateTime Since, string Token)
{
    private static readonly string OwnMachine = Environment.MachineName;

    /// <summary>A process of which no more is known.</summary>
    public static LockHolder Unknown { get; } = new(0, string.Empty, default, string.Empty);

    /// <summary>This process, from now on.</summary>
    public static LockHolder Now(Clock clock)
        => new(TemporaryFile.OwnProcess(), OwnMachine, clock.UtcNow.UtcDateTime, string.Empty);

    /// <summary>Reads what <see cref="ToBytes"/> wrote; <see cref="Unknown"/> where it is anything else, such as half of it.</summary>
    public static LockHolder Parse(byte[] text)
    {
        try
        {
            RecordMembers members = new(JsonObject.Parse(text, text.Length));
            return new LockHolder(members.Number32("processId"), members.Text("machine"), members.Time("since"), members.Text("token"));
        }
        catch (FormatException)
        {
            return Unknown;
        }
    }

    /// <summary>The same in a text that nobody else ever writes.</summary>
    public LockHolder Signed() => this with { Token = Guid.NewGuid().ToString("N") };

    /// <summary>The same for the lock file.</summary>
    public byte[] ToBytes() => Encoding.UTF8.GetBytes(new JsonText()
        .Add("processId", ProcessId)
        .Add("machine", Machine)
        .Add("since", Since.ToString("O", CultureInfo.InvariantCulture))
        .Add("token", Token)
        .ToString());

    /// <summary>For the end of a sentence: process, machine and time.</summary>
    public override string ToString()
    {
        if (this == Unknown)
        {
            return JournalTexts.HolderIsUnknown;
        }

        return Machine == OwnMachine && ProcessId == TemporaryFile.OwnProcess()
            ? TextFormat.Invariant(JournalTexts.HolderIsThisProcess, Since)
            : TextFormat.Invariant(JournalTexts.HolderIsProcess, ProcessId, SafeText.Of(Machine, 100), Since);
    }
}
