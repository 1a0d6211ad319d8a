using BenchmarkDotNet.Attributes;

namespace CosSlice.Benchmarks.Micro;

/// <summary>The signature that every request has of its own.</summary>
public class SignatureBenchmark
{
    private readonly CosContext _context = CosContext.Create(
        "10055004", "accesslog", "sh", endpoint: null, "AKIDemulator", "emulator");

    [Benchmark(Description = "signature")]
    public string Sign() => CosSignature.MultiEffect(_context, TimeSpan.FromMinutes(10));
}
