using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using CosSlice.Files;
using CosSlice.Http;

namespace CosSlice.Benchmarks.Micro;

/// <summary>A slice's request body: from the file to a connection that takes everything at once.</summary>
public class MultipartBodyBenchmark : IDisposable
{
    private readonly BufferPool _pool = new(MultipartBody.BufferSize);
    private string _path = string.Empty;
    private ContentDigest _digest;
    private SourceFile _source = null!;
    private UploadProgress _progress = null!;

    /// <summary>What is computed of the slice as it goes out.</summary>
    [Params(nameof(ContentDigest.None), nameof(ContentDigest.Md5), nameof(ContentDigest.Sha1))]
    public string Digest { get; set; } = nameof(ContentDigest.None);

    [GlobalSetup]
    public void Open()
    {
        _path = Path.GetTempFileName();
        File.WriteAllBytes(_path, RandomNumberGenerator.GetBytes(TransferOptions.Mebibyte));
        _source = SourceFile.Open(_path);
        _digest = Enum.Parse<ContentDigest>(Digest);
        _progress = new UploadProgress(_path, "key");
    }

    [Benchmark(Description = "multipart body of 1 MiB")]
    public async Task Send()
    {
        FormFields fields = new FormFields("upload_slice_data").Add("session", new string('s', 96)).Add("offset", 0);
        using StallGuard guard = new(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(60), CancellationToken.None);
        FileField content = new(new ContentRange(_source, 0, _source.Length, _digest, completesObject: false, _progress));
        using MultipartBody body = new(fields, content, _pool, guard);
        await body.CopyToAsync(Stream.Null);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        if (_path.Length > 0)
        {
            _source.Dispose();
            File.Delete(_path);
            _path = string.Empty;
        }

        GC.SuppressFinalize(this);
    }
}
