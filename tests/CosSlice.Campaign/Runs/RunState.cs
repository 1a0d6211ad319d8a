using CosSlice.Campaign.Plans;
using CosSlice.Campaign.Report;

namespace CosSlice.Campaign.Runs;

/// <summary>What is known of a run: its plan, where it takes place, and what happened so far.</summary>
internal sealed class RunState
{
    public RunState(RunPlan plan, Lane lane, LaneService service, Tally tally, string folder, Diary diary)
    {
        Plan = plan;
        Lane = lane;
        Service = service;
        Tally = tally;
        Folder = folder;
        Diary = diary;
        FilesFolder = Directory.CreateDirectory(Path.Combine(folder, "files")).FullName;
        Files = [.. plan.Files.Select((file, index) => new RunFile(file, Path.Combine(FilesFolder, index + ".bin")))];
    }

    public RunPlan Plan { get; }

    public Lane Lane { get; }

    public LaneService Service { get; }

    public Tally Tally { get; }

    public Diary Diary { get; }

    /// <summary>Where all that it makes lies.</summary>
    public string Folder { get; }

    /// <summary>Where the files lie that are sent.</summary>
    public string FilesFolder { get; }

    /// <summary>What another machine sends.</summary>
    public string RivalPath => Path.Combine(FilesFolder, "rival.bin");

    /// <summary>The uploading machine's journal.</summary>
    public string StateFolder => Path.Combine(Folder, "state");

    public IReadOnlyList<RunFile> Files { get; }

    /// <summary>The file that interruptions are about.</summary>
    public RunFile First => Files[0];

    public bool WasKilled { get; set; }

    /// <summary>Whether a call ended without having stored its file.</summary>
    public bool HasFailed { get; set; }

    public bool HasRival { get; set; }

    /// <summary>Whether another machine was told to overwrite.</summary>
    public bool HasForcefulRival { get; set; }

    /// <summary>How often another machine sent something and finished it.</summary>
    public int RivalFinishes { get; set; }

    /// <summary>Whether another machine sent the same content, so that what one has finished is the other's as well.</summary>
    public bool HasTwin { get; set; }
}
