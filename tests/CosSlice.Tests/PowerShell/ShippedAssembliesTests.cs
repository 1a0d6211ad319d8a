using CosSlice.Tests.Support;

namespace CosSlice.Tests.PowerShell;

/// <summary>Every assembly that is shipped, of both builds.</summary>
public class ShippedAssembliesTests
{
    /// <summary>No argument of a process can have a secret where no process is started.</summary>
    [Fact]
    public void Start_no_process()
    {
        string[] shipped = Directory.GetFiles(Repository.ModuleLayout, "*.dll", SearchOption.AllDirectories);

        Assert.Contains(shipped, path => Path.GetFileName(path) == "CosSlice.dll");
        Assert.Contains(shipped, path => Path.GetFileName(path) == "CosSlice.Engine.dll");
        Assert.All(shipped, path => Assert.Empty(ProcessStarts.In(path)));
    }
}
