using Errand.Core;
using Errand.Core.Redaction;
using Errand.Jobs.Models;
using Errand.Jobs.Probing;
using Errand.Jobs.Sandbox;
using Errand.Jobs.Store;
using Errand.Jobs.Supervision;
using Errand.Jobs.Workers;
using Errand.Jobs.Workspaces;
using Errand.Processes;

namespace Errand.Jobs.Reviews;

/// <summary>Lets one worker read: in read mode, in a sandbox, on a copy of the work that nothing is taken from. One that answers in another form is asked once more.</summary>
public sealed class Reviewer(
    ProcessRunner processes, WorkerDrivers drivers, WorkerProber prober, IModelGateway gateway, Sandboxes sandboxes, ErrandEnvironment environment, TimeSpan grace, TimeProvider clock)
{
    private readonly WorkerTurns turns = new(processes, prober, environment, grace, clock);

    /// <summary>Asks.</summary>
    /// <param name="job">The job, whose journal says already that the review has begun.</param>
    /// <param name="spec">The job's spec with the reviewer as its worker.</param>
    /// <param name="place">A copy of the work.</param>
    /// <param name="run">The marker's token of this supervisor's processes.</param>
    /// <param name="cancellationToken">Ends the reviewer; what it used until then is booked.</param>
    internal async Task<ReviewOutcome> AskAsync(SupervisedJob job, JobSpec spec, PreparedWorkspace place, string run, CancellationToken cancellationToken)
    {
        AttemptPaths files = job.Paths.Attempt(job.History.Attempt).Review;
        Directory.CreateDirectory(files.Directory);
        await using IModelSession? models = spec.Worker.UsesGateway ? await gateway.StartAsync(SessionOf(job, spec), cancellationToken) : null;
        try
        {
            if (models is not null)
                job.Budget.Attach(models);
            return await AskAsync(job, spec, place, files, run, models, cancellationToken);
        }
        finally
        {
            job.Budget.Detach();
        }
    }

    private async Task<ReviewOutcome> AskAsync(SupervisedJob job, JobSpec spec, PreparedWorkspace place, AttemptPaths files, string run, IModelSession? models, CancellationToken cancellationToken)
    {
        long startedAt = clock.GetTimestamp();
        IWorkerDriver driver = drivers.Get(spec.Worker);
        ISandbox sandbox = await sandboxes.ChooseAsync(cancellationToken);
        WorkerContext context = Context(job, spec, place, files, run, sandbox) with { Gateway = models?.Endpoint };
        WorkerCapabilities capabilities = await turns.ProbeAsync(driver, context, cancellationToken);
        string brief = ReviewBrief.Of(job, $"{Guid.NewGuid():N}"[..12]);
        WorkerOutcome? outcome = null;
        ModelUsage? told = null;
        IReadOnlyList<ReviewFinding>? findings;
        double seconds;
        try
        {
            outcome = await RunAsync(new WorkerPrompt(brief, SessionId: null, ModelUsage.None));
            told = outcome.Usage;
            findings = ReviewAnswer.Read(outcome.Claim);
            if (outcome.Failure is null && findings is null && !cancellationToken.IsCancellationRequested && models is not { BudgetReached.IsCompleted: true })
            {
                outcome = await RunAsync(outcome.SessionId is { } session
                    ? new WorkerPrompt(ReviewBrief.Again, session, outcome.SessionUsage ?? ModelUsage.None)
                    : new WorkerPrompt(brief, SessionId: null, ModelUsage.None));
                told = told is null ? outcome.Usage : outcome.Usage is null ? told : told + outcome.Usage;
                findings = ReviewAnswer.Read(outcome.Claim);
            }
        }
        finally
        {
            // What was used was used, also where the second question could not be asked.
            seconds = Math.Round(clock.GetElapsedTime(startedAt).TotalSeconds, 3);
            await BookAsync(job, spec, models, outcome, told, seconds);
        }

        cancellationToken.ThrowIfCancellationRequested();
        // An objection that was read stands however its reviewer ended; that it found nothing counts only from one that came to its end.
        bool objects = findings is not null && findings.Any(finding => finding.Severity == ReviewSeverity.High);
        string? reason = objects ? null : models is { BudgetReached.IsCompleted: true } ? (await models.BudgetReached).Text : ReasonOf(spec, outcome);
        var review = new Review
        {
            Worker = spec.Worker.Name,
            Model = outcome.Model ?? spec.Worker.Model,
            Status = reason is not null ? ReviewStatus.Failed : findings is null ? ReviewStatus.Unreadable : ReviewStatus.Read,
            Reason = reason ?? (findings is null ? $"{spec.Worker.Name} was asked twice and did not answer in the form that was asked for." : null),
            Findings = findings ?? [],
            Seconds = seconds,
        };
        return new ReviewOutcome(review, outcome.Failure == BlockedClass.Auth && !objects);

        Task<WorkerOutcome> RunAsync(WorkerPrompt prompt) => RunOnceAsync(job, spec, place, files, driver, context, capabilities, prompt, sandbox, models, cancellationToken);
    }

    private async Task<WorkerOutcome> RunOnceAsync(
        SupervisedJob job, JobSpec spec, PreparedWorkspace place, AttemptPaths files, IWorkerDriver driver, WorkerContext context, WorkerCapabilities capabilities,
        WorkerPrompt prompt, ISandbox sandbox, IModelSession? models, CancellationToken cancellationToken)
    {
        (WorkerLaunch launch, Redactor redactor) = await turns.PrepareAsync(spec, driver, context, capabilities, prompt, cancellationToken);
        var turn = new WorkerTurn
        {
            Spec = spec,
            Context = context,
            Launch = launch,
            Output = driver.OpenOutput(context, prompt),
            Workspace = place,
            Sandbox = sandbox,
            Models = models,
            Files = files,
            Redactor = redactor,
            Feed = new EventFeed(),
            Status = new JobStatus(job.Journal, clock),
            Session = prompt.SessionId,
        };
        return (await turns.RunAsync(turn, cancellationToken)).Outcome;
    }

    private async Task BookAsync(SupervisedJob job, JobSpec spec, IModelSession? models, WorkerOutcome? outcome, ModelUsage? told, double seconds)
    {
        if (models is not null)
        {
            SessionUsage counted = await models.EndAsync();
            job.Journal.Append(new UsageCounted(counted.Usage, IsReview: true));
            foreach (string warning in counted.Warnings.Except(job.History.Warnings))
                job.Journal.Append(new WarningNoted(warning));
            return;
        }

        if (told is null)
            return;

        string? model = outcome?.Model ?? spec.Worker.Model;
        var usage = new JobUsage { Tokens = told, Cost = model is null ? [] : gateway.CostOf(model, told), Metering = Metering.Estimated };
        job.Journal.Append(new UsageCounted(usage, IsReview: true));
        gateway.Record(new EndedReview(spec, job.History.Attempt, job.History.Reviews, model, usage, seconds, job.Paths.Usage));
    }

    /// <summary>A job whose own worker calls its model by itself has no budget; its reviewer's calls are held all the same.</summary>
    private ModelSessionRequest SessionOf(SupervisedJob job, JobSpec spec) =>
        new(spec, job.History.Attempt, job.History.BudgetOf(job.Spec) ?? gateway.DefaultBudget ?? Budget.None, job.Paths.Usage) { Review = job.History.Reviews };

    /// <summary>Why there is no answer; null = there is one, of whatever form.</summary>
    private static string? ReasonOf(JobSpec spec, WorkerOutcome outcome) => outcome.Failure switch
    {
        null => null,
        BlockedClass.Timeout => $"{spec.Worker.Name} did not end within {spec.Timeout.TotalSeconds:0} s.",
        BlockedClass.Stalled => $"{spec.Worker.Name} was silent for {spec.StallTimeout.TotalSeconds:0} s.",
        _ => outcome.Sentence,
    };

    private WorkerContext Context(SupervisedJob job, JobSpec spec, PreparedWorkspace place, AttemptPaths files, string run, ISandbox sandbox)
    {
        bool hasOwnTemp = sandbox.Kind == SandboxKind.Bubblewrap;
        string home = Path.Combine(job.Paths.Review, "home");
        string temp = hasOwnTemp ? WorkerSandbox.Temp : Path.Combine(job.Paths.Review, "tmp");
        foreach (string directory in hasOwnTemp ? (string[])[home] : [home, temp])
            Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new WorkerContext
        {
            Worker = spec.Worker,
            WorkspaceDirectory = place.Root,
            WorkingDirectory = place.WorkingDirectory,
            HomeDirectory = home,
            TempDirectory = temp,
            Sandbox = sandbox.Kind,
            PromptFile = files.Prompt,
            Mode = JobMode.Read,
            UserEnvironment = environment.Variables,
            UserHomeDirectory = environment.HomeDirectory,
            JobVariables = WorkerStarter.Variables(spec, run, sandbox),
        };
    }
}
