using CosSlice.Emulator.Faults;
using CosSlice.Emulator.Hosting;

namespace CosSlice.Emulator;

/// <summary>What an emulator is started with.</summary>
public sealed class EmulatorOptions
{
    private bool? _answerDataMd5;
    private bool? _checkDataSha;
    private bool? _checkDataMd5;

    /// <summary>
    /// The addresses to listen on, http or https; port 0 takes a free one. Others than loopback addresses are refused unless
    /// <see cref="AllowRemote"/> is set.
    /// </summary>
    public IList<string> Urls { get; set; } = ["http://127.0.0.1:0"];

    /// <summary>Whether to listen on addresses that other machines reach. The accounts' default key is public.</summary>
    public bool AllowRemote { get; set; }

    /// <summary>The folder of objects and uploads; null for a temporary one, deleted at the end.</summary>
    public string? Store { get; set; }

    /// <summary>
    /// Whether content is thrown away as it arrives: counted, but neither hashed nor written, so that what is measured against
    /// the emulator is the client. Everything else is answered as always, out of memory, and forgotten at the end; there is no
    /// <see cref="Store"/>. A sha that the client declares is believed and is the object's; an object without one has none. A
    /// slice that comes again counts as the same bytes, and reading an object is refused.
    /// </summary>
    public bool Discard { get; set; }

    /// <summary>How closely the documented rules are held.</summary>
    public EmulatorProfile Profile { get; set; } = EmulatorProfile.Strict;

    /// <summary>The accounts that may sign; the default one when empty.</summary>
    public IList<EmulatorAccount> Accounts { get; set; } = [];

    /// <summary>
    /// Whether an answer to a slice carries its MD5 (datamd5), as the service's do since 2017. By default it does, unless
    /// content is discarded (<see cref="Discard"/>); set to true, it is computed then too.
    /// </summary>
    public bool AnswerDataMd5
    {
        get => _answerDataMd5 ?? !Discard;
        set => _answerDataMd5 = value;
    }

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

    /// <summary>
    /// Whether an upload by slices that announces a sha is finished at once where the bucket holds that content under another
    /// key.
    /// </summary>
    public bool InstantUpload { get; set; } = true;

    /// <summary>How an upload by slices is answered when the name holds the announced content already.</summary>
    public SameFile SameFile { get; set; }

    /// <summary>
    /// Whether every part is compared with its datasha as it comes (-29138). Otherwise only the whole file's sha is checked, at
    /// the end (-4016). Content that is discarded (<see cref="Discard"/>) is never compared: setting both is an error.
    /// </summary>
    public bool CheckDataSha
    {
        get => _checkDataSha ?? !Discard;
        set => _checkDataSha = value;
    }

    /// <summary>
    /// Whether the datamd5 of a slice is checked (-29143), which only one SDK sends. By default it is, unless content is
    /// discarded (<see cref="Discard"/>); set to true, it is computed then too.
    /// </summary>
    public bool CheckDataMd5
    {
        get => _checkDataMd5 ?? !Discard;
        set => _checkDataMd5 = value;
    }

    /// <summary>What becomes of a slice of upload_slice_data that comes again with other bytes.</summary>
    public RepeatedSlice RepeatedSlice { get; set; }

    /// <summary>How upload_slice_list tells what it has.</summary>
    public ListedParts ListedParts { get; set; }

    /// <summary>
    /// What upload_slice_list puts after the sha, such as "_1"; null for nothing. The service's browser SDK cuts the sha at the
    /// first low line.
    /// </summary>
    public string? ListShaSuffix { get; set; }

    /// <summary>What becomes of a file whose folder nobody has made and nothing lies in; by default it is taken.</summary>
    public MissingFolder MissingFolder { get; set; }

    /// <summary>The most entries that a list may ask for; null for 199 on files/v1 and 1000 on files/v2.</summary>
    public int? ListMaximum { get; set; }

    /// <summary>
    /// Whether files/v1 answers a slice with the offset that comes next. By default it echoes the request's, as the table of
    /// its page says and most clients take it; the page's example has the next one.
    /// </summary>
    public bool V1AnswerNextOffset { get; set; }

    /// <summary>
    /// What becomes of a slice of op=upload_slice that was received before. By default it is taken once more, as clients that
    /// lost the answer need it.
    /// </summary>
    public V1RepeatedSlice V1RepeatedSlice { get; set; }

    /// <summary>Whether op=upload_slice takes slices in any order. By default a slice that leaves a gap is refused with -290.</summary>
    public bool V1Parallel { get; set; }

    /// <summary>
    /// Whether the sha of a slice of op=upload_slice is checked (-5984). By default it is not: the page calls it "not enabled
    /// yet".
    /// </summary>
    public bool V1CheckSliceSha { get; set; }

    /// <summary>
    /// What op=upload_slice does about an unfinished upload of other content under the name, when it is asked without a
    /// session. By default that one is thrown away and a new one begun.
    /// </summary>
    public V1OtherUpload V1OtherUpload { get; set; }

    /// <summary>
    /// Whether answers of files/v1 look as the examples of its pages do where these differ from the tables: resource_path and
    /// url without app id and bucket, sha in capitals, Content-Type "/", Server nginx, and status 612 for a missing file.
    /// </summary>
    public bool V1ExampleForms { get; set; }

    /// <summary>How long a request's body may bring no byte before it is refused with -5963.</summary>
    public TimeSpan BodyTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Whether the path /-/faults is there, by which faults are set, asked for and cleared while the emulator runs. It takes no
    /// signature.
    /// </summary>
    public bool Faults { get; set; }

    /// <summary>A JSON file of faults that are set from the start; null for none. The control path takes the same form.</summary>
    public string? FaultRules { get; set; }

    /// <summary>What the faults of <see cref="FaultRate"/> follow from: the same seed gives the same ones; null for no such faults.</summary>
    public long? FaultSeed { get; set; }

    /// <summary>The part of all requests that a fault happens to by chance, 0 to 1; null for none.</summary>
    public double? FaultRate { get; set; }

    /// <summary>The names of the faults that <see cref="FaultRate"/> picks from; all but flip when empty.</summary>
    public IList<string> FaultKinds { get; set; } = [];

    /// <summary>Whether no line is written for a request.</summary>
    public bool Quiet { get; set; }

    /// <summary>Where the lines for requests go, when not <see cref="Quiet"/>; standard output by default.</summary>
    public TextWriter? Output { get; set; }

    /// <summary>The clock that signatures are judged by and that the answers' Date header tells.</summary>
    public TimeProvider Clock { get; set; } = TimeProvider.System;

    /// <summary>How far the service is ahead of the clock, or behind it when negative: the clients' clock is wrong then.</summary>
    public TimeSpan ClockOffset { get; set; }

    /// <summary>The clock with its offset.</summary>
    internal TimeProvider ServiceClock => FaultClock ?? (ClockOffset == TimeSpan.Zero ? Clock : new OffsetClock(Clock, ClockOffset));

    /// <summary>The same clock, which faults set wrong; null where there are no faults.</summary>
    internal FaultClock? FaultClock { get; set; }

    /// <summary>Bytes that faults flip; null where there are no faults.</summary>
    internal SliceFlips? Flips { get; set; }
}
