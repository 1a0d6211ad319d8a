using System.Diagnostics;
using System.Net;
using System.Text;
using CosSlice.Tests.Roles;
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
    public void The_engine_starts_no_process() => Assert.Empty(ProcessStarts.In(typeof(CosUploader).Assembly.Location));

    [Fact]
    public void What_starts_a_process_is_seen() => Assert.NotEmpty(ProcessStarts.In(typeof(CanaryTests).Assembly.Location));

    /// <summary>With a key in its memory, and everything in the text that it has to say.</summary>
    [Theory]
    [InlineData(CrashRole.Unhandled)]
    [InlineData(CrashRole.FailFast)]
    public async Task A_process_that_dies_over_an_upload_says_no_secret(string way)
    {
        using TempFolder folder = new();
        string path = folder.File("a.bin", 10);
        string there = Directory.CreateDirectory(Path.Combine(folder.Path, "dead")).FullName;
        ProcessStartInfo start = new("dotnet", [RoleProcess.OwnProgram, TestProgram.Mark, nameof(CrashRole), way, "http://127.0.0.1:1", path])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = there,
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        string said = await process.StandardError.ReadToEndAsync(CancellationToken.None).WaitAsync(2 * HangGuard.Limit, CancellationToken.None) + await output;
        await process.WaitForExitAsync(CancellationToken.None).Guarded();

        Assert.NotEqual(0, process.ExitCode);
        Assert.Contains(nameof(CosException), said, StringComparison.Ordinal);
        Assert.Contains("AKIDemulator", said, StringComparison.Ordinal);
        Canary.AssertNotIn(said, "the last words of a process");

        // Nor does it leave its memory behind, where nobody asked for that.
        Assert.Empty(Directory.EnumerateFileSystemEntries(there));
    }

    [Fact]
    public async Task A_secret_among_the_arguments_of_any_descendant_is_seen()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells of a process's arguments here.");
        const string secret = "not-a-canary-0b9d";
        ArgumentWatch watch = new([secret]);
        using Process parent = Process.Start(new ProcessStartInfo("sh", ["-c", $"sh -c 'echo ready; read line' a-{secret}-b; true"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        Assert.Equal("ready", await parent.StandardOutput.ReadLineAsync(CancellationToken.None).AsTask().Guarded());

        watch.Look();
        parent.StandardInput.Close();
        await parent.WaitForExitAsync(CancellationToken.None).Guarded();
        watch.Look();

        Assert.Contains(watch.Found, line => line.StartsWith("sh -c echo ready", StringComparison.Ordinal));
        Assert.Throws<InvalidOperationException>(watch.Dispose);
    }

    private static Action<TransferOptions> Proxied(string address) => options =>
    {
        options.Proxy = new Uri(address);
        options.ProxyCredential = new NetworkCredential("user", Canary.ProxyPassword);
        options.NoProxy = false;
    };
}
