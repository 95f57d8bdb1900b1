using Errand.Core;
using Errand.Jobs.Configuration;
using Errand.Jobs.Store;

namespace Errand.Jobs.Requests;

/// <summary>A request with everything resolved that must be known before a job is recorded.</summary>
/// <param name="Worker">The worker that will do it.</param>
/// <param name="Repository">Where, and from which base.</param>
/// <param name="Forerunner">The job that it continues; null = none.</param>
/// <param name="Session">The worker session that it goes on with; null = none.</param>
internal sealed record JobPlan(ResolvedWorker Worker, RepositorySpec Repository, JobSpec? Forerunner, WorkerSession? Session)
{
    /// <summary>What the job may use of models; null = no limit.</summary>
    public Budget? Budget { get; init; }

    /// <summary>Who reads the work; null = nobody.</summary>
    public ReviewSpec? Review { get; init; }

    /// <summary>The checks, with the repository's own in place of <c>auto</c>.</summary>
    public IReadOnlyList<CheckSpec> Checks { get; init; } = [];

    /// <summary>A plan that goes on in another job's workspace and worker session.</summary>
    /// <exception cref="ErrandException">That job is still at work, or has nothing to go on with.</exception>
    public static JobPlan Continuing(JobLookup forerunner, JobRequest request, ErrandConfiguration configuration)
    {
        JobReceipt receipt = forerunner.Receipt;
        RequireSameRepository(forerunner.Spec, request);
        configuration.RequireAllowedRepository(forerunner.Spec.Repository.Root);
        if (forerunner.IsAbandoned)
            throw RequestValidator.Refused("continue", receipt.Id.ToString(), "that job lost its supervisor and is being recovered", "try again in a moment");
        if (JobTransitions.IsLive(receipt.State))
            throw RequestValidator.Refused("continue", receipt.Id.ToString(), $"that job is {SnakeCase.Of(receipt.State)}", $"wait until it has ended: errand wait {receipt.Id}");
        if (forerunner.History.Workspace is null || receipt.Workspace is null)
            throw RequestValidator.Refused("continue", receipt.Id.ToString(), "its workspace is gone", "start a new job without continue");
        if (request.Isolation is { } isolation && isolation != forerunner.Spec.Isolation)
            throw RequestValidator.Refused("isolation", SnakeCase.Of(isolation), $"{receipt.Id} used {SnakeCase.Of(forerunner.Spec.Isolation)} and its workspace goes on", "leave out isolation");

        ResolvedWorker worker = request.Worker is null && request.Tier is null
            ? new ResolvedWorker(forerunner.Spec.Worker, forerunner.Spec.Tier)
            : WorkerResolver.Resolve(request.Worker, request.Tier, configuration);

        // What was accepted is part of the user's tree now; what was not is delivered together with the new work.
        string? baseCommit = receipt.State == JobState.Accepted ? receipt.Commit
            : forerunner.Spec.Repository is { BaseCommit: null, Dirty: false } ? null
            : receipt.Base;
        RepositorySpec repository = forerunner.Spec.Repository with { BaseName = receipt.Id.ToString(), BaseCommit = baseCommit, Dirty = false };
        return new JobPlan(worker, repository, forerunner.Spec, SessionOf(forerunner, worker.Worker)) { Checks = request.Checks };
    }

    /// <summary>A session belongs to one worker: no other program knows it, and another login need not.</summary>
    private static WorkerSession? SessionOf(JobLookup forerunner, WorkerSpec worker)
    {
        JobHistory history = forerunner.History;
        if (worker.Name != forerunner.Spec.Worker.Name || worker.Driver != forerunner.Spec.Worker.Driver)
            return null;
        if (history.Attempt == 0)
            return forerunner.Spec.Session;
        return history.SessionId is { } id ? new WorkerSession(id, history.SessionUsage) : null;
    }

