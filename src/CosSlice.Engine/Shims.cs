#if NETSTANDARD2_0
#pragma warning disable IDE0130 // each type stands where the compiler looks for it
#pragma warning disable CA1812 // the compiler uses them, not the code
#pragma warning disable IDE0161 // several namespaces in one file

namespace System.Runtime.CompilerServices
{
    /// <summary>What init accessors and records need of the compiler on the old target.</summary>
    internal static class IsExternalInit
    {
    }

    /// <summary>What required members need of the compiler on the old target.</summary>
    [AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Field | AttributeTargets.Property)]
    internal sealed class RequiredMemberAttribute : Attribute
    {
    }

    /// <summary>Keeps older compilers from code whose features they do not know.</summary>
    [AttributeUsage(AttributeTargets.All, AllowMultiple = true, Inherited = false)]
    internal sealed class CompilerFeatureRequiredAttribute(string featureName) : Attribute
    {
        public string FeatureName { get; } = featureName;
    }
}

namespace System.Diagnostics.CodeAnalysis
{
    /// <summary>Marks the copying constructor of a record that has required members.</summary>
    [AttributeUsage(AttributeTargets.Constructor)]
    internal sealed class SetsRequiredMembersAttribute : Attribute
    {
    }

    /// <summary>Tells the compiler that an out value is not null when the method returns the given value.</summary>
    [AttributeUsage(AttributeTargets.Parameter)]
    internal sealed class NotNullWhenAttribute(bool returnValue) : Attribute
    {
        public bool ReturnValue { get; } = returnValue;
    }
}
#endif
