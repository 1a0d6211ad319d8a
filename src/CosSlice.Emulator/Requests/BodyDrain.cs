using System.IO.Pipelines;

namespace CosSlice.Emulator.Requests;

/// <summary>Reads the rest of a refused request's body away.</summary>
internal static class BodyDrain
{
    // A client that is still sending when the connection is closed sees a reset instead of the answer.
    private const long MaxBytes = 64L * 1024 * 1024;

    /// <summary>Reads to the end, but no further than the limit.</summary>
    /// <returns>Whether the end was reached, so that the connection can be used again.</returns>
    public static async Task<bool> DrainAsync(PipeReader body, CancellationToken cancellationToken)
    {
        long drained = 0;
        while (drained <= MaxBytes)
        {
            ReadResult read = await body.ReadAsync(cancellationToken);
            drained += read.Buffer.Length;
            body.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return true;
            }

            if (read.IsCanceled)
            {
                return false;
            }
        }

        return false;
    }
}
