namespace CosSlice.Benchmarks.LargeFile;

/// <summary>What has to be known to read the figures.</summary>
internal static class LargeFileText
{
    public const string Explanation = """
        The file goes up in slices of 1 MiB to the emulator, which answers every request as always and discards the bytes as they arrive.
        The clients take turns, every other turn in the opposite order, so that what slows the machine for a while slows all of them; a ratio is the median of those within one turn.
        Every client but curl and raw TCP has a new process in each turn, in which it uploads up to 256 MiB to warm up before the upload that counts;
        those two have a turn before the first.
        CPU is the client's alone, user and kernel; peak memory is the largest working set of its whole process.

        - `Send-CosFile`: in PowerShell, timed by Measure-Command after import and that warm-up.
        - engine alone: what `Send-CosFile` is made of (its net8.0 build), in a process without PowerShell.
        - With Md5 the emulator computes each slice's MD5 too, on the same processors, since that is what its answer is compared with.
        - `qcloud_cos_v4`, `qcloud_cos` and `tan-qos-node-client`: timed by themselves from the call to its result. The first two read the file for its
          SHA-1 and then send one slice after the other; the last one computes no hash and sends every slice
          as soon as it is read, however many are on their way.
        - curl posts the same slices from files of their own, over four connections; its whole process is counted. It does not speak the protocol:
          the upload is begun and finished for it, uncounted.
        - raw TCP: the file's bytes over one connection to a reader that throws them away. It is the ceiling.
        """;
}
