namespace CosSlice.Contexts;

/// <summary>Puts the sources of a connection on top of each other.</summary>
internal static class ContextLayers
{
    /// <summary>Takes each part from the first source that has it; the environment is read only for what no other has.</summary>
    /// <param name="layers">The sources above the environment, the strongest first.</param>
    public static CosContext Resolve(params CosContext?[] layers)
    {
        CosContext merged = CosContext.Merge(layers);

        // Half a credential in the environment is an error, but not the error of somebody who passed all by parameter.
        CosContext environment = merged.IsComplete
            ? ContextEnvironment.ReadApiVersion(Environment.GetEnvironmentVariable)
            : CosContext.FromEnvironment();
        return CosContext.Merge(merged, environment);
    }

    /// <summary>Whether no part is there at all.</summary>
    public static bool IsEmpty(CosContext context)
        => context.Credential is null && context.AppId is null && context.Bucket is null && context.Endpoint is null
            && context.OwnApiVersion is null;
}
