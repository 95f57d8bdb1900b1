using Errand.Core;

namespace Errand.Jobs.Store;

/// <summary>A job as its journal tells it: the fold of all entries. Immutable; <see cref="With"/> gives the next one.</summary>
public sealed record JobHistory
{
    public static JobHistory Empty { get; } = new();

    public int LastSequence { get; private init; }
    public JobState State { get; private init; } = JobState.Queued;
    public string? Class { get; private init; }
    public string? Reason { get; private init; }
    public DateTimeOffset StateAt { get; private init; }

    /// <summary>The supervisor that took the job last, and the marker of its processes.</summary>
    public SupervisorStarted? Supervisor { get; private init; }

    /// <summary>Whether a supervisor took the job since it was last queued.</summary>
    public bool IsTaken { get; private init; }

    public WorkspacePrepared? Workspace { get; private init; }
    public int Attempt { get; private init; }

    /// <summary>What held the latest attempt's worker; null = there was none, or nobody wrote it down.</summary>
    public SandboxKind? Sandbox { get; private init; }
    public bool WorkerRuns { get; private init; }
    public string? SessionId { get; private init; }
    public string? Model { get; private init; }
    public string? Claim { get; private init; }
    public ModelUsage? Usage { get; private init; }
    public ModelUsage? SessionUsage { get; private init; }

    /// <summary>What all attempts used; null = nobody could tell.</summary>
    public JobUsage? Counted { get; private init; }

    /// <summary>What the host allowed beside the budget that the job was started with.</summary>
    public IReadOnlyList<BudgetRaised> Raises { get; private init; } = [];

    /// <summary>The budget that ended the latest attempt; null = none did.</summary>
    public BudgetReached? BudgetReached { get; private init; }

    /// <summary>What the latest capture holds, of whichever attempt.</summary>
    public WorkCaptured? Captured { get; private init; }

    /// <summary>Whether the work of the current attempt is captured, so that the workspace holds nothing that is not safe.</summary>
    public bool IsCaptured { get; private init; } = true;

    /// <summary>What looks like secrets in the latest capture.</summary>
    public IReadOnlyList<SecretFinding> Secrets { get; private init; } = [];

    public IReadOnlyList<CheckResult> Checks { get; private init; } = [];

    /// <summary>What the work changed of that which judges it.</summary>
    public IReadOnlyList<ProtectedChange> Protected { get; private init; } = [];

    public WorkJudged? Judged { get; private init; }

    /// <summary>The verdict on the latest attempt that was judged.</summary>
    public Verdict? LastVerdict { get; private init; }

    /// <summary>What the worker's last line says that the attempt came to; null = nothing.</summary>
    public JobOutcome? Said { get; private init; }

    /// <summary>The parts that the worker's report lacks of those that were asked for.</summary>
    public IReadOnlyList<string> MissingParts { get; private init; } = [];

    /// <summary>What the current attempt came to, and what looks wrong about it; null = it was not looked at yet.</summary>
    public WorkExamined? Examined { get; private init; }

    /// <summary>The latest review and the work that it is about; null = none has ended.</summary>
    public WorkReviewed? Reviewed { get; private init; }

    /// <summary>Reviews that were begun.</summary>
    public int Reviews { get; private init; }

    /// <summary>The review that is under way and whose usage is not counted yet; null = none.</summary>
    public int? OpenReview { get; private init; }

    /// <summary>The review of the work as it is captured now.</summary>
    public Review? Review => Reviewed is { } reviewed && reviewed.Commit == Captured?.Commit ? reviewed.Review : null;

    /// <summary>What changed in the user's own repository during attempts that could have done it. A later attempt takes nothing of that back.</summary>
    public IReadOnlyList<Violation> Leaks { get; private init; } = [];

    public IReadOnlyList<Violation> Violations => Judged?.Violations ?? [.. Captured?.Violations ?? [], .. Leaks];
    public string? Branch { get; private init; }
    public int Reworks { get; private init; }

    /// <summary>How many of the reworks were Errand's own doing.</summary>
    public int Revisions { get; private init; }

    /// <summary>How many of those because of a review alone.</summary>
    public int ReviewRevisions { get; private init; }

    /// <summary>Whether the next attempt is one that Errand itself has ordered.</summary>
    public bool IsRevision { get; private init; }

    /// <summary>Patterns that decisions added to the scope.</summary>
    public IReadOnlyList<string> Widened { get; private init; } = [];

    /// <summary>Files that were decided to be left out, until a capture lacks them.</summary>
    public IReadOnlyList<string> OpenDrops { get; private init; } = [];

    /// <summary>Whether the captured work is to be judged again, without a worker.</summary>
    public bool IsToBeJudged { get; private init; }

    /// <summary>What a rework is to do, until an attempt at it was judged.</summary>
    public IReadOnlyList<string> OpenItems { get; private init; } = [];

    /// <summary>What the latest judgement found of whichever attempt, for the next one to mend; null = no attempt was judged yet.</summary>
    public Findings? Findings { get; private init; }

    public IReadOnlyList<string> Warnings { get; private init; } = [];

    private bool IsApplyRefused { get; init; }

    /// <summary>Seconds from preparing to the end of judging, of all attempts that have ended.</summary>
    public double FinishedSeconds { get; private init; }

    /// <summary>When the current attempt began to be prepared; null = none is under way.</summary>
    public DateTimeOffset? BusySince { get; private init; }

    /// <summary>Whether the work is to be applied unasked, and neither was yet nor could not be.</summary>
    public bool AwaitsApply(JobSpec spec) =>
        spec.Apply == ApplyMode.Auto && State == JobState.Review && !IsApplyRefused && Judged?.Verdict == Verdict.Verified && Violations.Count == 0;

