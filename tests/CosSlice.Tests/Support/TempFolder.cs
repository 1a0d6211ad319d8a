namespace CosSlice.Tests.Support;

/// <summary>A folder that goes away with the test.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("cosslice-test-").FullName;

    /// <summary>Makes a file of random bytes, the same for the same seed.</summary>
    public string File(string name, long length, int seed = 1)
    {
        string path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        Random random = new(seed);
        byte[] buffer = new byte[64 * 1024];
        using FileStream stream = System.IO.File.Create(path);
        for (long left = length; left > 0;)
        {
            random.NextBytes(buffer);
            int count = (int)Math.Min(left, buffer.Length);
            stream.Write(buffer, 0, count);
            left -= count;
        }

        return path;
    }

    /// <summary>The same options with a state folder in here.</summary>
    public TransferOptions WithState(TransferOptions options)
    {
        options.StateFolder = System.IO.Path.Combine(Path, "state");
        return options;
    }

    /// <summary>Removes it; what a test left there of a secret fails it.</summary>
    public void Dispose()
    {
        try
        {
            Canary.AssertNotBelow(Path);
        }
        finally
        {
            Directory.Delete(Path, recursive: true);
        }
    }
}
