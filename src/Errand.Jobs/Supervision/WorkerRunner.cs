using Errand.Core;
using Errand.Core.Redaction;
using Errand.Jobs.Models;
using Errand.Jobs.Probing;
using Errand.Jobs.Requests;
using Errand.Jobs.Sandbox;
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

    private readonly WorkerTurns turns = new(processes, prober, environment, grace, clock);

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
        ISandbox sandbox = workspace.View is null ? await sandboxes.ChooseAsync(stop.Token) : await sandboxes.ChooseForOverlayAsync(stop.Token);
        SandboxTerms.Require(workspace, sandbox);
        WorkerContext context = Context(job, workspace, attempt, run, sandbox) with { Gateway = models?.Endpoint };
        // Outside of the sandbox there is no such directory, or it is the user's own.
        WorkerCapabilities capabilities = await turns.ProbeAsync(driver, workspace.View is null ? context : context with { WorkingDirectory = context.HomeDirectory }, stop.Token);
        WritablePlaces? places = SandboxTerms.PlacesOf(job, workspace, sandbox);
        WorkerPrompt prompt = completes ? Brief.Completion(job.History) : Brief.Of(job.Spec, job.History, places is { IsAll: false } ? places.Where : null, WorkSoFar.Read(job));
        (WorkerLaunch launch, Redactor redactor) = await turns.PrepareAsync(job.Spec, driver, context, capabilities, prompt, stop.Token);
        journal.Redactor = redactor;

        SandboxTerms.Note(job, sandbox, places);
        journal.Append(new AttemptStarted(number, capabilities.Program, capabilities.Version, prompt.SessionId, completes) { Sandbox = sandbox.Kind });
        if (journal.History.State != JobState.Running)
            journal.Change(JobState.Running, $"{job.Spec.Worker.Name} works.", "supervisor");
        long startedAt = clock.GetTimestamp();
        (WorkerOutcome outcome, StopReason stopReason, ProcessExit exit, string? logFailure) = await turns.RunAsync(
            new WorkerTurn
            {
                Spec = job.Spec,
                Context = context,
                Launch = launch,
                Output = driver.OpenOutput(context, prompt),
                Workspace = workspace,
                Places = places,
                Sandbox = sandbox,
                Models = models,
                Files = attempt,
                Redactor = redactor,
                Feed = feed,
                Status = status,
                Session = job.History.SessionId,
                Note = seen => journal.Append(seen),
            },
            stop.Token);
        SessionUsage? counted = models is null ? null : await models.EndAsync();
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
        if (logFailure is not null)
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
            WorkspaceDirectory = workspace.Shown,
            WorkingDirectory = workspace.WorkingDirectory,
            HomeDirectory = job.Owner.Home,
            TempDirectory = hasOwnTemp ? WorkerSandbox.Temp : job.Owner.Temp,
            Sandbox = sandbox.Kind,
            PromptFile = attempt.Prompt,
            Mode = job.Spec.Mode,
            UserEnvironment = environment.Variables,
            UserHomeDirectory = environment.HomeDirectory,
            JobVariables = WorkerStarter.Variables(job.Spec, run, sandbox),
        };
    }
}
