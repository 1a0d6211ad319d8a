namespace CosSlice.Demo;

/// <summary>Where the demo uploads to, and as whom.</summary>
internal sealed record DemoTarget(Uri Endpoint, string AppId, string Bucket, string SecretId, string SecretKey);
