namespace CosSlice.Contexts;

/// <summary>Puts the sources of a connection on top of each other.</summary>
internal static class ContextLayers
{
    /// <summary>Takes each part from the first source that has it; the environment is read only for what no other has.</summary>
    /// <param name="layers">The sources above the environment, the strongest first.</param>
    public static CosContext Resolve(params CosContext?[] layers)
    {
        CosContext merged = CosContext.Merge(layers);
        bool hasAccount = merged.Credential is not null && merged.AppId is not null && merged.Bucket is not null;

        // What is malformed in the environment, such as half a credential, is an error, but not the error of somebody who
        // has that part from elsewhere. An address that only follows from the version is not one that was named.
        CosContext environment = hasAccount
            ? ContextEnvironment.ReadPlace(Environment.GetEnvironmentVariable, !merged.HasPlace, merged.OwnApiVersion is null)
            : CosContext.FromEnvironment();
        return CosContext.Merge(merged, environment);
    }

    /// <summary>Takes who signs from the first source that has it, for what has a place of its own: the environment's place is not looked at.</summary>
    /// <param name="layers">The sources above the environment, the strongest first.</param>
    public static CosContext ResolveSigner(params CosContext?[] layers)
    {
        CosContext merged = CosContext.Merge(layers);
        return merged.Credential is not null
            ? merged
            : CosContext.Merge(merged, ContextEnvironment.ReadCredential(Environment.GetEnvironmentVariable));
    }

    /// <summary>Whether no part is there at all.</summary>
    public static bool IsEmpty(CosContext context)
        => context.Credential is null && context.AppId is null && context.Bucket is null && context.Endpoint is null
            && context.OwnApiVersion is null;
}
