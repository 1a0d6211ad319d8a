namespace CosSlice.Emulator;

/// <summary>What an emulator is started with.</summary>
public sealed class EmulatorOptions
{
    /// <summary>
    /// The addresses to listen on, http or https; port 0 takes a free one. Others than loopback addresses are refused unless
    /// <see cref="AllowRemote"/> is set.
    /// </summary>
    public IList<string> Urls { get; set; } = ["http://127.0.0.1:0"];

    /// <summary>Whether to listen on addresses that other machines reach. The accounts' default key is public.</summary>
    public bool AllowRemote { get; set; }

    /// <summary>The folder of objects and uploads; null for a temporary one, deleted at the end.</summary>
    public string? Store { get; set; }

    /// <summary>How closely the documented rules are held.</summary>
    public EmulatorProfile Profile { get; set; } = EmulatorProfile.Strict;

    /// <summary>The accounts that may sign; the default one when empty.</summary>
    public IList<EmulatorAccount> Accounts { get; set; } = [];

    /// <summary>Whether an answer to a slice carries its MD5 (datamd5), as the service's do since 2017.</summary>
    public bool AnswerDataMd5 { get; set; } = true;

    /// <summary>Whether uploads are begun with serial_upload=1: one slice at a time, in order.</summary>
    public bool SerialUpload { get; set; }

    /// <summary>The slice_size that init answers, bytes; null to answer what was asked for.</summary>
    public long? SliceSize { get; set; }

    /// <summary>
    /// Whether an init with insertOnly=0 throws an unfinished upload of that name away. The documents don't say; by default
    /// it is refused with -4019 or -4020 like any other.
    /// </summary>
    public bool OverwriteDiscardsUnfinished { get; set; }

    /// <summary>
    /// Whether an init without sha for an unfinished upload of the same length gives its session again. By default it is
    /// refused with -4019, as the documents' description of the flow has it.
    /// </summary>
    public bool InitContinuesWithoutSha { get; set; }

    /// <summary>How long a request's body may bring no byte before it is refused with -5963.</summary>
    public TimeSpan BodyTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Whether no line is written for a request.</summary>
    public bool Quiet { get; set; }

    /// <summary>Where the lines for requests go, when not <see cref="Quiet"/>; standard output by default.</summary>
    public TextWriter? Output { get; set; }

    /// <summary>The clock that signatures are judged by.</summary>
    public TimeProvider Clock { get; set; } = TimeProvider.System;
}
