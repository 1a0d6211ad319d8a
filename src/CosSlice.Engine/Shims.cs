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
}

namespace System.Diagnostics.CodeAnalysis
{
    /// <summary>Tells the compiler that an out value is not null when the method returns the given value.</summary>
    [AttributeUsage(AttributeTargets.Parameter)]
    internal sealed class NotNullWhenAttribute(bool returnValue) : Attribute
    {
        public bool ReturnValue { get; } = returnValue;
    }
}
#endif
