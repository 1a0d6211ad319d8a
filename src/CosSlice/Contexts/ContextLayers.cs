namespace CosSlice.Contexts;

/// <summary>Puts the sources of a connection on top of each other.</summary>
internal static class ContextLayers
{
    /// <summary>Takes each part from the first source that has it; the environment is read only for what no other has.</summary>
    /// <param name="layers">The sources above the environment, the strongest first.</param>
    public static CosContext Resolve(params CosContext?[] layers)
    {
        CosContext merged = CosContext.Merge(layers);
        if (!merged.IsComplete)
        {
            return CosContext.Merge(merged, CosContext.FromEnvironment());
        }

        // Half a credential in the environment is an error, but not the error of somebody who passed all by parameter.
        return merged.OwnApiVersion is null
            ? CosContext.Merge(merged, ContextEnvironment.ReadApiVersion(Environment.GetEnvironmentVariable))
            : merged;
    }

    /// <summary>Whether no part is there at all.</summary>
    public static bool IsEmpty(CosContext context)
        => context.Credential is null && context.AppId is null && context.Bucket is null && context.Endpoint is null
            && context.OwnApiVersion is null;
}
