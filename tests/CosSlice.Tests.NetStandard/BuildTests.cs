using System.Reflection;
using System.Runtime.Versioning;

namespace CosSlice.Tests;

public class BuildTests
{
    [Fact]
    public void These_tests_run_against_the_old_targets_build()
        => Assert.Equal(
            ".NETStandard,Version=v2.0",
            typeof(CosUploader).Assembly.GetCustomAttribute<TargetFrameworkAttribute>()!.FrameworkName);
}
