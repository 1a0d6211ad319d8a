namespace CosSlice.Campaign.Plans;

/// <summary>Draws a run's plan.</summary>
internal static class PlanDraw
{
    private const int Kibibyte = 1024;
    private const int Mebibyte = 1024 * Kibibyte;
    private const int LargestSimpleUpload = 20 * Mebibyte;

    // Of a hundred.
    private const int SceneShare = 25;

    // Milliseconds.
    private const int Patience = 30_000;

    public static RunPlan Draw(int campaign, int number)
    {
        Random random = new(RunSeed.Of(campaign, number));
        int apiVersion = random.Percent(75) ? 4 : 1;
        CosChecksum checksum = apiVersion == 1 || random.Percent(60) ? CosChecksum.Sha1 : random.Of(CosChecksum.Md5, CosChecksum.None);
        bool isLimitReal = random.Percent(1);
        RunPlan plan = new()
        {
            Number = number,
            Profile = random.Percent(70) ? ServiceProfile.Plain : random.Of(ServiceProfile.Strict, ServiceProfile.Serial, ServiceProfile.Continuing),
            ApiVersion = apiVersion,
            Checksum = checksum,
            SliceSize = checksum == CosChecksum.Sha1 && random.Percent(60) ? Mebibyte / 2
                : random.Percent(85) ? Mebibyte : random.Of(2, 3) * Mebibyte,
            SimpleUploadLimit = isLimitReal ? LargestSimpleUpload
                : random.Percent(60) ? 0 : random.Of(1, 1000, 64 * Kibibyte, Mebibyte, LargestSimpleUpload),
            ThrottleLimit = random.Of(1, 2, 3, 4, 8, 16),
            IsForced = random.Percent(25),
            BizAttribute = random.Percent(10) ? "campaign " + random.Next(1000) : null,
            LeavesOpen = apiVersion == 4 && random.Percent(12),
            Files = [],
            Attempts = [],
            EndsWithSend = random.Percent(40),
        };
        int files = random.Percent(80) ? 1 : random.Between(2, 3);
        plan = plan with
        {
            Files = DrawFiles(random, plan, files, isLimitReal),
        };
        plan = plan with
        {
            // An empty file goes up in one request, which leaves no last step.
            LeavesOpen = plan.LeavesOpen && plan.Files.All(file => file.Length > 0),
        };
        plan = plan with { Prior = random.Percent(12) ? DrawRival(random, plan) : null };
        int attempts = random.Percent(70) ? 1 : random.Between(2, 3);
        plan = plan with { Attempts = [.. Enumerable.Range(0, attempts).Select(index => DrawAttempt(random, plan, index))] };
        return random.Percent(SceneShare) ? SceneDraw.Draw(random, plan) : plan;
    }

    /// <summary>One file or several; of several, some have the same length and other content: all other, or one byte.</summary>
    private static List<FilePlan> DrawFiles(Random random, RunPlan plan, int count, bool isFirstLarge)
    {
        List<FilePlan> files = [DrawFile(random, plan, 0, isFirstLarge)];
        for (int index = 1; index < count; index++)
        {
            FilePlan file = DrawFile(random, plan, index, isLarge: false);
            files.Add(random.Next(100) switch
            {
                < 30 => file with { Length = files[0].Length },
                < 60 => file with { Length = files[0].Length, ContentSeed = files[0].ContentSeed, ChangedAt = random.NextDouble() },
                _ => file,
            });
        }

        return files;
    }

    private static FilePlan DrawFile(Random random, RunPlan plan, int index, bool isLarge)
    {
        string name = random.Of("file.bin", "a b+c%20.iso", "\u6587\u4EF6.dat", "#hash?.tar", "x=1&y=2", "~(tilde)'!*.zip");
        string folder = random.Of(string.Empty, string.Empty, "folder/", "deep/er/and deeper/");
        int length = isLarge ? LargestSimpleUpload + random.Between(-1, 1) : DrawLength(random, plan);
        return new FilePlan($"r{plan.Number}/{folder}{index} {name}", length, random.Next());
    }

    private static int DrawLength(Random random, RunPlan plan)
    {
        int slice = (int)plan.SliceSize;
        int length = random.Next(100) switch
        {
            < 4 => 0,
            < 8 => 1,
            < 18 => random.Between(2, 5000),
            < 30 => (int)Math.Min(plan.SimpleUploadLimit, 4 * Mebibyte) + random.Between(-1, 1),
            < 55 => (random.Between(1, 3) * slice) + random.Between(-1, 1),
            < 70 => random.Between(1, slice),
            < 95 => random.Between(slice, 4 * slice),
            _ => random.Between(4 * Mebibyte, 12 * Mebibyte),
        };
        return Math.Max(0, length);
    }

    private static RivalPlan DrawRival(Random random, RunPlan plan) => new(
        IsSameContent: random.Percent(40),
        TwinAt: random.Percent(60) ? random.NextDouble() : null,
        IsForced: random.Percent(25),
        LeavesOpen: plan.ApiVersion == 4 && plan.Files[0].Length > 0 && random.Percent(30));

    private static AttemptPlan DrawAttempt(Random random, RunPlan plan, int index)
    {
        AttemptPlan attempt = new()
        {
            IsResume = index > 0 && random.Percent(60),
            Event = random.Percent(45) ? DrawEvent(random, plan) : null,
            Rules = random.Percent(55) ? FaultDraw.Rules(random, plan) : [],
            Random = random.Percent(25) ? FaultDraw.AtRandom(random, plan) : null,
            MaximumRetryCount = random.Of(0, 1, 3, 20, 200),
            OperationTimeout = random.Between(300, 600),
            RetryTimeout = random.Of(50, 500, 2000, 5000),
        };

        // What nothing disturbs must succeed, on however slow a machine.
        return attempt is { Event: null, Rules.Count: 0, Random: null }
            ? attempt with { MaximumRetryCount = 20, OperationTimeout = Patience, RetryTimeout = Patience }
            : attempt;
    }

    private static EventPlan DrawEvent(Random random, RunPlan plan)
    {
        int choice = random.Next(100);
        EventKind kind = choice switch
        {
            < 26 => EventKind.Kill,
            < 40 => EventKind.Cancel,
            < 50 => EventKind.RestartService,
            < 78 => EventKind.Rival,
            _ => EventKind.ChangeSource,
        };
        bool isByContent = plan.Checksum == CosChecksum.Sha1;
        return new EventPlan
        {
            Kind = kind,
            Hold = random.Percent(80) ? FaultDraw.Hold(random, plan) : null,
            After = random.Percent(30) ? random.Next(5) : random.Next(80),
            Rival = kind == EventKind.Rival ? DrawRival(random, plan) : null,
            Change = kind != EventKind.ChangeSource ? SourceChange.None
                : isByContent && random.Percent(15) ? SourceChange.RewrittenInSecret
                : random.Percent(30) ? SourceChange.Rewritten
                : random.Of(
                    SourceChange.Replaced,
                    SourceChange.Rewritten,
                    SourceChange.Grown,
                    SourceChange.Truncated,
                    SourceChange.Deleted,
                    SourceChange.Touched),
        };
    }
}
