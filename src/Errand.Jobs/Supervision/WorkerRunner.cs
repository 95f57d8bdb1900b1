using System.Globalization;
using Errand.Core;
using Errand.Core.Redaction;
using Errand.Jobs.Models;
using Errand.Jobs.Probing;
using Errand.Jobs.Requests;
using Errand.Jobs.Sandbox;
using Errand.Jobs.Sandbox.Network;
using Errand.Jobs.Store;
using Errand.Jobs.Verification.Completeness;
using Errand.Jobs.Workers;
using Errand.Jobs.Workspaces;
using Errand.Processes;

namespace Errand.Jobs.Supervision;

/// <summary>Runs an attempt's worker and watches it: what it prints, how long it is silent, how long it takes, and whether the host wants it to stop.</summary>
public sealed class WorkerRunner(
    ProcessRunner processes, WorkerDrivers drivers, WorkerProber prober, IModelGateway gateway, Sandboxes sandboxes, ErrandEnvironment environment, TimeSpan grace, TimeProvider clock)
{
    private const int LongestClaim = 2000;

    /// <summary>A worker that takes longer than this will most likely take minutes.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);

    /// <summary>How long a worker whose call was refused may take to end by itself: its CLI understands the refusal, a program of the user's may not.</summary>
    private static readonly TimeSpan RefusedPatience = TimeSpan.FromSeconds(20);

    /// <summary>How long a worker's program may take to say which version it is: the job's own clocks run from the worker's start only.</summary>
    private static readonly TimeSpan ProbePatience = TimeSpan.FromSeconds(30);

    /// <param name="job">The job.</param>
    /// <param name="workspace">Where the worker works.</param>
    /// <param name="run">The marker's token of this supervisor's processes.</param>
    /// <param name="completes">Whether the worker is only to complete its report, in the session that it has.</param>
    /// <param name="stop">Ends it.</param>
    /// <param name="status">Told of its life.</param>
    /// <param name="feed">Told of what it does.</param>
    internal async Task<WorkerRunResult> RunAsync(
        SupervisedJob job, PreparedWorkspace workspace, string run, bool completes, StopSignal stop, JobStatus status, EventFeed feed)
    {
        JournalWriter journal = job.Journal;
        int number = job.History.Attempt + 1;
        AttemptPaths attempt = job.Paths.Attempt(number);
        Directory.CreateDirectory(attempt.Directory);
        IWorkerDriver driver = drivers.Get(job.Spec.Worker);
        await using IModelSession? models = job.Spec.Worker.UsesGateway ? await gateway.StartAsync(SessionRequest(job, number), stop.Token) : null;
        if (models is not null)
            job.Budget.Attach(models);
        ISandbox sandbox = await sandboxes.ChooseAsync(stop.Token);
        WorkerContext context = Context(job, workspace, attempt, run, sandbox) with { Gateway = models?.Endpoint };
        WorkerCapabilities capabilities = await ProbeAsync(driver, context, stop.Token);
        WorkerPrompt prompt = completes ? Brief.Completion(job.History) : Brief.Of(job.Spec, job.History, WorkSoFar.Read(job));
        await File.WriteAllTextAsync(attempt.Prompt, prompt.Text, stop.Token);
        WorkerLaunch launch = driver.Prepare(context, capabilities, prompt);
        PlaceFiles(launch);
        journal.Redactor = new Redactor([.. launch.Secrets, .. KnownValues.Of(environment.Variables)]);

        journal.Append(new AttemptStarted(number, capabilities.Program, capabilities.Version, prompt.SessionId, completes) { Sandbox = sandbox.Kind });
        if (journal.History.State != JobState.Running)
            journal.Change(JobState.Running, $"{job.Spec.Worker.Name} works.", "supervisor");
        long startedAt = clock.GetTimestamp();
        using var events = new EventLog(attempt.Events, feed, clock);
        using var log = new WorkerLog(attempt.WorkerLog, journal.Redactor);
        var watch = new WorkerWatch(job, driver.OpenOutput(context, prompt), log, events, status);
        var output = new ProcessOutput
        {
            StandardOutput = line => watch.Take(new WorkerLine(line.Text, IsError: false, line.IsTruncated)),
            StandardError = line => watch.Take(new WorkerLine(line.Text, IsError: true, line.IsTruncated)),
        };
        ProcessCommand command = launch.Command with { MarkerVariable = RunMarker.Variable };
        await using SandboxedRun held = sandbox.Prepare(WorkerSandbox.Of(context, launch, workspace, environment.StateDirectory), command);
        await using RunningProcess process = Start(held.Command, output, launch.Command.FileName);
        held.Begin();
        journal.Append(new WorkerStarted(process.Identity));
        status.WorkerStarted(process);
        StopReason stopReason = await WatchAsync(process, job.Spec, watch, models, stop, status);
        ProcessExit exit = await process.WaitAsync(CancellationToken.None);
        status.WorkerEnded();
        if (!await held.WasEntered && stopReason == StopReason.Ended)
        {
            throw new ErrandException(
                ErrorCatalog.SandboxFailed, $"The sandbox of the worker {context.Worker.Name} could not be built: {SandboxFailure.Explain(watch.LastError)}. `errand doctor` tries the sandbox by itself.");
        }

        SessionUsage? counted = models is null ? null : await models.EndAsync();
        WorkerOutcome outcome = Correct(watch.Finish(exit, stopReason), watch, stopReason, job.Spec);
        journal.Append(new WorkerEnded(
            stopReason,
            exit.ExitCode,
            Math.Round(clock.GetElapsedTime(startedAt).TotalSeconds, 3),
            exit.Survivors,
            outcome.SessionId,
            outcome.Model,
            outcome.Claim is null ? null : Escaping.Cut(outcome.Claim, LongestClaim),
            counted?.Usage.Tokens ?? outcome.Usage,
            outcome.SessionUsage,
            LastWord.Read(outcome.Claim),
            job.Spec.Report ? ReportParts.Missing(outcome.Claim) : null));
        if ((counted?.Usage ?? Estimate(outcome, job.Spec.Worker)) is { } used)
            journal.Append(new UsageCounted(used));
        foreach (string warning in outcome.Warnings.Concat(counted?.Warnings ?? []).Except(journal.History.Warnings))
            journal.Append(new WarningNoted(warning));
        if (exit.Survivors > 0)
            journal.Append(new WarningNoted($"{exit.Survivors} processes of the worker could not be ended."));
        if (log.Failure is { } logFailure)
            journal.Append(new WarningNoted($"The worker's log is incomplete: {logFailure.TrimEnd('.')}."));
        return new WorkerRunResult(
            outcome,
            stopReason,
            models is { BudgetReached.IsCompleted: true } ? await models.BudgetReached : null,
            stopReason == StopReason.Ended && prompt.SessionId is not null && outcome is { Failure: not null, SessionId: null });
    }

    private static ModelSessionRequest SessionRequest(SupervisedJob job, int attempt) =>
        new(job.Spec, attempt, job.History.BudgetOf(job.Spec) ?? Budget.None, job.Paths.Usage) { IsEscalated = Revision.IsEscalated(job.Spec, job.History) };

    /// <summary>What a worker that calls its model by itself says that it used.</summary>
    private JobUsage? Estimate(WorkerOutcome outcome, WorkerSpec worker) => outcome.Usage is not { } tokens ? null : new JobUsage
    {
        Tokens = tokens,
        Cost = (outcome.Model ?? worker.Model) is { } model ? gateway.CostOf(model, tokens) : [],
        Metering = Metering.Estimated,
    };

    private WorkerContext Context(SupervisedJob job, PreparedWorkspace workspace, AttemptPaths attempt, string run, ISandbox sandbox)
    {
        bool hasOwnTemp = sandbox.Kind == SandboxKind.Bubblewrap;
        foreach (string directory in hasOwnTemp ? (string[])[job.Owner.Home] : [job.Owner.Home, job.Owner.Temp])
            Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new WorkerContext
        {
            Worker = job.Spec.Worker,
            WorkspaceDirectory = workspace.Root,
            WorkingDirectory = workspace.WorkingDirectory,
            HomeDirectory = job.Owner.Home,
            TempDirectory = hasOwnTemp ? WorkerSandbox.Temp : job.Owner.Temp,
            Sandbox = sandbox.Kind,
            PromptFile = attempt.Prompt,
            Mode = job.Spec.Mode,
            UserEnvironment = environment.Variables,
            UserHomeDirectory = environment.HomeDirectory,
            JobVariables = JobVariables(job, run, sandbox),
        };
    }

    private static Dictionary<string, string> JobVariables(SupervisedJob job, string run, ISandbox sandbox)
    {
        bool hasOwnNetwork = sandbox.Kind == SandboxKind.Bubblewrap && job.Spec.Worker.Network != SandboxNetwork.Open;
        return new Dictionary<string, string>(RunMarker.Variables(run))
        {
            [PortBlock.Variable] = PortBlock.For(job.Spec.Id, hasOwnNetwork).ToString(CultureInfo.InvariantCulture),
        };
    }

    private async Task<WorkerCapabilities> ProbeAsync(IWorkerDriver driver, WorkerContext context, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(ProbePatience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await prober.AskAsync(driver, context, either.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ErrandException(
                ErrorCatalog.WorkerProgramMissing,
                $"The worker {context.Worker.Name} could not be started: its program does not say within {ProbePatience.TotalSeconds:0} s which version it is. Run it with --version by hand; `errand doctor` says what the worker needs.");
        }
        catch (ProcessStartException cause)
        {
            throw NotStarted(context.Worker.Name, cause);
        }
    }

    private RunningProcess Start(ProcessCommand command, ProcessOutput output, string program)
    {
        try
        {
            return processes.Start(command, output, new TerminationPolicy { Grace = grace });
        }
        catch (ProcessStartException cause)
        {
            throw NotStarted(program, cause);
        }
    }

    private static ErrandException NotStarted(string name, ProcessStartException cause) => new(
        ErrorCatalog.WorkerProgramMissing,
        $"The worker {name} could not be started: {cause.Message} `errand doctor` says what it needs.",
        cause);

    private static void PlaceFiles(WorkerLaunch launch)
    {
        foreach (WorkerFile file in launch.Files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file.Path)!);
            DurableFile.Write(file.Path, file.Content.Span);
        }

        foreach (WorkerLink link in launch.Links)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(link.Path)!);
            File.Delete(link.Path);
            File.CreateSymbolicLink(link.Path, link.Target);
        }
    }

    /// <summary>Waits for the worker's end, and brings it about when there is a reason to.</summary>
    private async Task<StopReason> WatchAsync(
        RunningProcess process, JobSpec spec, WorkerWatch watch, IModelSession? models, StopSignal stop, JobStatus status)
    {
        var stall = new StallWatch(spec.StallTimeout, clock);
        long startedAt = clock.GetTimestamp();
        Task ended = process.WaitAsync(CancellationToken.None);
        using var done = new CancellationTokenSource();
        await using ITimer settled = clock.CreateTimer(static _ => ResidentMemory.Release(), null, Settling, Timeout.InfiniteTimeSpan);
        Task stopped = Task.Delay(Timeout.InfiniteTimeSpan, clock, stop.Token);
        Task refused = models is null ? stopped : RefusedAsync(models, done.Token);
        try
        {
            while (true)
            {
                TimeSpan left = spec.Timeout - clock.GetElapsedTime(startedAt);
                Task tick = Task.Delay(Shorter(left, stall.Interval), clock, done.Token);
                Task first = await Task.WhenAny(ended, stopped, watch.GaveUp, refused, tick);
                StopReason? reason =
                    first == ended ? StopReason.Ended
                    : first == stopped ? StopReason.Cancelled
                    : first == watch.GaveUp || first == refused ? StopReason.GivenUp
                    : clock.GetElapsedTime(startedAt) >= spec.Timeout ? StopReason.Timeout
                    : stall.IsStalled(status.Silence, process.Sample()) ? StopReason.Stalled
                    : null;
                if (reason is null)
                    continue;

                if (reason != StopReason.Ended)
                    process.Interrupt();
                return reason.Value;
            }
        }
        finally
        {
            await done.CancelAsync();
        }
    }

    /// <summary>Ends when a worker has not taken a refusal for an end.</summary>
    private async Task RefusedAsync(IModelSession models, CancellationToken cancellationToken)
    {
        await models.BudgetReached.WaitAsync(cancellationToken);
        await Task.Delay(RefusedPatience, clock, cancellationToken);
    }

    private static TimeSpan Shorter(TimeSpan left, TimeSpan interval) =>
        left <= TimeSpan.Zero ? TimeSpan.FromMilliseconds(1) : left < interval ? left : interval;

    /// <summary>What the supervisor did to the worker outweighs what its driver makes of the end.</summary>
    private static WorkerOutcome Correct(WorkerOutcome outcome, WorkerWatch watch, StopReason reason, JobSpec spec) => reason switch
    {
        StopReason.Timeout => outcome with
        {
            Failure = BlockedClass.Timeout,
            Sentence = $"The worker was ended after {spec.Timeout.TotalSeconds:0} s, the job's time limit; its work so far is kept. Retry with a longer timeout, or accept less.",
        },
        // A driver that knows what the worker waited for in silence, such as a used-up quota, has the better word.
        StopReason.Stalled when outcome.Failure is null or BlockedClass.Stalled => outcome with
        {
            Failure = BlockedClass.Stalled,
            Sentence = $"The worker printed nothing, used no CPU and wrote nothing for {spec.StallTimeout.TotalSeconds:0} s and was ended; its work so far is kept. Look at its log, then retry the job.",
        },
        StopReason.GivenUp => outcome with { Failure = outcome.Failure ?? watch.GiveUpClass },
        _ => outcome,
    };
}
