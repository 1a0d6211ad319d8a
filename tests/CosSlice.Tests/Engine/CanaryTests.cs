using System.Net;
using System.Text;
using CosSlice.Tests.Support;

namespace CosSlice.Tests.Engine;

/// <summary>
/// Every folder that a test wrote to is searched for the tests' secrets before it goes away, and so is all that an uploader says; here it
/// is seen that the search finds them.
/// </summary>
public class CanaryTests
{
    [Theory]
    [InlineData(Canary.Key)]
    [InlineData(Canary.ProxyPassword)]
    [InlineData(Canary.Signature)]
    public void A_secret_that_a_test_leaves_in_its_folder_fails_it(string secret)
    {
        foreach (Encoding encoding in new[] { Encoding.UTF8, Encoding.Unicode })
        {
            TempFolder folder = new();
            string path = folder.File("deep/down/state.json", 10);
            File.AppendAllText(path, "x" + secret + "x", encoding);

            InvalidOperationException found = Assert.Throws<InvalidOperationException>(folder.Dispose);

            Assert.Contains(path, found.Message, StringComparison.Ordinal);
            Assert.False(Directory.Exists(folder.Path));
        }

        Assert.Throws<InvalidOperationException>(() => Canary.AssertNotIn($"a {secret} b", "a text"));
        Canary.AssertNotIn("a b", "a text");
    }

    [Fact]
    public void Every_signature_for_the_tests_bucket_has_its_piece()
    {
        CosContext context = CosContext.Create("10055004", "accesslog", "sh", null, "AKIDemulator", Canary.Key);

        Assert.Contains(Canary.Signature, CosSignature.MultiEffect(context, TimeSpan.FromMinutes(1)), StringComparison.Ordinal);
        Assert.Contains(Canary.Signature, CosSignature.OneTime(context, ObjectKey.Create("k")), StringComparison.Ordinal);
    }

    /// <summary>By way of every outcome that has words of its own.</summary>
    [Fact]
    public async Task Nothing_that_is_said_of_any_outcome_has_a_secret_in_it()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("a.bin", 10);
        CosContext signed = CosContext.CreateWithSignature(
            CosSignature.MultiEffect(service.Context, TimeSpan.FromMinutes(5)), endpoint: service.Context.Endpoint);
        (CosContext Context, Action<TransferOptions> Set, Action Prepare)[] ways =
        [
            (service.Context, _ => { }, () => { }),
            (service.Context, _ => { }, () => service.Faults.On("upload", Faults.Refuse(403, -97))),
            (service.Context, _ => { }, () => service.Faults.On("upload", Faults.Refuse(403, -96), times: 2)),
            (service.Context, _ => { }, () => service.Faults.On("upload", Faults.Answer(200, "text/html", "<html/>"), times: 9)),
            (service.Context, _ => { }, () => service.Faults.On("upload", Faults.Break, times: 9)),
            (service.Context, _ => { }, () => service.Faults.On("upload", Echo, times: 9)),
            (signed, _ => { }, () => service.Faults.On("upload", Echo, times: 9)),
            (signed, options => options.Force = true, () => { }),
            (service.Context, Proxied("http://127.0.0.1:1"), () => { }),
            (service.Context, Proxied(service.Emulator.Endpoint.AbsoluteUri), () => service.Faults.On(null, Faults.Answer(407, "text/html", "<html/>"), times: 9)),
        ];
        foreach ((CosContext context, Action<TransferOptions> set, Action prepare) in ways)
        {
            prepare();
            TransferOptions options = service.Options();
            options.MaximumRetryCount = 2;
            set(options);
            RecordingObserver observer = new();
            using CosUploader uploader = new(options, observer);

            Exception? failure = await Record.ExceptionAsync(
                () => uploader.Start(service.Request(path, context: context), TestContext.Current.CancellationToken).Completion).AsTask().Guarded();

            string said = string.Join('\n', observer.Notes.Concat(observer.Warnings).Append($"{failure}").Append($"{(failure as CosException)?.RecommendedAction}"));
            Canary.AssertNotIn(said, "what was said");
            Canary.AssertNotIn($"{context} {context.Credential}", "a context as text");
            Canary.AssertNotIn(System.Text.Json.JsonSerializer.Serialize(context), "a context as JSON");
        }

        // A server may say what it likes, and where it repeats the signature that it was shown, it is the server that has told it: an
        // answer that is none is quoted by its first words alone.
        static Task Echo(Microsoft.AspNetCore.Http.HttpContext http, Microsoft.AspNetCore.Http.RequestDelegate next)
            => Faults.Answer(200, "text/plain", "x" + new string(' ', 100) + http.Request.Headers.Authorization)(http, next);
    }

    /// <summary>No argument of a process can have a secret where no process is started.</summary>
    [Fact]
    public void The_product_starts_no_process()
        => Assert.DoesNotContain(
            "Start",
            References(typeof(CosUploader)).Where(name => name.StartsWith("System.Diagnostics.Process.", StringComparison.Ordinal)).Select(name => name["System.Diagnostics.Process.".Length..]));

    private static Action<TransferOptions> Proxied(string address) => options =>
    {
        options.Proxy = new Uri(address);
        options.ProxyCredential = new NetworkCredential("user", Canary.ProxyPassword);
        options.NoProxy = false;
    };

    // The methods of other assemblies that an assembly calls.
    private static IEnumerable<string> References(Type type)
    {
        using FileStream file = File.OpenRead(type.Assembly.Location);
        using System.Reflection.PortableExecutable.PEReader image = new(file);
        System.Reflection.Metadata.MetadataReader metadata = System.Reflection.Metadata.PEReaderExtensions.GetMetadataReader(image);
        List<string> names = [];
        foreach (System.Reflection.Metadata.MemberReferenceHandle handle in metadata.MemberReferences)
        {
            System.Reflection.Metadata.MemberReference member = metadata.GetMemberReference(handle);
            if (member.Parent.Kind == System.Reflection.Metadata.HandleKind.TypeReference)
            {
                System.Reflection.Metadata.TypeReference owner = metadata.GetTypeReference((System.Reflection.Metadata.TypeReferenceHandle)member.Parent);
                names.Add($"{metadata.GetString(owner.Namespace)}.{metadata.GetString(owner.Name)}.{metadata.GetString(member.Name)}");
            }
        }

        Assert.Contains("System.Diagnostics.Process.GetProcessById", names);
        return names;
    }
}
