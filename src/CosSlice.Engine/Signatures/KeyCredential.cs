using System.Runtime.InteropServices;
using System.Security;
using System.Text;

namespace CosSlice.Signatures;

/// <summary>A SecretId with its SecretKey: every request gets a signature of its own, made as it is sent.</summary>
internal sealed class KeyCredential : CosCredential
{
    private readonly SecureString _key;

    private KeyCredential(string secretId, SecureString key, string source)
        : base(secretId, source)
        => _key = key;

    /// <summary>Takes a key that is there in the clear.</summary>
    /// <exception cref="CosException"><c>InvalidContext</c>: a half is missing, or the SecretId cannot be one.</exception>
    public static KeyCredential Create(string? secretId, string? secretKey, string source)
    {
        using SecureString key = new();
        foreach (char c in secretKey?.Trim() ?? string.Empty)
        {
            key.AppendChar(c);
        }

        return Create(secretId, key, source);
    }

    /// <summary>Takes a key that is sealed, and leaves it so.</summary>
    /// <exception cref="CosException"><c>InvalidContext</c>: a half is missing, or the SecretId cannot be one.</exception>
    public static KeyCredential Create(string? secretId, SecureString? secretKey, string source)
    {
        if (string.IsNullOrWhiteSpace(secretId) || secretKey is null || secretKey.Length == 0)
        {
            throw Incomplete();
        }

        // The plain text of a signature is a list of k=v pairs joined by '&': these characters would forge another one.
        if (secretId!.IndexOfAny(['&', '=', '\r', '\n']) >= 0)
        {
            throw CosErrors.InvalidContext(
                ContextTexts.SecretIdForm,
                ContextTexts.SecretIdFormAdvice);
        }

        // A copy: whoever made the original may dispose of it.
        SecureString key = secretKey.Copy();
        key.MakeReadOnly();
        return new KeyCredential(secretId.Trim(), key, source);
    }

    public override string MultiEffect(CosContext context, ServerClock clock)
        => CosSignature.MultiEffect(context, this, CosSignature.PerRequest, clock);

    public override string OneTime(CosContext context, string objectPath, ServerClock clock)
        => CosSignature.OneTime(context, this, objectPath, clock);

    /// <summary>Puts HMAC-SHA1 under the secret key before a text that it is made over. The key is in the clear for as long as this takes.</summary>
    /// <param name="signature">The text, behind room for <see cref="KeyedHash.Size"/> bytes.</param>
    /// <exception cref="CosException"><c>InvalidContext</c>: the key is nothing but white space.</exception>
    public void Sign(byte[] signature)
    {
        byte[] key = Unseal();
        try
        {
            KeyedHash.PutBefore(signature, key);
        }
        finally
        {
            Array.Clear(key, 0, key.Length);
        }
    }

    private static CosException Incomplete()
        => CosErrors.InvalidContext(ContextTexts.CredentialIncomplete, ContextTexts.CredentialIncompleteAdvice);

    private byte[] Unseal()
    {
        char[] text = new char[_key.Length];
        IntPtr plain = Marshal.SecureStringToGlobalAllocUnicode(_key);
        try
        {
            Marshal.Copy(plain, text, 0, text.Length);
            int start = 0;
            while (start < text.Length && char.IsWhiteSpace(text[start]))
            {
                start++;
            }

            int end = text.Length;
            while (end > start && char.IsWhiteSpace(text[end - 1]))
            {
                end--;
            }

            return start == end ? throw Incomplete() : Encoding.UTF8.GetBytes(text, start, end - start);
        }
        finally
        {
            Array.Clear(text, 0, text.Length);
            Marshal.ZeroFreeGlobalAllocUnicode(plain);
        }
    }
}
