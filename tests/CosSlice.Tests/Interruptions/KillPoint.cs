namespace CosSlice.Tests.Interruptions;

/// <summary>When one uploading process is to die.</summary>
/// <param name="Moment">The moment.</param>
/// <param name="Slices">
/// Slices that may come before; the next one is its death at the latest, so that no process comes far.
/// </param>
/// <param name="BodyBytes">Bytes of a slice's request that are there at <see cref="KillMoment.SliceInBody"/>.</param>
/// <param name="MayFinish">Whether a request to finish is acted upon.</param>
internal sealed record KillPoint(KillMoment Moment, int Slices, int BodyBytes, bool MayFinish)
{
    // Less than what the server reads ahead, as nobody takes it from there meanwhile.
    private const int LargestRead = 768 * 1024;

    private const int MostSlices = 2;

    /// <summary>A moment by chance; with none after which nothing is left to be killed, unless that may be.</summary>
    public static KillPoint Draw(Random random, bool mayFinish)
    {
        KillMoment[] moments = [.. Enum.GetValues<KillMoment>().Where(moment => mayFinish || moment != KillMoment.Finished)];
        return new KillPoint(moments[random.Next(moments.Length)], random.Next(MostSlices + 1), random.Next(1, LargestRead), mayFinish);
    }
}
