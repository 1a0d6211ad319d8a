using System.Net;
using System.Text;

namespace CosSlice;

/// <summary>How uploads are done. The defaults serve an unattended run.</summary>
public sealed class TransferOptions
{
    /// <summary>Bytes in a mebibyte, the unit of the protocol's slice sizes.</summary>
    internal const int Mebibyte = 1024 * 1024;

    /// <summary>
    /// The largest file that one request may carry: 20 MiB
    /// (source: the v4 documentation of <c>op=upload</c>, cloud.tencent.com/document/product/436/6066).
    /// </summary>
    public const long SimpleUploadMaximum = 20L * Mebibyte;

    /// <summary>The largest object: 64 GiB (source: error -29105, cloud.tencent.com/document/product/436/8432).</summary>
    public const long FileMaximum = 64L * 1024 * Mebibyte;

    private const long RateMinimum = 1024;

    private const int BizAttributeMaximum = 4096;

    // Timers do not go on for ever.
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(1);

    /// <summary>Requests in flight at once, over all files: 1 to 256. Default 8.</summary>
    public int ThrottleLimit { get; set; } = 8;

    /// <summary>
    /// Bytes of content a second that are sent at most, over all files, repeats included: 1024 or more; <see langword="null"/>, the
    /// default, for as many as the line takes.
    /// </summary>
    public long? MaxBytesPerSecond { get; set; }

    /// <summary>Bytes a slice that the service is asked for; its answer decides. 524288 (not without sha), 1048576, 2097152 or 3145728.</summary>
    public long SliceSize { get; set; } = Mebibyte;

    /// <summary>Files up to this many bytes go up in one request: 0 to <see cref="SimpleUploadMaximum"/>, the default.</summary>
    public long SimpleUploadLimit { get; set; } = SimpleUploadMaximum;

    /// <summary>How content is verified. Version 1 of the API takes nothing but the default, <see cref="CosChecksum.Sha1"/>.</summary>
    public CosChecksum Checksum { get; set; } = CosChecksum.Sha1;

    /// <summary>
    /// The object's <c>biz_attr</c>, a remark of the account's own: at most 4096 bytes of UTF-8
    /// (source: errors -5947 and -46613, cloud.tencent.com/document/product/436/8432).
    /// </summary>
    public string? BizAttribute { get; set; }

    /// <summary>
    /// The folder in which unfinished uploads are remembered: an absolute path, or <see langword="null"/> for the user's own
    /// (<c>%LOCALAPPDATA%\CosSlice</c>, <c>$XDG_STATE_HOME/cosslice</c> or <c>~/.local/state/cosslice</c>, or what COSSLICE_STATE names).
    /// </summary>
    public string? StateFolder { get; set; }

    /// <summary>Whether an existing object is overwritten and an unfinished upload of unknown content is discarded.</summary>
    public bool Force { get; set; }

    /// <summary>How often one request is repeated at most: 0 or more. Default 200, so that <see cref="RetryTimeout"/> decides.</summary>
    public int MaximumRetryCount { get; set; } = 200;

    /// <summary>The first step of the exponential back-off. Default 1 second; steps double up to 60 seconds.</summary>
    public TimeSpan RetryInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long repeats go on while no request of any file succeeds. Default 3600 seconds.</summary>
    public TimeSpan RetryTimeout { get; set; } = TimeSpan.FromSeconds(3600);

    /// <summary>How long connecting may take. Default 30 seconds.</summary>
    public TimeSpan ConnectionTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a request may go without a byte moved in either direction. Default 60 seconds. Waiting for
    /// <see cref="MaxBytesPerSecond"/> doesn't count.
    /// </summary>
    public TimeSpan OperationTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The proxy to use, or <see langword="null"/> for the system's own.</summary>
    public Uri? Proxy { get; set; }

    /// <summary>The credential for <see cref="Proxy"/>.</summary>
    public ICredentials? ProxyCredential { get; set; }

    /// <summary>Whether every proxy, the system's included, is bypassed.</summary>
    public bool NoProxy { get; set; }

    /// <summary>Whether the server's certificate is not checked. The Authorization header is a bearer token: for tests only.</summary>
    public bool SkipCertificateCheck { get; set; }

    /// <summary>Checks every value against its range.</summary>
    /// <exception cref="CosException">A value is out of its range (<c>InvalidOption</c>).</exception>
    public void Validate()
    {
        Check(ThrottleLimit is >= 1 and <= 256, $"ThrottleLimit is {ThrottleLimit}.", "Use 1 to 256.");
        Check(
            MaxBytesPerSecond is null or >= RateMinimum,
            $"MaxBytesPerSecond is {MaxBytesPerSecond}.",
            $"Use {RateMinimum} (1KB) or more, or leave it out to send as fast as the line is.");
        Check(
            SliceSize is Mebibyte / 2 or Mebibyte or 2 * Mebibyte or 3 * Mebibyte,
            $"SliceSize is {SliceSize} bytes.",
            "Use 512KB, 1MB, 2MB or 3MB.");
        Check(
            SliceSize >= Mebibyte || Checksum == CosChecksum.Sha1,
            $"SliceSize is {SliceSize} bytes, with a Checksum other than Sha1.",
            "Use 1MB, 2MB or 3MB: without sha the service takes only offsets that are multiples of 1MB (-29095).");
        int attributeBytes = BizAttribute is null ? 0 : Encoding.UTF8.GetByteCount(BizAttribute);
        Check(
            attributeBytes <= BizAttributeMaximum,
            $"BizAttribute has {attributeBytes} bytes of UTF-8.",
            $"Use at most {BizAttributeMaximum}.");
        Check(
            SimpleUploadLimit is >= 0 and <= SimpleUploadMaximum,
            $"SimpleUploadLimit is {SimpleUploadLimit} bytes.",
            $"Use 0 to {SimpleUploadMaximum}.");
        Check(MaximumRetryCount >= 0, $"MaximumRetryCount is {MaximumRetryCount}.", "Use 0 or more.");
        Check(RetryInterval >= TimeSpan.Zero && RetryInterval <= LongestTimeout, $"RetryInterval is {RetryInterval}.", "Use 0 seconds to 1 day.");
        Check(RetryTimeout >= TimeSpan.Zero, "RetryTimeout is negative.", "Use 0 or more seconds.");
        Check(ConnectionTimeout > TimeSpan.Zero && ConnectionTimeout <= LongestTimeout, $"ConnectionTimeout is {ConnectionTimeout}.", "Use up to 1 day.");
        Check(OperationTimeout > TimeSpan.Zero && OperationTimeout <= LongestTimeout, $"OperationTimeout is {OperationTimeout}.", "Use up to 1 day.");
        Check(
            Proxy is null || (Proxy.IsAbsoluteUri && Proxy.Scheme is "http" or "https"),
            $"Proxy is '{(Proxy is { IsAbsoluteUri: true } ? SafeText.Of(Proxy) : "no absolute address")}'.",
            "Use an absolute http or https address.");
        Check(!NoProxy || Proxy is null, "NoProxy and Proxy exclude each other.", "Use one of them.");
    }

    private static void Check(bool valid, string problem, string advice)
    {
        if (!valid)
        {
            throw CosErrors.InvalidOption(problem, advice);
        }
    }
}