    /// <summary>Refuses what could otherwise be found out only when the worker has done its work.</summary>
    /// <exception cref="ErrandException">The request does not fit the repository or the configuration.</exception>
    public void Require(JobRequest request, ErrandConfiguration configuration)
    {
        ScopeRules.Parse(request.Scope, DenyOf(request, configuration), Repository.Root);
        if (request.Revise > configuration.Limits.Reworks)
            throw RequestValidator.Refused("revise", $"{request.Revise}", $"a job may be sent back {configuration.Limits.Reworks} times (`limits.reworks`)", $"{configuration.Limits.Reworks}");
        IsolationKind isolation = IsolationOf(request, configuration);
        if (configuration.Isolation.DemandsOverlay && isolation != IsolationKind.Overlay)
        {
            throw Forerunner is null
                ? RequestValidator.Refused("isolation", SnakeCase.Of(isolation), "`isolation.minimum` demands overlay", "leave out isolation")
                : RequestValidator.Refused("continue", Forerunner.Id.ToString(), $"that job works in isolation {SnakeCase.Of(isolation)}, and `isolation.minimum` demands overlay", "start a new job without continue");
        }

        if (isolation == IsolationKind.Inplace && request.Base is { } revision && revision != "dirty")
            throw RequestValidator.Refused("base", revision, "work in place starts from your tree as it is", "leave out base, or isolation");
    }

    /// <summary>The forerunner's repository goes on whatever the directory is; one of another repository is a mistake that would end in the wrong files.</summary>
    private static void RequireSameRepository(JobSpec forerunner, JobRequest request)
    {
        string root = RealPath.Of(forerunner.Repository.Root);
        string directory = RealPath.Of(request.Cwd);
        if (directory != root && !directory.StartsWith(root + '/', StringComparison.Ordinal))
            throw RequestValidator.Refused("continue", forerunner.Id.ToString(), $"that job works in '{forerunner.Repository.Root}' and cwd is '{request.Cwd}'", $"give cwd '{forerunner.Repository.Root}', or leave out continue");
    }

    public JobSpec Specify(JobId id, JobRequest request, ErrandConfiguration configuration, string by, DateTimeOffset now) => new()
    {
        Id = id,
        CreatedAt = now,
        Host = by,
        Task = request.Task,
        Label = request.Label,
        Tier = Worker.Tier,
        Worker = Worker.Worker,
        Repository = Repository,
        Scope = request.Scope,
        Strict = (request.Strict ?? configuration.Sandbox.Strict) && request.Mode == JobMode.Write && request.Scope.Any(pattern => !pattern.StartsWith('!')),
        Deny = DenyOf(request, configuration),
        Checks = WithTimeout(Checks, configuration),
        HiddenChecks = WithTimeout(request.HiddenChecks, configuration),
        Allow = [.. request.Allow.Distinct()],
        Revise = Math.Min(request.Revise ?? configuration.Limits.Revise, configuration.Limits.Reworks),
        Reworks = configuration.Limits.Reworks,
        Report = (request.Report ?? configuration.Report) && request.Mode == JobMode.Write,
        Setup = SetupOf(request, configuration.RepositoryAt(Repository.Root)),
        Review = Review,
        Constraints = request.Constraints,
        Criteria = request.Criteria,
        Mode = request.Mode,
        Isolation = IsolationOf(request, configuration),
        IsolationAsked = request.Isolation is not null,
        Continue = Forerunner?.Id,
        Session = Session,
        WorkspaceOwner = Forerunner?.WorkspaceOwner ?? id,
        Apply = request.Apply,
        Timeout = request.Timeout ?? configuration.Limits.Timeout,
        StallTimeout = request.StallTimeout ?? configuration.Limits.Stall,
        Key = request.Key,
        Budget = Budget,
    };

    private static SetupSpec SetupOf(JobRequest request, RepositorySettings settings) => new()
    {
        Command = request.Setup ?? settings.Setup,
        Probe = request.Probe ?? settings.Probe,
        Environment = settings.Environment,
    };

    private static CheckSpec[] WithTimeout(IReadOnlyList<CheckSpec> checks, ErrandConfiguration configuration) =>
        [.. checks.Select(check => check with { Timeout = check.Timeout ?? configuration.Limits.CheckTimeout })];

    private IsolationKind IsolationOf(JobRequest request, ErrandConfiguration configuration) => Forerunner?.Isolation ?? request.Isolation ?? configuration.Isolation.Workspace;

    private static string[] DenyOf(JobRequest request, ErrandConfiguration configuration) => [.. configuration.Deny, .. request.Deny];
}
