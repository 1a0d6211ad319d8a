namespace CosSlice.Benchmarks.StartUp;

/// <summary>What is timed, each in a PowerShell that has just started.</summary>
internal static class StartUpScripts
{
    /// <summary>The import of BENCHMARK_IMPORT, which is made where it is not there: a module of one cmdlet that does nothing.</summary>
    public const string Import = """
        if (-not [IO.File]::Exists($env:BENCHMARK_IMPORT)) {
            Add-Type -OutputAssembly $env:BENCHMARK_IMPORT -TypeDefinition '
                using System.Management.Automation;
                [Cmdlet(VerbsCommon.Get, "Nothing")]
                public class GetNothingCommand : PSCmdlet { }'
        }

        $watch = [Diagnostics.Stopwatch]::StartNew()
        Import-Module $env:BENCHMARK_IMPORT
        $seconds = $watch.Elapsed.TotalSeconds
        """;

    /// <summary>The first upload after the import, of BENCHMARK_FILE.</summary>
    public const string FirstUpload = """
        Import-Module $env:BENCHMARK_MODULE
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $null = Send-CosFile -LiteralPath $env:BENCHMARK_FILE -Key $env:BENCHMARK_KEY -MaximumRetryCount 0 -NoProxy
        $seconds = $watch.Elapsed.TotalSeconds
        """;

    /// <summary>The first listing after the import, which has to find BENCHMARK_COUNT entries.</summary>
    public const string List = """
        Import-Module $env:BENCHMARK_MODULE
        $watch = [Diagnostics.Stopwatch]::StartNew()
        # The journal's folder has this script too, of which it warns.
        $found = @(Get-CosUpload -WarningAction SilentlyContinue).Count
        $seconds = $watch.Elapsed.TotalSeconds
        if ($found -ne $env:BENCHMARK_COUNT) {
            throw "Of $env:BENCHMARK_COUNT entries $found were listed."
        }
        """;

    /// <summary>Carries BENCHMARK_UPLOAD on, after one upload to warm up, and writes when it began to: 100 ns since the year 1, UTC.</summary>
    public const string Resume = """
        $ErrorActionPreference = 'Stop'
        Import-Module $env:BENCHMARK_MODULE
        $null = Send-CosFile -LiteralPath $env:BENCHMARK_FILE -Key $env:BENCHMARK_KEY -MaximumRetryCount 0 -NoProxy
        [Console]::Out.WriteLine([DateTime]::UtcNow.Ticks)
        Resume-CosUpload -UploadId $env:BENCHMARK_UPLOAD -MaximumRetryCount 0 -NoProxy
        """;
}
