using System.Text;
using System.Text.RegularExpressions;
using Errand.Core;
using Errand.Jobs.Workspaces;
using Errand.Jobs.Workspaces.Files;

namespace Errand.Jobs.Verification.Completeness;

/// <summary>Whether a task asks for a commit, and whether the worker made one. Errand delivers files and not commits, so a missing one is only said.</summary>
internal static partial class CommitAsked
{
    private const int LongestHead = 4096;

    public static bool In(string task) => Asked().IsMatch(task) && !Forbidden().IsMatch(task);

    /// <summary>Whether the private clone's HEAD is still its base. What cannot be told counts as made; git never reads what a worker can write.</summary>
    public static bool IsMissing(PreparedWorkspace workspace)
    {
        if (workspace.Isolation == IsolationKind.Inplace || Read(workspace, "HEAD") is not { } head)
            return false;

        const string symbolic = "ref: ";
        if (!head.StartsWith(symbolic, StringComparison.Ordinal))
            return head == workspace.Record.Base;

        string reference = head[symbolic.Length..];
        return reference.StartsWith("refs/heads/", StringComparison.Ordinal) && !reference.Contains("..", StringComparison.Ordinal)
            && Read(workspace, reference) == workspace.Record.Base;
    }

    private static string? Read(PreparedWorkspace workspace, string name) =>
        FileContent.TryRead(Path.Combine(workspace.WorkerGit, name), LongestHead) is { } content ? Encoding.ASCII.GetString(content).Trim() : null;

    [GeneratedRegex(@"\bcommit\s+(your|the|all|these|this|it|everything)\b|\band\s+commit\b|\bmake\s+(a|one)\s+commit\b|\bgit\s+commit\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Asked();

    [GeneratedRegex(@"\b(do\s+not|don'?t|never|without)\s+(\w+\s+){0,2}commit", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Forbidden();
}
