using Errand.Core;

namespace Errand.Jobs.Store;

/// <summary>Makes a receipt of what the journal says and of what can be seen of the job right now.</summary>
internal static class ReceiptBuilder
{
    public static JobReceipt Build(JobSpec spec, JobHistory history, JobPaths workspaceOwner, bool isAlive, double? lastEventSeconds, DateTimeOffset now) => new()
    {
        Id = spec.Id,
        Label = spec.Label,
        State = history.State,
        Class = history.Class,
        Reason = history.Reason,
        Verdict = history.Judged?.Verdict,
        Worker = spec.Worker.Name,
        Tier = spec.Tier,
        Model = history.Model ?? spec.Worker.Model,
        Isolation = history.Workspace?.Isolation ?? spec.Isolation,
        Sandbox = history.Sandbox,
        Network = history.Sandbox is null or SandboxKind.None ? null : spec.Worker.Network,
        Attempt = history.Attempt,
        Reworks = history.Reworks,
        MostReworks = spec.Reworks ?? JobDecisions.MostReworks,
        Apply = spec.Apply,
        Seconds = Math.Round(history.FinishedSeconds + (history.BusySince is { } since ? (now - since).TotalSeconds : 0), 3),
        SessionId = history.SessionId,
        Base = history.Captured?.Base ?? history.Workspace?.BaseCommit ?? spec.Repository.BaseCommit,
        Commit = history.Captured?.Commit,
        Branch = history.Branch,
        Files = history.Captured?.Files ?? [],
        Violations = history.Violations,
        Boundary = [.. history.Violations.Where(violation => violation.Kind == ViolationKind.OutsideScope).Select(violation => violation.Path).Distinct()],
        Outcome = history.Examined?.Outcome,
        Findings = history.Examined?.Findings ?? [],
        Secrets = history.Secrets,
        Checks = history.Checks,
        Protected = history.Protected,
        Review = history.Review,
        Claim = history.Claim,
        Usage = history.Counted?.Tokens ?? history.Usage,
        CostUsd = history.Counted?.Cost.FirstOrDefault(cost => cost.Currency == MoneyAmount.DefaultCurrency)?.Amount,
        Cost = history.Counted?.Cost ?? [],
        Calls = history.Counted is { Calls: > 0 } counted ? counted.Calls : null,
        Metering = history.Counted?.Metering,
        Budget = history.BudgetOf(spec),
        Warnings = history.Warnings,
        Alive = isAlive,
        LastEventSeconds = lastEventSeconds,
        CreatedAt = spec.CreatedAt,
        StateAt = history.StateAt,
        Repository = spec.Repository.Root,
        Workspace = spec.Isolation == IsolationKind.Inplace ? spec.Repository.Root
            : Directory.Exists(workspaceOwner.Workspace) ? workspaceOwner.Workspace : null,
    };
}
