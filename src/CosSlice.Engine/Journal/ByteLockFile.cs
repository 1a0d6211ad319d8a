using Microsoft.Win32.SafeHandles;

namespace CosSlice.Journal;

/// <summary>
/// A file of which a byte stands for each target: who has the byte has the lock of the upload. It is made once and stays. Each who has it
/// open has a place in it that says who that is, and takes as many bytes, from a target's on, as the place's number tells.
/// </summary>
internal sealed class ByteLockFile : IDisposable
{
    // More than the commands that upload side by side.
    private const int Places = 64;
    private const int PlaceSize = 512;

    // Behind the bytes of all targets.
    private const long LocksOfPlaces = 1L << 62;
    private const int DigitsOfByte = 15;

    private readonly string _path;
    private readonly FileStream _file;
    private readonly SafeFileHandle _handle;
    private readonly int _place;
    private readonly byte[] _text;

    private ByteLockFile(string path, FileStream file, SafeFileHandle handle, int place, byte[] text)
    {
        _path = path;
        _file = file;
        _handle = handle;
        _place = place;
        _text = text;
    }

    /// <summary>Opens it, and makes it where there is none.</summary>
    /// <param name="folder">Where uploads' locks lie.</param>
    /// <param name="holder">Who takes locks from now on, and since when.</param>
    /// <returns><see langword="null"/> where all its places are taken.</returns>
    /// <exception cref="IOException">It cannot be opened or written, or has no locks.</exception>
    public static ByteLockFile? TryOpen(string folder, LockHolder holder)
    {
        string path = Path.Combine(folder, JournalNames.ByteLocks);
        SafeFileHandle handle = UnixFiles.OpenOrCreateFile(path) ?? throw new FileNotFoundException(null, path);
        FileStream? file = null;
        ByteLockFile? opened = null;
        try
        {
            file = new FileStream(handle, FileAccess.ReadWrite, bufferSize: 1);
            if (TakePlace(handle, path) is int place)
            {
                byte[] text = PlaceOf(holder);
                file.Position = (long)place * PlaceSize;
                file.Write(text, 0, text.Length);
                file.Flush();
                opened = new ByteLockFile(path, file, handle, place, text);
            }

            return opened;
        }
        finally
        {
            if (opened is null)
            {
                file?.Dispose();
                handle.Dispose();
            }
        }
    }

    /// <summary>
    /// Who has the byte of an upload's target; <see langword="null"/> where nobody has it, as where this user has no such file. Only looks:
    /// nothing is made or changed.
    /// </summary>
    /// <exception cref="IOException">There is no telling at the moment.</exception>
    public static LockHolder? HolderOf(string folder, string uploadId)
    {
        if (!RangeLock.IsThere)
        {
            return null;
        }

        string path = Path.Combine(folder, JournalNames.ByteLocks);
        try
        {
            using SafeFileHandle? handle = UnixFiles.OpenFile(path, forWriting: false);
            return handle is null ? null : RangeLock.LengthAround(handle, path, ByteOf(uploadId)) switch
            {
                null => null,
                long length and >= 1 and <= Places => LockHolder.Parse(ReadPlace(handle, (int)length - 1)),

                // A lock of something else's.
                _ => LockHolder.Unknown,
            };
        }
        catch (IOException failure) when (!UnixFiles.IsOfTheMoment(failure))
        {
            // No file of this user's, or on a file system without such locks: nobody can take a byte of it.
            return null;
        }
    }

    /// <summary>The same, where it does not matter when there is no telling: <see langword="null"/> then.</summary>
    public static LockHolder? LikelyHolderOf(string folder, string uploadId)
    {
        try
        {
            return HolderOf(folder, uploadId);
        }
        catch (Exception failure) when (JournalFailures.IsOfFiles(failure))
        {
            return null;
        }
    }

    /// <summary>Takes the byte of an upload's target.</summary>
    /// <returns>Whether nobody had it.</returns>
    /// <exception cref="IOException">The file system has no such locks.</exception>
    public bool TryTake(string uploadId) => RangeLock.TryTake(_handle, _path, ByteOf(uploadId), _place + 1);

    /// <summary>Lets it go.</summary>
    /// <exception cref="IOException">The system does not.</exception>
    public void Release(string uploadId) => RangeLock.Release(_handle, _path, ByteOf(uploadId), _place + 1);

    /// <summary>Whether its path still names this file, so that others look at the same one.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public bool IsNamed()
    {
        using SafeFileHandle? named = UnixFiles.OpenFile(_path, forWriting: false);
        return named is not null && ReadPlace(named, _place).SequenceEqual(_text);
    }

    /// <summary>Closes it, which lets all go.</summary>
    public void Dispose() => _file.Dispose();

    private static int? TakePlace(SafeFileHandle handle, string path)
    {
        for (int place = 0; place < Places; place++)
        {
            if (RangeLock.TryTake(handle, path, LocksOfPlaces + place, length: 1))
            {
                return place;
            }
        }

        return null;
    }

    // Of 2^60, so that no two of the targets that uploads are under way to have one.
    private static long ByteOf(string uploadId) => Convert.ToInt64(uploadId.Substring(0, DigitsOfByte), fromBase: 16);

    private static byte[] PlaceOf(LockHolder holder)
    {
        byte[] text = holder.ToBytes();
        int length = text.Length;
        Array.Resize(ref text, PlaceSize);
        for (int i = length; i < text.Length; i++)
        {
            text[i] = (byte)' ';
        }

        return text;
    }

    private static byte[] ReadPlace(SafeFileHandle handle, int place)
    {
        using FileStream file = new(handle, FileAccess.Read, bufferSize: 1);
        file.Position = (long)place * PlaceSize;
        byte[] text = new byte[PlaceSize];
        JournalFile.Fill(file, text);
        return text;
    }
}
