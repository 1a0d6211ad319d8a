using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace CosSlice.HostTests.Host;

/// <summary>What the user of an <see cref="AnsweringHost"/> sees and answers.</summary>
internal sealed class AnsweringUI(Queue<string> answers) : PSHostUserInterface
{
    public List<string> Prompts { get; } = [];

    public HashSet<int> ProgressThreads { get; } = [];

    public override PSHostRawUserInterface? RawUI => null;

    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions)
        => throw new NotSupportedException();

    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        Prompts.Add(message);
        string answer = answers.Dequeue();
        return choices.Select((choice, index) => (Label: choice.Label.Replace("&", string.Empty), index)).Single(choice => choice.Label == answer).index;
    }

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName)
        => throw new NotSupportedException();

    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options)
        => throw new NotSupportedException();

    public override string ReadLine() => throw new NotSupportedException();

    public override SecureString ReadLineAsSecureString() => throw new NotSupportedException();

    public override void Write(string value)
    {
    }

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value)
    {
    }

    public override void WriteDebugLine(string message)
    {
    }

    public override void WriteErrorLine(string value)
    {
    }

    public override void WriteLine(string value)
    {
    }

    public override void WriteProgress(long sourceId, ProgressRecord record) => ProgressThreads.Add(Environment.CurrentManagedThreadId);

    public override void WriteVerboseLine(string message)
    {
    }

    public override void WriteWarningLine(string message)
    {
    }
}
