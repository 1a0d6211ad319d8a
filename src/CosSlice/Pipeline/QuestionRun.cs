using System.Collections.Concurrent;
using System.Management.Automation;
using CosSlice.Errors;
using CosSlice.Progress;

namespace CosSlice.Pipeline;

/// <summary>
/// The questions of one command: several are under way at once, and their answers are written in the order in which they
/// were asked. Everything but <see cref="IUploadObserver"/> is for the pipeline's thread.
/// </summary>
/// <param name="cmdlet">The cmdlet that writes.</param>
/// <param name="clock">The time.</param>
/// <param name="cancellation">Ends every wait.</param>
internal sealed class QuestionRun(PSCmdlet cmdlet, Clock clock, CancellationToken cancellation) : IUploadObserver
{
    // Neither closed nor disposed: a late report of a cancelled question must find it open. An entry without a text says
    // that a question has ended.
    private readonly BlockingCollection<(string? Text, bool IsWarning)> _messages = [];
    private readonly Queue<Question> _open = new();
    private readonly SampleTimer _samples = new(clock);
    private readonly ProgressPainter _painter = new(cmdlet);
    private FileBar? _bar;
    private FileMilestones? _milestones;
    private int _lastId;

    /// <summary>Follows a question that was asked.</summary>
    public void Track(Question question)
    {
        _open.Enqueue(question);
        _ = question.Completion.ContinueWith(
            ended =>
            {
                // Reading the exception observes it, also where nobody is left to write it.
                _ = ended.Exception;
                _messages.Add((null, false));
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    /// <summary>Writes what lies ready, and what comes until no more than so many questions are open.</summary>
    /// <exception cref="PipelineStoppedException">The command was stopped.</exception>
    public void Pump(int open)
    {
        try
        {
            while (_open.Count > 0 && (_open.Count > open || _open.Peek().Completion.IsCompleted))
            {
                Question next = _open.Peek();
                Await(next);
                _ = _open.Dequeue();
                Tell(TimeSpan.Zero);
                Write(next);
            }

            Tell(TimeSpan.Zero);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <summary>Waits, bounded, until every question has ended; what they report is not written.</summary>
    /// <returns>Whether all have ended.</returns>
    public bool WaitForEnd(TimeSpan timeout)
    {
        // A wait for any of them never throws, where a wait for all would throw what they failed with.
        Task[] all = [Task.WhenAll(_open.Select(question => question.Completion))];
        return Task.WaitAny(all, timeout) == 0;
    }

    /// <summary>Takes the bar away, where there is one.</summary>
    public void ClearBar()
    {
        _painter.Clear();
        _bar = null;
    }

    /// <inheritdoc/>
    public void Noted(UploadProgress progress, string message) => _messages.Add((ErrorText.Of(progress, message), false));

    /// <inheritdoc/>
    public void Warned(UploadProgress? progress, string message) => _messages.Add((ErrorText.Of(progress, message), true));

    private void Await(Question question)
    {
        while (!question.Completion.IsCompleted)
        {
            Tell(_samples.Left);
            if (_samples.IsDue() && question.Progress is { Phase: UploadPhase.Hashing } hashed && !question.Completion.IsCompleted)
            {
                Sample(hashed);
            }
        }

        ClearBar();
    }

    private void Sample(UploadProgress hashed)
    {
        TimeSpan now = clock.Elapsed;
        if (_bar?.Progress != hashed)
        {
            _lastId = (_lastId % FileBar.LargestId) + 1;
            _bar = new FileBar(hashed, _lastId, now, isFromNothing: false);
            _milestones = new FileMilestones(hashed, now);
        }

        _painter.Paint([_bar.Line(now, isBelowTotal: false)]);
        if (_milestones!.Next(now) is string line)
        {
            cmdlet.WriteVerbose(line);
        }
    }

    // What was said before comes out before the answer that it belongs to.
    private void Tell(TimeSpan wait)
    {
        while (_messages.TryTake(out (string? Text, bool IsWarning) message, (int)wait.TotalMilliseconds, cancellation))
        {
            wait = TimeSpan.Zero;
            if (message.IsWarning)
            {
                cmdlet.WriteWarning(message.Text);
            }
            else if (message.Text is not null)
            {
                cmdlet.WriteVerbose(message.Text);
            }
        }
    }

    private void Write(Question question)
    {
        if (question.Completion.Status == TaskStatus.RanToCompletion)
        {
            if (question.Completion.Result is object answer)
            {
                cmdlet.WriteObject(answer);
            }

            if (question.Done is not null)
            {
                cmdlet.WriteVerbose(question.Done);
            }

            return;
        }

        Exception error = question.Completion.Exception?.GetBaseException()
            ?? new OperationCanceledException(TextFormat.Of(InputTexts.QuestionCancelled, question.Target));
        cmdlet.WriteError(ErrorRecords.From(error, question.Target));
    }
}
