using CosSlice.Campaign.Runs;
using CosSlice.Campaign.Workers;

namespace CosSlice.Campaign.Judging;

/// <summary>Holds what a worker has open after its work against what it had before, and against its first works.</summary>
internal static class Gauges
{
    // What is made once and kept, such as the thread that watches sockets, has come by then.
    private const int FirstWorks = 5;
    private const int Tolerance = 4;
    private const int MostPoolThreads = 100;

    public static void Check(WorkerProcess worker, WorkerReply reply)
    {
        if (reply.Unobserved.Count > 0)
        {
            throw new RunFailedException("no exception that nobody looks at", string.Join(Environment.NewLine, reply.Unobserved));
        }

        if (reply.Gauge is not { } gauge)
        {
            return;
        }

        if (gauge.Sockets > 0 || gauge.Files.Count > 0)
        {
            throw new RunFailedException(
                "no socket and no file open once the work is done", $"{gauge.Sockets} sockets and the files {string.Join(", ", gauge.Files)}");
        }

        IReadOnlyList<ProcessGauge> earlier = worker.FirstGauges(FirstWorks);
        if (earlier.Count < FirstWorks)
        {
            return;
        }

        int handles = earlier.Max(first => first.Handles);
        int threads = earlier.Max(first => first.OtherThreads);
        if (gauge.Handles > handles + Tolerance || gauge.OtherThreads > threads + Tolerance || gauge.PoolThreads > MostPoolThreads)
        {
            throw new RunFailedException(
                $"about {handles} handles and {threads} threads beside at most {MostPoolThreads} of the pool, as after the first works",
                $"{gauge.Handles} handles, {gauge.OtherThreads} threads, {gauge.PoolThreads} of the pool");
        }
    }
}
