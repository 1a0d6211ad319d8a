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
    private SourceFile _source = null!;
    private UploadProgress _progress = null!;

    /// <summary>Whether the slice's MD5 is taken as it goes out.</summary>
    [Params(false, true)]
    public bool Md5 { get; set; }

    [GlobalSetup]
    public void Open()
    {
        _path = Path.GetTempFileName();
        File.WriteAllBytes(_path, RandomNumberGenerator.GetBytes(TransferOptions.Mebibyte));
        _source = SourceFile.Open(_path);
        _progress = new UploadProgress(_path, "key");
    }

    [Benchmark(Description = "multipart body of 1 MiB")]
    public async Task Send()
    {
        FormFields fields = new FormFields("upload_slice_data").Add("session", new string('s', 96)).Add("offset", 0);
        using StallGuard guard = new(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(60), CancellationToken.None);
        using MultipartBody body = new(fields, new ContentRange(_source, 0, _source.Length, Md5, _progress), _pool, guard);
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