    public static JobHistory Of(IReadOnlyList<JournalEntry> entries)
    {
        JobHistory history = Empty;
        foreach (JournalEntry entry in entries)
            history = history.With(entry);
        return history;
    }

    /// <summary>What the job may use over all its attempts; null = no limit.</summary>
    public Budget? BudgetOf(JobSpec spec) => spec.Budget is null ? null : Raises.Aggregate(spec.Budget, (budget, raise) => budget.Plus(raise.More));

    public bool HasRaise(string request) => Raises.Any(raise => raise.Request == request);

    public JobHistory With(JournalEntry entry)
    {
        JobHistory next = entry switch
        {
            JobCreated => this with { StateAt = entry.At },
            SupervisorStarted started => this with { Supervisor = started, IsTaken = true },
            StateChanged change => WithState(change),
            WorkspacePrepared prepared => this with { Workspace = prepared },
            AttemptStarted started => this with
            {
                Attempt = started.Number,
                Sandbox = started.Sandbox,
                IsCaptured = false,
                Checks = [],
                Protected = [],
                Judged = null,
                Examined = null,
                Said = started.IsCompletion ? Said : null,
                Claim = started.IsCompletion ? Claim : null,
                MissingParts = started.IsCompletion ? MissingParts : [],
                SessionId = started.ResumedSession,
                SessionUsage = started.ResumedSession is null ? null : SessionUsage,
                BudgetReached = null,
                OpenDrops = [],
                IsToBeJudged = false,
            },
            WorkerStarted => this with { WorkerRuns = true },
            SessionSeen seen => this with { SessionId = seen.SessionId ?? SessionId, Model = seen.Model ?? Model },
            WorkerEnded ended => WithWorkerEnd(ended),
            LeaksFound found => this with { Leaks = [.. Leaks.Union(found.Leaks)] },
            WorkCaptured captured => this with { Captured = captured, IsCaptured = true, OpenDrops = [] },
            SecretsFound found => this with { Secrets = found.Secrets },
            CheckEnded ended => this with { Checks = [.. Checks, ended.Result] },
            ProtectedFound found => this with { Protected = found.Changes },
            WorkExamined examined => this with { Examined = examined },
            ReviewStarted started => this with { Reviews = started.Number, OpenReview = started.Number },
            WorkReviewed reviewed => this with { Reviewed = reviewed, OpenReview = null },
            WorkJudged judged => this with { Judged = judged, LastVerdict = judged.Verdict, IsToBeJudged = false, OpenItems = [], Findings = new Findings(Checks, judged.Violations, Examined?.Findings ?? [], Review?.Findings ?? []) },
            DecisionMade decision => WithDecision(decision),
            ApplyRefused refused => this with { IsApplyRefused = true, Reason = refused.Reason },
            UsageCounted counted => this with { Counted = Counted is null ? counted.Usage : Counted + counted.Usage, OpenReview = counted.IsReview ? null : OpenReview },
            BudgetReached reached => this with { BudgetReached = reached },
            BudgetRaised raised => this with { Raises = [.. Raises, raised] },
            WarningNoted warning => Warnings.Contains(warning.Text) ? this : this with { Warnings = [.. Warnings, warning.Text] },
            _ => this,
        };
        return next with { LastSequence = entry.Seq };
    }

    private JobHistory WithState(StateChanged change)
    {
        bool begins = change.To == JobState.Preparing;
        bool ends = BusySince is not null && !JobTransitions.IsLive(change.To);
        // Every judging begins from nothing, also one that goes on where a supervisor died in the middle of it.
        JobHistory unjudged = change.To == JobState.Verifying ? this with { Checks = [], Protected = [], Examined = null, Judged = null } : this;
        return unjudged with
        {
            State = change.To,
            Class = change.Class,
            Reason = change.Reason,
            StateAt = change.At,
            IsApplyRefused = false,
            OpenReview = JobTransitions.IsLive(change.To) ? OpenReview : null,
            IsTaken = IsTaken && change.To != JobState.Queued,
            WorkerRuns = WorkerRuns && change.To == JobState.Running,
            BusySince = begins ? BusySince ?? change.At : ends ? null : BusySince,
            FinishedSeconds = ends ? FinishedSeconds + (change.At - BusySince!.Value).TotalSeconds : FinishedSeconds,
        };
    }

    private JobHistory WithWorkerEnd(WorkerEnded ended) => this with
    {
        WorkerRuns = false,
        SessionId = ended.SessionId,
        Model = ended.Model ?? Model,
        Claim = ended.Claim ?? Claim,
        Said = ended.Said ?? Said,
        MissingParts = ended.Claim is null ? MissingParts : ended.MissingParts ?? [],
        Usage = ended.Usage is null ? Usage : (Usage ?? ModelUsage.None) + ended.Usage,
        SessionUsage = ended.SessionId is null ? null : ended.SessionUsage ?? SessionUsage,
    };

    private JobHistory WithDecision(DecisionMade decision) => decision.Action switch
    {
        "rework" => this with { OpenItems = decision.Items, Reworks = Reworks + 1, IsRevision = false },
        "revise" => this with { Reworks = Reworks + 1, Revisions = Revisions + 1, IsRevision = true, ReviewRevisions = ReviewRevisions + (LastVerdict == Verdict.Failed ? 0 : 1) },
        "widen" => ToBeJudged() with { Widened = [.. Widened, .. decision.Items] },
        "drop" => ToBeJudged() with { OpenDrops = [.. OpenDrops, .. decision.Items] },
        _ => this with { Branch = decision.Branch ?? Branch, IsRevision = false },
    };

    private JobHistory ToBeJudged() => this with { IsToBeJudged = true, Checks = [], Judged = null, Examined = null, Protected = [] };
}
