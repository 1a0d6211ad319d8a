namespace CosSlice.Http;

/// <summary>
/// Keeps what requests leave behind from piling up. The collector waits for a budget that follows the processor's cache,
/// some 100 MiB on a server; an upload that runs beside other work for hours should not grow to it. One short collection
/// in some hundred requests is what that costs: of the youngest generation, and in turns with it of the two youngest, as what
/// was in flight in the collection before lies in the second one. Both at every turn would leave the second one empty, and then
/// .NET moves what is in flight to other memory each time, in a circle, all of which stays in use.
/// </summary>
internal sealed partial class GarbageBound
{
    private const long Limit = 3 * 1024 * 1024;

    // A collection stops everything, also what else the process does with small files: once in a thousand of them.
    private const long LimitOfSmall = 32 * 1024 * 1024;

    // A heap that is collected as a whole in some milliseconds.
    private const long SmallHeap = 32 * 1024 * 1024;

    // Of the process, as what was left behind is.
    private static int _hasGivenBack;

    private long _floor = GC.GetTotalMemory(forceFullCollection: false);
    private int _isCollecting;
    private bool _isOldersTurn = true;

    /// <summary>A request has ended.</summary>
    /// <param name="isOfSlices">Whether it is one of the long uploads that this is for, and not a whole small file or a question.</param>
    public void Check(bool isOfSlices)
    {
        long limit = isOfSlices ? Limit : LimitOfSmall;
        long now = GC.GetTotalMemory(forceFullCollection: false);
        if (now < Interlocked.Read(ref _floor))
        {
            Interlocked.Exchange(ref _floor, now);
        }
        else if (now - Interlocked.Read(ref _floor) > limit && Interlocked.Exchange(ref _isCollecting, 1) == 0)
        {
            Collect(isOfSlices && Interlocked.Exchange(ref _hasGivenBack, 1) == 0 && now <= SmallHeap);
            Interlocked.Exchange(ref _floor, GC.GetTotalMemory(forceFullCollection: false));
            Volatile.Write(ref _isCollecting, 0);
        }
    }

    private void Collect(bool givesBack)
    {
        if (givesBack)
        {
            // Once, for an upload that lasts: what the program's start left behind would stay free and in use for twenty collections.
            GiveBack();
            return;
        }

        GC.Collect(generation: _isOldersTurn ? 1 : 0);
        _isOldersTurn = !_isOldersTurn;
    }
}
