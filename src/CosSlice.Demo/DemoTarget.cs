namespace CosSlice.Demo;

/// <summary>Where the demo uploads to, as whom, and where it remembers what is unfinished: not in the user's own journal.</summary>
internal sealed record DemoTarget(Uri Endpoint, string AppId, string Bucket, string SecretId, string SecretKey, string StateFolder);
