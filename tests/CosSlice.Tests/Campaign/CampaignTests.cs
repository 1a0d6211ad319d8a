using System.Diagnostics;
using System.Globalization;
using CosSlice.Tests.Support;

namespace CosSlice.Tests.Campaign;

/// <summary>Random uploads under faults, kills and second machines, other ones each time.</summary>
public class CampaignTests
{
    private const int Runs = 200;

    // Many times what they take: each run has bounds of its own, which tell more.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);

    [Fact]
    public async Task What_is_stored_is_the_file_whatever_happens()
    {
        int seed = Chance.New().Next();
        Chance.Log($"The same campaign again: dotnet run --project tests/CosSlice.Campaign -- --seed {seed} --runs {Runs}");
        using TempFolder folder = new();
        ProcessStartInfo start = new(
            "dotnet",
            [
                Path.Combine(AppContext.BaseDirectory, "CosSlice.Campaign.dll"),
                "--seed", seed.ToString(CultureInfo.InvariantCulture),
                "--runs", Runs.ToString(CultureInfo.InvariantCulture),
                "--folder", Path.Combine(folder.Path, "campaign"),
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process campaign = Process.Start(start)!;
        Task<string> errors = campaign.StandardError.ReadToEndAsync(CancellationToken.None);
        string said = await campaign.StandardOutput.ReadToEndAsync(CancellationToken.None).WaitAsync(Limit, CancellationToken.None);
        await campaign.WaitForExitAsync(CancellationToken.None).Guarded();

        Chance.Log(said);
        Assert.True(
            campaign.ExitCode == 0,
            $"The campaign with seed {seed} ended with {campaign.ExitCode}.{Environment.NewLine}{said}{await errors}");
    }
}
