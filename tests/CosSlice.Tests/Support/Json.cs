using FsCheck;
using FsCheck.Fluent;

namespace CosSlice.Tests.Support;

/// <summary>JSON texts that a service might say if it were out of its mind.</summary>
internal static class Json
{
    private static readonly string[] Names =
    [
        "code", "message", "request_id", "data", "session", "slice_size", "offset", "datalen", "listparts", "filesize", "filelen", "sha", "access_url",
        "resource_path", "url", "serial_upload", "datamd5", "Code", "__type", "a:b", "", "\\u0063ode", "\\ud800", "\\u0000", "\u202e", "\uffff",
    ];

    private static readonly string[] Scalars =
    [
        "0", "-0", "1", "-1", "1048576", "2147483648", "9223372036854775807", "9223372036854775808", "-9223372036854775809", "0.0", "1e5", "1E+400", "-1e-400",
        "true", "false", "null", "\"\"", "\"0\"", "\"s\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\u0000\"", "\"\\u001b[2J\"", "\"\u202e\u2066\"", "\"\ufffe\"",
        "\"0123456789abcdef0123456789abcdef01234567\"", "\"http://a/b\"", "01", "+1", "NaN", "\"\\x\"", "'x'",
    ];

    private static readonly Gen<string> Space = Gen.Frequency((9, Gen.Constant(string.Empty)), (1, Gen.Elements(" ", "\n", "\t", "\r", "\u00a0", "\0")));

    /// <summary>Most of it an object that has a code of 0 and data.</summary>
    public static Gen<string> Envelope { get; } =
        from members in Members(4)
        from data in Members(4)
        from code in Gen.Frequency((6, Gen.Constant("0")), (4, Gen.Elements(Scalars)))
        from order in Gen.Elements(0, 1)
        from space in Space
        select order == 0
            ? $"{{{space}\"code\":{code},\"data\":{{{data}}}{(members.Length > 0 ? "," + members : "")}}}"
            : $"{{{(members.Length > 0 ? members + "," : "")}\"data\":{{{data}}},\"code\":{code}}}{space}";

    private static Gen<string> Value(int depth) => depth == 0
        ? Gen.Elements(Scalars)
        : Gen.Frequency(
            (6, Gen.Elements(Scalars)),
            (2, Members(depth - 1).Select(members => "{" + members + "}")),
            (2, Some(Value(depth - 1)).Select(values => "[" + values + "]")));

    private static Gen<string> Members(int depth) => Some(
        from name in Gen.Elements(Names)
        from space in Space
        from value in Value(depth)
        select $"\"{name}\"{space}:{value}");

    private static Gen<string> Some(Gen<string> one)
        => Gen.Choose(0, 5).SelectMany(count => one.ArrayOf(count)).Select(items => string.Join(',', items));
}
