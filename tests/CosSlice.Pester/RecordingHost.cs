// A host that remembers all it is told, and nothing else. Compiled by Add-Type, so it is C# 5 for the sake of Windows PowerShell.
using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using System.Threading;

namespace CosSlice.Pester
{
    public sealed class ProgressEvent
    {
        public long SourceId { get; set; }

        public int ActivityId { get; set; }

        public int ParentActivityId { get; set; }

        public string Activity { get; set; }

        public string Status { get; set; }

        public string Operation { get; set; }

        public int Percent { get; set; }

        public int SecondsRemaining { get; set; }

        public bool IsCompleted { get; set; }
    }

    public sealed class RecordingHost : PSHost
    {
        private readonly Guid _id = Guid.NewGuid();
        private readonly RecordingInterface _ui = new RecordingInterface();

        public RecordingInterface Recorded { get { return _ui; } }

        public override PSHostUserInterface UI { get { return _ui; } }

        public override string Name { get { return "Recording"; } }

        public override Version Version { get { return new Version(1, 0); } }

        public override Guid InstanceId { get { return _id; } }

        public override CultureInfo CurrentCulture { get { return CultureInfo.InvariantCulture; } }

        public override CultureInfo CurrentUICulture { get { return CultureInfo.InvariantCulture; } }

        public override void EnterNestedPrompt() { throw new NotImplementedException(); }

        public override void ExitNestedPrompt() { throw new NotImplementedException(); }

        public override void NotifyBeginApplication() { }

        public override void NotifyEndApplication() { }

        public override void SetShouldExit(int exitCode) { }
    }

    public sealed class RecordingInterface : PSHostUserInterface
    {
        private readonly object _gate = new object();
        private readonly List<ProgressEvent> _progress = new List<ProgressEvent>();
        private readonly List<string> _written = new List<string>();

        /// <summary>Whether the host has no bars, and says so as the documentation's own sample hosts do.</summary>
        public bool HasNoBars { get; set; }

        public int Refused { get; private set; }

        public ProgressEvent[] Progress { get { lock (_gate) { return _progress.ToArray(); } } }

        /// <summary>Whatever else was written or asked.</summary>
        public string[] Written { get { lock (_gate) { return _written.ToArray(); } } }

        /// <summary>Waits until a status or an operation was shown that contains a text.</summary>
        public bool WaitFor(string text, int seconds)
        {
            return WaitUntil(delegate { return _progress.Exists(delegate(ProgressEvent e) { return e.Status.Contains(text) || e.Operation.Contains(text); }); }, seconds);
        }

        /// <summary>Waits until so many bars are there at one time.</summary>
        public bool WaitForBars(int count, int seconds)
        {
            return WaitUntil(
                delegate
                {
                    HashSet<int> shown = new HashSet<int>();
                    foreach (ProgressEvent e in _progress)
                    {
                        if (e.IsCompleted) { shown.Remove(e.ActivityId); } else { shown.Add(e.ActivityId); }
                    }

                    return shown.Count >= count;
                },
                seconds);
        }

        public override void WriteProgress(long sourceId, ProgressRecord record)
        {
            if (HasNoBars)
            {
                Refused++;
                throw new NotImplementedException();
            }

            lock (_gate)
            {
                _progress.Add(new ProgressEvent
                {
                    SourceId = sourceId,
                    ActivityId = record.ActivityId,
                    ParentActivityId = record.ParentActivityId,
                    Activity = record.Activity,
                    Status = record.StatusDescription,
                    Operation = record.CurrentOperation ?? "",
                    Percent = record.PercentComplete,
                    SecondsRemaining = record.SecondsRemaining,
                    IsCompleted = record.RecordType == ProgressRecordType.Completed,
                });
                Monitor.PulseAll(_gate);
            }
        }

        public override PSHostRawUserInterface RawUI { get { return null; } }

        public override void Write(string value) { Add(value); }

        public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) { Add(value); }

        public override void WriteLine(string value) { Add(value); }

        public override void WriteErrorLine(string value) { Add(value); }

        public override void WriteDebugLine(string message) { Add(message); }

        public override void WriteVerboseLine(string message) { Add(message); }

        public override void WriteWarningLine(string message) { Add(message); }

        public override string ReadLine() { throw Asked("ReadLine"); }

        public override SecureString ReadLineAsSecureString() { throw Asked("ReadLineAsSecureString"); }

        public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) { throw Asked(caption); }

        public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice) { throw Asked(caption); }

        public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) { throw Asked(caption); }

        public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options) { throw Asked(caption); }

        private bool WaitUntil(Func<bool> condition, int seconds)
        {
            DateTime end = DateTime.UtcNow.AddSeconds(seconds);
            lock (_gate)
            {
                while (!condition())
                {
                    TimeSpan left = end - DateTime.UtcNow;
                    if (left <= TimeSpan.Zero || !Monitor.Wait(_gate, left))
                    {
                        return condition();
                    }
                }

                return true;
            }
        }

        private Exception Asked(string what)
        {
            Add(what);
            return new PSInvalidOperationException("This host asks nobody.");
        }

        private void Add(string text)
        {
            lock (_gate)
            {
                _written.Add(text);
            }
        }
    }
}
