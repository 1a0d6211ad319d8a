using CosSlice.Tests.PowerShell;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(PesterFirst))]

namespace CosSlice.Tests.PowerShell;

/// <summary>Begins with the Pester suite, by far the longest: last, it would leave the other cores without work.</summary>
public sealed class PesterFirst : ITestCollectionOrderer
{
    /// <inheritdoc/>
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : Xunit.Sdk.ITestCollection
        => [.. testCollections.OrderByDescending(collection => collection.TestCollectionDisplayName.Contains("Pester", StringComparison.Ordinal))];
}
