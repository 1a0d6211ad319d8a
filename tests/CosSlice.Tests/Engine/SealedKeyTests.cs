using System.Collections;
using System.Reflection;
using System.Security;
using System.Text;
using CosSlice.Signatures;
using CosSlice.Tests.Support;

namespace CosSlice.Tests.Engine;

/// <summary>A secret key lies sealed in a context; it is open only while a signature is made.</summary>
public class SealedKeyTests
{
    private const string Key = "\u00fc-plain-secret-key-of-this-test";

    [Fact]
    public void Nothing_that_a_context_holds_is_the_key_in_the_clear_before_and_after_signing()
    {
        CosContext context = CosContext.Create("1", "b", "sh", null, "AKIDid", Key);
        CosContext merged = CosContext.Merge(null, context, context);

        Assert.True(Holds(new object[] { "x", new Dictionary<int, object> { [1] = Key } }));
        Assert.True(Holds(Encoding.UTF8.GetBytes(Key)));
        Assert.False(Holds(context));
        Assert.NotEmpty(CosSignature.MultiEffect(context, TimeSpan.FromMinutes(1)));
        Assert.NotEmpty(CosSignature.OneTime(merged, ObjectKey.Create("k")));
        Assert.False(Holds(context));
        Assert.False(Holds(merged));
    }

    [Fact]
    public async Task Nothing_that_an_uploader_holds_is_the_key_in_the_clear_after_an_upload()
    {
        await using Service service = await Service.StartAsync();
        CosContext context = CosContext.Create("10055004", "accesslog", null, service.Context.Endpoint, "AKIDemulator", Key);
        using CosUploader uploader = service.Uploader();
        UploadHandle<CosFile> handle = uploader.Start(
            service.Request(service.Folder.File("a.bin", 10), context: context), TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<CosServiceException>(() => handle.Completion).Guarded();

        Assert.False(Holds(uploader));
        Assert.False(Holds(handle));
    }

    [Fact]
    public void Signatures_are_the_same_as_from_the_key_itself()
    {
        CosContext context = CosContext.Create("200001", "newbucket", "sh", null, "AKIDUfLUEUigQiXqm7CVSspKJnuaiIKtxqAv", "  bLcPnl88WU30VY57ipRhSePfPdOfSruK\t");
        byte[] signature = [.. new byte[KeyedHash.Size], .. "a=1"u8];

        ((KeyCredential)context.Credential!).Sign(signature);

#pragma warning disable CA5350 // the protocol's own
        Assert.Equal([.. System.Security.Cryptography.HMACSHA1.HashData("bLcPnl88WU30VY57ipRhSePfPdOfSruK"u8, "a=1"u8), .. "a=1"u8], signature);
#pragma warning restore CA5350
    }

    private static bool Holds(object root)
    {
        HashSet<object> seen = new(ReferenceEqualityComparer.Instance);
        Queue<object?> left = new([root]);
        while (left.TryDequeue(out object? next))
        {
            if (next is null or Type or Assembly or MemberInfo or Delegate or Thread or Pointer || (!next.GetType().IsValueType && !seen.Add(next)))
            {
                continue;
            }

            if (IsKey(next))
            {
                return true;
            }

            foreach (object? part in Parts(next))
            {
                left.Enqueue(part);
            }
        }

        return false;
    }

    private static bool IsKey(object value) => value switch
    {
        string text => text.Contains(Key, StringComparison.Ordinal),
        char[] text => new string(text).Contains(Key, StringComparison.Ordinal),
        byte[] bytes => bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Key)) >= 0 || bytes.AsSpan().IndexOf(Encoding.Unicode.GetBytes(Key)) >= 0,
        SecureString => false,
        _ => false,
    };

    private static IEnumerable<object?> Parts(object value)
    {
        if (value is string or SecureString || value.GetType().IsPrimitive || value.GetType().IsEnum)
        {
            return [];
        }

        if (value is Array array)
        {
            return array.GetType().GetElementType()!.IsPrimitive ? [] : ((IEnumerable)array).Cast<object?>();
        }

        List<object?> parts = [];
        for (Type? type = value.GetType(); type is not null && type != typeof(object); type = type.BaseType)
        {
            foreach (FieldInfo field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                if (!field.FieldType.IsPointer && !field.FieldType.IsByRefLike && !field.FieldType.IsPrimitive)
                {
                    parts.Add(field.GetValue(value));
                }
            }
        }

        return parts;
    }
}
