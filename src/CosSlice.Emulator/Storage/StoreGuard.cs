using CosSlice.Emulator.Answers;

namespace CosSlice.Emulator.Storage;

/// <summary>Turns what a disk can do to the store into the service's storage error (-195).</summary>
internal static class StoreGuard
{
    public static void Run(Action action) => Run(() =>
    {
        action();
        return true;
    });

    public static T Run<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(CosCode.StorageError, "the store could not be used", broken);
        }
    }
}
