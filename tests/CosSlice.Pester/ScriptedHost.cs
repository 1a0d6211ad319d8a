// A host whose user is a test: it answers prompts in an order that was laid down, or leaves one open. Compiled by Add-Type, so it
// is C# 5 for the sake of Windows PowerShell.
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
    public sealed class ScriptedHost : PSHost
    {
        private readonly ScriptedUI _ui = new ScriptedUI();
        private readonly Guid _id = Guid.NewGuid();

        /// <summary>What the user answers, by the choices' labels. Where there is none left, the prompt stays open until it is released.</summary>
        public Queue<string> Answers { get { return _ui.Answers; } }

        /// <summary>What was asked.</summary>
        public List<string> Prompts { get { return _ui.Prompts; } }

        /// <summary>The labels of the last prompt.</summary>
        public string[] Choices { get { return _ui.Choices; } }

        public bool WaitForOpenPrompt(int seconds) { return _ui.Opened.Wait(TimeSpan.FromSeconds(seconds)); }

        public void Release() { _ui.Released.Set(); }

        public override Guid InstanceId { get { return _id; } }

        public override string Name { get { return "ScriptedHost"; } }

        public override Version Version { get { return new Version(1, 0); } }

        public override PSHostUserInterface UI { get { return _ui; } }

        public override CultureInfo CurrentCulture { get { return CultureInfo.InvariantCulture; } }

        public override CultureInfo CurrentUICulture { get { return CultureInfo.GetCultureInfo("en-US"); } }

        /// <summary>How often the user chose to look around first.</summary>
        public int NestedPrompts { get; private set; }

        public override void EnterNestedPrompt() { NestedPrompts++; }

        public override void ExitNestedPrompt() { }

        public override void NotifyBeginApplication() { }

        public override void NotifyEndApplication() { }

        public override void SetShouldExit(int exitCode) { }

        private sealed class ScriptedUI : PSHostUserInterface
        {
            public readonly Queue<string> Answers = new Queue<string>();
            public readonly List<string> Prompts = new List<string>();
            public readonly ManualResetEventSlim Opened = new ManualResetEventSlim();
            public readonly ManualResetEventSlim Released = new ManualResetEventSlim();
            public string[] Choices = new string[0];

            public override PSHostRawUserInterface RawUI { get { return null; } }

            public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
            {
                Prompts.Add(message);
                List<string> labels = new List<string>();
                foreach (ChoiceDescription choice in choices)
                {
                    labels.Add(choice.Label.Replace("&", ""));
                }

                Choices = labels.ToArray();
                if (Answers.Count > 0)
                {
                    return labels.IndexOf(Answers.Dequeue());
                }

                Opened.Set();
                Released.Wait();
                return labels.IndexOf("Yes");
            }

            public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) { throw new NotSupportedException(); }

            public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) { throw new NotSupportedException(); }

            public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName, PSCredentialTypes types, PSCredentialUIOptions options) { throw new NotSupportedException(); }

            public override string ReadLine() { throw new NotSupportedException(); }

            public override SecureString ReadLineAsSecureString() { throw new NotSupportedException(); }

            public override void Write(string value) { }

            public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) { }

            public override void WriteLine(string value) { }

            public override void WriteErrorLine(string value) { }

            public override void WriteDebugLine(string message) { }

            public override void WriteVerboseLine(string message) { }

            public override void WriteWarningLine(string message) { }

            public override void WriteProgress(long sourceId, ProgressRecord record) { }
        }
    }
}
