using CosSlice.Benchmarks.PowerShell;
using CosSlice.Benchmarks.SideBySide;

namespace CosSlice.Benchmarks.Small;

/// <summary>
/// The files through a cmdlet that reads, hashes and posts them with .NET's own client, sixteen at once, and does nothing else: what is left
/// of curl's rate where PowerShell's pipeline and that client have taken their part.
/// </summary>
internal sealed class SmallBareCmdlet(SmallFiles files, ServiceClient service) : IContender
{
    private const string Source = """
        using System;
        using System.Collections.Generic;
        using System.IO;
        using System.Management.Automation;
        using System.Net.Http;
        using System.Security.Cryptography;
        using System.Threading;
        using System.Threading.Tasks;

        [Cmdlet("Send", "Bare")]
        public sealed class SendBare : PSCmdlet
        {
            private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
            private readonly SemaphoreSlim _places = new(16);
            private readonly Queue<Task<string>> _answers = new();

            [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
            [Alias("PSPath", "LP", "FullName")]
            public string[] LiteralPath { get; set; }

            [Parameter(Mandatory = true)]
            public string Address { get; set; }

            [Parameter(Mandatory = true)]
            public string Authorization { get; set; }

            protected override void ProcessRecord()
            {
                foreach (string path in LiteralPath)
                {
                    string file = GetUnresolvedProviderPathFromPSPath(path);
                    _places.Wait();
                    _answers.Enqueue(Task.Run(() => PostAsync(file)));
                }

                while (_answers.Count > 0 && _answers.Peek().IsCompleted)
                {
                    WriteObject(_answers.Dequeue().GetAwaiter().GetResult());
                }
            }

            protected override void EndProcessing()
            {
                while (_answers.Count > 0)
                {
                    WriteObject(_answers.Dequeue().GetAwaiter().GetResult());
                }

                _client.Dispose();
            }

            private async Task<string> PostAsync(string file)
            {
                try
                {
                    byte[] content = File.ReadAllBytes(file);
                    using MultipartFormDataContent form = new();
                    form.Add(new StringContent("upload"), "\"op\"");
                    form.Add(new StringContent(Convert.ToHexString(SHA1.HashData(content)).ToLowerInvariant()), "\"sha\"");
                    form.Add(new ByteArrayContent(content), "\"filecontent\"");
                    using HttpRequestMessage request = new(HttpMethod.Post, Address + Path.GetFileName(file)) { Content = form };
                    request.Headers.TryAddWithoutValidation("Authorization", Authorization);
                    using HttpResponseMessage response = await _client.SendAsync(request).ConfigureAwait(false);
                    string answer = await response.Content.ReadAsStringAsync().ConfigureAwait(false);
                    return answer.Contains("\"code\":0") ? answer : throw new HttpRequestException(answer);
                }
                finally
                {
                    _places.Release();
                }
            }
        }
        """;

    private const string Script = """
        $ErrorActionPreference = 'Stop'
        Add-Type -TypeDefinition $env:BENCHMARK_SOURCE -PassThru | ForEach-Object Assembly | Select-Object -Unique | Import-Module
        $options = @{ Authorization = $env:BENCHMARK_AUTHORIZATION }
        $one = Get-ChildItem -LiteralPath $env:BENCHMARK_FILES | Select-Object -First 1
        $null = $one | Send-Bare @options -Address "$env:BENCHMARK_ADDRESS/warm-up/"
        $process = [Diagnostics.Process]::GetCurrentProcess()
        $before = $process.TotalProcessorTime
        $seen = @{ Count = 0 }
        $time = Measure-Command {
            $seen.Count = @(Get-ChildItem -LiteralPath $env:BENCHMARK_FILES | Send-Bare @options -Address "$env:BENCHMARK_ADDRESS/").Count
        }
        """;

    public string Name => "a cmdlet that only posts, by HttpClient";

    public Task<string?> FindObstacleAsync(CancellationToken cancellationToken) => PowerShellHost.FindObstacleAsync(cancellationToken);

    public async Task<Sample> RunAsync(string key, CancellationToken cancellationToken)
    {
        Dictionary<string, string> variables = new()
        {
            ["BENCHMARK_SOURCE"] = Source,
            ["BENCHMARK_AUTHORIZATION"] = service.Sign(),
            ["BENCHMARK_ADDRESS"] = service.AddressOf(key).ToString(),
        };
        return await SmallPipeline.RunAsync(Script, files, service.Endpoint, variables, cancellationToken);
    }
}
