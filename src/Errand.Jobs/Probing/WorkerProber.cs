using Errand.Core;
using Errand.Jobs.Workers;
using Errand.Processes;

namespace Errand.Jobs.Probing;

/// <summary>Asks a worker program what it is and what it can, before it is used.</summary>
/// <param name="processes">Runs it.</param>
/// <param name="cache">What programs have answered before; null = everything is asked anew.</param>
public sealed class WorkerProber(ProcessRunner processes, ProbeCache? cache)
{
    private const int LongestAnswer = 1 << 20;

    /// <exception cref="ErrandException">The program is missing, is another one, is too old, or cannot work on this machine.</exception>
    /// <exception cref="ProcessStartException">The program cannot be started.</exception>
    public async Task<WorkerCapabilities> AskAsync(IWorkerDriver driver, WorkerContext context, CancellationToken cancellationToken)
    {
        IReadOnlyList<ProcessCommand> questions = driver.ProbeCommands(context);
        ProbeSubject? subject = cache is null ? null : ProbeSubject.Of(questions);
        IReadOnlyList<CapturedOutput>? known = subject is null ? null : cache!.Find(subject);
        IReadOnlyList<CapturedOutput> answers = known ?? await CaptureAsync(questions, cancellationToken);
        IReadOnlyList<CapturedOutput> trials = await CaptureAsync(driver.TrialCommands(context), cancellationToken);
        WorkerCapabilities capabilities = driver.ReadProbe(context, [.. answers, .. trials]);
        if (subject is not null && known is null)
            cache!.Keep(subject, answers);
        return capabilities;
    }

    private async Task<IReadOnlyList<CapturedOutput>> CaptureAsync(IReadOnlyList<ProcessCommand> commands, CancellationToken cancellationToken)
    {
        var answers = new List<CapturedOutput>(commands.Count);
        foreach (ProcessCommand command in commands)
            answers.Add(await processes.CaptureAsync(command, LongestAnswer, cancellationToken));
        return answers;
    }
}
