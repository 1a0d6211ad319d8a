namespace CosSlice.Protocol;

/// <summary>What a value of a JSON text is.</summary>
internal enum JsonKind
{
    /// <summary><c>null</c>, <c>true</c> or <c>false</c>.</summary>
    Word,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A string.</summary>
    String,

    /// <summary>An object.</summary>
    Object,

    /// <summary>An array.</summary>
    Array,
}
