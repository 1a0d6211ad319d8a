namespace CosSlice.Http;

/// <summary>The local file failed while a request carried it; no repeat can help.</summary>
internal sealed class SourceFailedException(CosException failure, Exception seenAs) : Exception(failure.Message, seenAs)
{
    public CosException Failure { get; } = failure;
}
