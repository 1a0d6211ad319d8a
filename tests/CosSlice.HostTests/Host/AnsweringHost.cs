using System.Globalization;
using System.Management.Automation.Host;

namespace CosSlice.HostTests.Host;

/// <summary>A host whose user gives answers that were laid down.</summary>
internal sealed class AnsweringHost(params string[] answers) : PSHost
{
    private readonly AnsweringUI _ui = new(new Queue<string>(answers));

    /// <summary>What was asked.</summary>
    public IReadOnlyList<string> Prompts => _ui.Prompts;

    /// <summary>The threads on which progress was written.</summary>
    public IReadOnlyCollection<int> ProgressThreads => _ui.ProgressThreads;

    public override CultureInfo CurrentCulture => CultureInfo.InvariantCulture;

    public override CultureInfo CurrentUICulture { get; } = CultureInfo.GetCultureInfo("en-US");

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override string Name => nameof(AnsweringHost);

    public override PSHostUserInterface UI => _ui;

    public override Version Version { get; } = new(1, 0);

    public override void EnterNestedPrompt() => throw new NotSupportedException();

    public override void ExitNestedPrompt() => throw new NotSupportedException();

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }

    public override void SetShouldExit(int exitCode)
    {
    }
}
