namespace CosSlice.Tests.Interop;

/// <summary>The tests that run clients from npm share one installation of them.</summary>
[CollectionDefinition]
public class SharedNodeClients : ICollectionFixture<NodeClients>;
