using System.Text;
using Errand.Core;
using Errand.Jobs.Store;
using Errand.Jobs.Verification.Completeness;
using Errand.Jobs.Workers;

namespace Errand.Jobs.Requests;

/// <summary>
/// What a worker is told. The task stands first, byte for byte as the host gave it; what Errand adds stands behind a rule. A generic worker gets
/// exactly the task as long as there is nothing that must be added.
/// </summary>
internal static class Brief
{
    /// <summary>The prompt of the next attempt, and the worker session that it goes on in.</summary>
    /// <param name="spec">What was asked for.</param>
    /// <param name="history">What has been since.</param>
    /// <param name="limits">What the worker cannot do where it works.</param>
    /// <param name="workSoFar">The captured work as a patch, for a session that does not know it; null = there is none.</param>
    public static WorkerPrompt Of(JobSpec spec, JobHistory history, TreeLimits limits, string? workSoFar)
    {
        WorkerSession? session = history.Attempt == 0 ? spec.Session
            : history.SessionId is not { } id ? null
            : new WorkerSession(id, history.SessionUsage ?? (id == spec.Session?.Id ? spec.Session.Usage : null));

        // The session of an earlier job has heard that one's task. Whether it has heard this one's is sure only when an attempt came to its end.
        bool knowsTask = session is not null && history.Attempt > 0 && (spec.Session is null || history.Findings is not null);
        string task = knowsTask ? "Go on with the task that you were given before." : spec.Task;
        return new WorkerPrompt(Join(task, [.. Asked(spec, knowsTask), .. Rules(spec, BoundaryItems.ScopeOf(spec, history), limits), .. ToDo(history), .. Known(spec, session, workSoFar)]), session?.Id, session?.Usage ?? ModelUsage.None);
    }

    /// <summary>What a worker is told whose report lacks a part: nothing but that, in the session in which it has done the work.</summary>
    public static WorkerPrompt Completion(JobHistory history) => new(
        $"Your report lacks {string.Join(", ", history.MissingParts)}. Change no file; give the whole report again under the headings {Headings}.",
        history.SessionId,
        history.SessionUsage ?? ModelUsage.None);

    private static string Headings => string.Join(", ", ReportParts.All);

    /// <summary>Workers that see no honest way out of a task that cannot be done take another (read by <c>LastWord</c>).</summary>
    private const string WayOut =
        "If this cannot be done as asked, do not fake it: end your last message with a line `CANNOT: <reason>`. If nothing needs changing, end it with `NOTHING: <reason>`.";

    private static string Join(string task, IReadOnlyList<string> lines)
    {
        if (lines.Count == 0)
            return task;

        var text = new StringBuilder(task);
        text.Append(task.EndsWith('\n') ? "\n---\n" : "\n\n---\n");
        foreach (string line in lines)
            text.Append(line).Append('\n');
        return text.ToString();
    }

    /// <summary>What the host asks beside the goal, for every worker.</summary>
    private static IEnumerable<string> Asked(JobSpec spec, bool knowsTask) => knowsTask ? [] :
    [
        .. spec.Constraints.Select(constraint => $"Constraint: {constraint}"),
        .. spec.Criteria.Select(criterion => $"Acceptance criterion: {criterion}"),
    ];

    private static IEnumerable<string> Rules(JobSpec spec, IReadOnlyList<string> scope, TreeLimits limits)
    {
        // A generic worker gets exactly the task: nobody knows what its program makes of rules in prose.
        if (spec.Worker.Driver == "generic")
            yield break;
        if (spec.Mode == JobMode.Read)
            yield return "This is a read-only job: change no file; answer in your last message.";
        if (scope.Count > 0)
            yield return $"Change only files that match: {string.Join(", ", scope)}. Any other change makes the work fail.";
        if (limits.Writable is not null)
            yield return $"You can write {limits.Writable} only; elsewhere files are read-only and a write fails with 'Read-only file system'. If the task needs more, say so.";
        if (limits.KeepsDirectories)
            yield return "Renaming a directory that was there before can fail with 'Invalid cross-device link' (`git mv`, rename functions): use `mv`, which copies.";
        if (spec.Deny.Count > 0)
            yield return $"Do not change files that match: {string.Join(", ", spec.Deny)}.";
        foreach (CheckSpec check in spec.Checks)
            yield return $"Your work is judged by running: {check.Command}";
        if (spec.Mode == JobMode.Write)
            yield return WayOut;
        if (spec.Report)
            yield return $"End with a report under the headings {Headings}.";
    }

    /// <summary>What a fresh session cannot know of the attempts before it.</summary>
    private static IEnumerable<string> Known(JobSpec spec, WorkerSession? session, string? workSoFar) => session is not null || workSoFar is null || spec.Worker.Driver == "generic" ? [] :
        [$"Your work so far is in the files here; you do not remember it. As a diff against where you started:\n{workSoFar}"];

    private static IEnumerable<string> ToDo(JobHistory history)
    {
        foreach (string item in history.OpenItems)
            yield return $"To do: {item}";
        if (history.Findings is not { } found)
            yield break;
        if (history.LastVerdict is { } verdict)
            yield return $"Your work was judged {SnakeCase.Of(verdict)}.";

        foreach (CheckResult check in found.Checks.Where(check => check is { Hidden: false, Status: CheckStatus.Failed or CheckStatus.Infra }))
            yield return $"The check {check.Name} {(check.Status == CheckStatus.Failed ? "failed" : "could not be judged")}:\n{check.Digest}";
        if (found.Checks.Any(check => check is { Hidden: true, Status: CheckStatus.Failed }))
            yield return "A check that you are not shown failed: read the task again.";
        // A leak may be the user's own change, which the worker is not to take back.
        foreach (Violation violation in found.Violations.Where(violation => violation.Kind != ViolationKind.Leak))
            yield return $"Not allowed: {violation.Path}: {violation.Detail}";
        foreach (Finding doubt in found.Doubts)
            yield return $"Not acceptable ({SnakeCase.Of(doubt.Kind)}): {(doubt.Path is null ? "" : $"{doubt.Path}{(doubt.Line is { } line ? $":{line}" : "")}: ")}{doubt.Text}";
        foreach (ReviewFinding opinion in found.Opinions.Where(opinion => opinion.Severity != ReviewSeverity.Low))
            yield return $"A reviewer says ({SnakeCase.Of(opinion.Severity)}): {(opinion.Path is null ? "" : $"{Escaping.Escape(opinion.Path)}{(opinion.Line is { } line ? $":{line}" : "")}: ")}{Escaping.Quote(opinion.Text)}";
    }
}
