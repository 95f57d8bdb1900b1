using System.Text;
using Errand.Core;
using Errand.Jobs.Store;

namespace Errand.Jobs.Requests;

/// <summary>
/// What a worker is told. The task stands first, byte for byte as the host gave it; what Errand adds stands behind a rule, and only
/// when there is something to add, so that a worker without rules gets exactly the task.
/// </summary>
internal static class Brief
{
    /// <summary>The prompt of a job's first attempt, or of one whose worker session is gone.</summary>
    public static string ForFresh(JobSpec spec, JobHistory history) => Join(spec.Task, [.. Rules(spec), .. Findings(history)]);

    /// <summary>The prompt of an attempt that goes on in the worker's own session.</summary>
    public static string ForSession(JobSpec spec, JobHistory history) =>
        history.Attempt == 0 ? ForFresh(spec, history) : Join("Go on with the task that you were given before.", [.. Rules(spec), .. Findings(history)]);

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

    private static IEnumerable<string> Rules(JobSpec spec)
    {
        // A generic worker gets exactly the task: nobody knows what its program makes of rules in prose.
        if (spec.Worker.Driver == "generic")
            yield break;
        if (spec.Mode == JobMode.Read)
            yield return "This is a read-only job: change no file; answer in your last message.";
        if (spec.Scope.Count > 0)
            yield return $"Change only files that match: {string.Join(", ", spec.Scope)}. Any other change makes the work fail.";
        if (spec.Deny.Count > 0)
            yield return $"Do not change files that match: {string.Join(", ", spec.Deny)}.";
        foreach (CheckSpec check in spec.Checks)
            yield return $"Your work is judged by running: {check.Command}";
    }

    private static IEnumerable<string> Findings(JobHistory history)
    {
        if (history.LastDecision is { Action: "rework" or "retry" } decision)
        {
            foreach (string item in decision.Items)
                yield return $"To do: {item}";
        }

        if (history.Attempt == 0 || history.Judged is null)
            yield break;

        foreach (CheckResult check in history.Checks.Where(check => check.Status == CheckStatus.Failed))
            yield return $"The check {check.Name} failed:\n{check.Digest}";
        foreach (Violation violation in history.Violations)
            yield return $"Not allowed: {violation.Path}: {violation.Detail}";
    }
}
