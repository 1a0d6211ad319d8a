namespace CosSlice.Tests.Engine;

public class TransferOptionsTests
{
    private const long Mebibyte = 1024 * 1024;

    public static TheoryData<TransferOptions> Wrong { get; } =
    [
        new TransferOptions { ThrottleLimit = 0 },
        new TransferOptions { ThrottleLimit = 257 },
        new TransferOptions { MaxBytesPerSecond = 1023 },
        new TransferOptions { MaxBytesPerSecond = -1 },
        new TransferOptions { SliceSize = Mebibyte / 2, Checksum = CosChecksum.Md5 },
        new TransferOptions { SliceSize = Mebibyte / 4 },
        new TransferOptions { BizAttribute = new string('é', 2049) },
        new TransferOptions { SliceSize = Mebibyte + 1 },
        new TransferOptions { SliceSize = 4 * Mebibyte },
        new TransferOptions { SimpleUploadLimit = -1 },
        new TransferOptions { SimpleUploadLimit = (20 * Mebibyte) + 1 },
        new TransferOptions { MaximumRetryCount = -1 },
        new TransferOptions { RetryInterval = TimeSpan.FromSeconds(-1) },
        new TransferOptions { RetryInterval = TimeSpan.FromDays(2) },
        new TransferOptions { RetryTimeout = TimeSpan.FromSeconds(-1) },
        new TransferOptions { ConnectionTimeout = TimeSpan.Zero },
        new TransferOptions { ConnectionTimeout = TimeSpan.FromDays(60) },
        new TransferOptions { OperationTimeout = TimeSpan.Zero },
        new TransferOptions { OperationTimeout = TimeSpan.FromDays(60) },
        new TransferOptions { Proxy = new Uri("socks5://h") },
        new TransferOptions { Proxy = new Uri("http://h"), NoProxy = true },
    ];

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_value_out_of_its_range_is_refused_with_the_range(TransferOptions options)
    {
        CosException refused = Assert.Throws<CosException>(() => new CosUploader(options));

        Assert.Equal("InvalidOption", refused.ErrorId);
        Assert.NotNull(refused.RecommendedAction);
    }

    [Fact]
    public void The_defaults_are_what_the_help_says()
    {
        TransferOptions options = new();
        options.Validate();

        Assert.Equal(16, options.ThrottleLimit);
        Assert.Null(options.MaxBytesPerSecond);
        Assert.Equal(CosChecksum.Sha1, options.Checksum);
        Assert.Equal(Mebibyte, options.SliceSize);
        Assert.Equal(20 * Mebibyte, options.SimpleUploadLimit);
        Assert.Equal(TimeSpan.FromSeconds(3600), options.RetryTimeout);
        Assert.Equal(TimeSpan.FromSeconds(30), options.ConnectionTimeout);
        Assert.Equal(TimeSpan.FromSeconds(60), options.OperationTimeout);
        Assert.Equal(1024 * 64 * Mebibyte, TransferOptions.FileMaximum);
    }
}
