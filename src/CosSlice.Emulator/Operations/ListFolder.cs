using System.Text.Json;
using CosSlice.Emulator.Answers;
using CosSlice.Emulator.Requests;
using CosSlice.Emulator.Signatures;
using CosSlice.Emulator.Storage;

namespace CosSlice.Emulator.Operations;

/// <summary>
/// op=list: what lies in a folder, page by page (cloud.tencent.com/document/product/436/6062). What stands after the last
/// slash of the path is a prefix of the names.
/// </summary>
internal sealed class ListFolder(EmulatorOptions options, ObjectStore store, ObjectUrls urls) : IOperation
{
    // The v1 pages, the v4 page of 2017 and the PHP SDK have 199; the v4 page of 2016 and error -5966 have 1000.
    private const int MaxNumberV1 = 199;
    private const int MaxNumberV4 = 1000;
    private const int MaxContextBytes = 1024;

    private static readonly string[] Patterns = ["eListBoth", "eListDirOnly", "ListDirOnly", "eListFileOnly"];

    public string Name => "list";

    public string Method => HttpMethods.Get;

    public SignatureKind Signature => SignatureKind.Multi;

    public bool IsInV1 => true;

    public async Task<Answer> RunAsync(OperationRequest request, CancellationToken cancellationToken)
    {
        RequestTarget target = request.Target;
        RequestForm form = request.Form;
        int slash = target.Key.LastIndexOf('/');
        string folder = target.Key[..(slash + 1)];
        int number = Number(form, target.Version);
        char? delimiter = Delimiter(form);
        string pattern = form.Text("pattern") ?? Patterns[0];
        if (!Patterns.Contains(pattern))
        {
            throw new RefusedException(CosCode.BadParameter, "pattern is not known");
        }

        bool backwards = form.Text("order") switch
        {
            null or "0" => false,
            "1" => true,
            _ => throw new RefusedException(CosCode.BadParameter, "order is neither 0 nor 1"),
        };

        if (folder.Length > 0 && store.Index.Under(target.AppId, target.Bucket, folder).Length == 0)
        {
            throw new RefusedException(CosCode.FileNotFound, "the folder does not exist");
        }

        ObjectHead[] heads = store.Index.Under(target.AppId, target.Bucket, target.Key);
        FolderEntry[] all = [.. FolderEntry.Of(heads, folder, delimiter)];
        FolderEntry[] wanted = [.. all.Where(entry => Wanted(entry, pattern))];
        FolderEntry[] left = Left(wanted, ListContext.Parse(form.Text("context"), target, folder, MaxContextBytes), backwards);
        FolderEntry[] page = [.. left.Take(number)];
        var facts = new Dictionary<FolderEntry, ObjectFacts>();
        foreach (FolderEntry entry in page.Where(entry => !entry.IsFolder))
        {
            // One that was deleted meanwhile is told as it was.
            facts[entry] = await ObjectFacts.ReadAsync(store, entry.Head.Name, cancellationToken)
                ?? new ObjectFacts(entry.Head, entry.Head.FileSize, entry.Head.ContentSha);
        }

        return Answer.Success(json =>
        {
            bool more = left.Length > page.Length;
            json.WriteString("context", ListContext.Write(page, target, folder, backwards));
            if (target.Version == ApiVersion.V1)
            {
                json.WriteBoolean("has_more", more);
                json.WriteNumber("dircount", all.Count(entry => entry.IsFolder));
                json.WriteNumber("filecount", all.Count(entry => !entry.IsFolder));
            }
            else
            {
                json.WriteBoolean("listover", !more);
            }

            json.WriteStartArray("infos");
            foreach (FolderEntry entry in page)
            {
                Write(json, entry, facts.GetValueOrDefault(entry), target.Version);
            }

            json.WriteEndArray();
        });
    }

    private void Write(Utf8JsonWriter json, FolderEntry entry, ObjectFacts? facts, ApiVersion version)
    {
        json.WriteStartObject();

        // The v1 page's example has folders without a slash; v4 has no example of one.
        bool bare = entry.IsFolder && version == ApiVersion.V1;
        json.WriteString("name", bare ? entry.Name[..^1] : entry.Name);
        json.WriteTime("ctime", entry.Head.Created, version);
        json.WriteTime("mtime", entry.Head.Modified, version);
        if (version == ApiVersion.V1)
        {
            json.WriteString("biz_attr", entry.Head.BizAttr ?? "");
        }

        if (facts is not null)
        {
            urls.WriteForReading(json, facts.Head.Name, version);
            json.WriteNumber("filelen", facts.Length);
            json.WriteNumber("filesize", facts.Head.FileSize);
            json.WriteString("sha", urls.Sha(facts.Sha, version));
            if (version == ApiVersion.V4)
            {
                json.WriteString("authority", "eInvalid");
            }
        }

        json.WriteEndObject();
    }

    private static bool Wanted(FolderEntry entry, string pattern) => pattern switch
    {
        "eListDirOnly" or "ListDirOnly" => entry.IsFolder,
        "eListFileOnly" => !entry.IsFolder,
        _ => true,
    };

    /// <summary>What comes after the page that the context is of, or before it, nearest first.</summary>
    private static FolderEntry[] Left(FolderEntry[] entries, (string First, string Last)? context, bool backwards)
    {
        if (backwards)
        {
            return [.. entries
                .Where(entry => context is not { } page || string.CompareOrdinal(entry.Name, page.First) < 0)
                .Reverse()];
        }

        return [.. entries.Where(entry => context is not { } page || string.CompareOrdinal(entry.Name, page.Last) > 0)];
    }

    private int Number(RequestForm form, ApiVersion version)
    {
        bool v1 = version == ApiVersion.V1;
        int wrong = v1 ? CosCode.BadListNumber : CosCode.BadListParameter;
        long number = form.Number("num", wrong) ?? throw new RefusedException(wrong, "num is missing");
        int most = options.ListMaximum ?? (v1 ? MaxNumberV1 : MaxNumberV4);
        if (number == 0)
        {
            throw new RefusedException(v1 ? CosCode.ListNumberTooSmall : wrong, "num is at least 1");
        }

        return number <= most
            ? (int)number
            : throw new RefusedException(v1 ? CosCode.ListNumberTooLarge : wrong, $"num is at most {most}");
    }

    /// <summary>What ends a folder's name: a slash unless the request says otherwise, and nothing where it is sent empty.</summary>
    private static char? Delimiter(RequestForm form) => form["delimiter"] switch
    {
        null => '/',
        "" => null,
        { Length: 1 } one => one[0],
        _ => throw new RefusedException(CosCode.DelimiterTooLong, "delimiter is longer than one character"),
    };
}
