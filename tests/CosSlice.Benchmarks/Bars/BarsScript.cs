namespace CosSlice.Benchmarks.Bars;

/// <summary>What PowerShell runs: pairs of uploads, with bars and without, now the one first and now the other.</summary>
internal static class BarsScript
{
    public const string Text = """
        $ErrorActionPreference = 'Stop'
        Import-Module $env:BARS_MODULE
        $works = [ordered]@{ small = Get-ChildItem -LiteralPath $env:BARS_SMALL; large = Get-Item -LiteralPath $env:BARS_LARGE }

        function Measure-Upload($Files, [string] $Preference) {
            $ProgressPreference = $Preference
            [GC]::Collect()
            $process = [Diagnostics.Process]::GetCurrentProcess()
            $before = $process.TotalProcessorTime
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $sent = @($Files | Send-CosFile -KeyPrefix bars/ -Force).Count
            $watch.Stop()
            $process.Refresh()
            if ($sent -ne @($Files).Count) {
                throw "Of $(@($Files).Count) files $sent were sent."
            }

            $watch.Elapsed.TotalSeconds, ($process.TotalProcessorTime - $before).TotalSeconds
        }

        foreach ($round in 0..[int]$env:BARS_RUNS) {
            foreach ($work in $works.Keys) {
                if ($round % 2) {
                    $with = Measure-Upload $works[$work] Continue
                    $without = Measure-Upload $works[$work] SilentlyContinue
                } else {
                    $without = Measure-Upload $works[$work] SilentlyContinue
                    $with = Measure-Upload $works[$work] Continue
                }

                if ($round) {
                    $line = [string]::Join(',', @($work) + ($with + $without | ForEach-Object { $_.ToString([cultureinfo]::InvariantCulture) }))
                    [IO.File]::AppendAllText($env:BARS_RESULTS, "$line`n")
                }
            }
        }
        """;
}
