using CosSlice.Paths;
using CosSlice.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace CosSlice.Tests.Cmdlets;

/// <summary>Whatever a path, a prefix or a root looks like, the key is one that the engine takes, or the file is refused.</summary>
public class KeyFuzzTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Any_prefix_root_path_and_key_make_a_key_or_a_typed_error(bool windows)
    {
        Gen<string> text = Gen.Elements(Corpus.Texts("keys").ToArray());
        Gen<string?> optional = Gen.Frequency((1, Gen.Constant<string?>(null)), (2, text.Select(some => (string?)some)));
        Gen<(string? Prefix, string? Root, string Path, string? Key)> input =
            from prefix in optional
            from root in optional
            from path in text
            from key in Gen.Frequency((3, Gen.Constant<string?>(null)), (1, optional))
            from isBelow in Gen.Elements(false, true)
            select (prefix, root, isBelow && root is not null ? root + "/" + path : path, key);
        Prop.ForAll(input.ToArbitrary(), value =>
        {
            try
            {
                ObjectKey made = new KeyBuilder(value.Prefix, value.Root, windows).Build(value.Path, value.Key);
                return !made.Value.Split('/').Any(segment => segment is "" or "." or "..") && made.Encoded.Length >= made.Value.Length;
            }
            catch (CosException refused)
            {
                return refused.ErrorId is "InvalidKey" or "KeyOutsideRoot" or "InvalidOption";
            }
        }).QuickCheckThrowOnFailure();
    }
}
