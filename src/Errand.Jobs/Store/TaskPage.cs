using System.Globalization;
using System.Text;
using Errand.Core;

namespace Errand.Jobs.Store;

/// <summary>Renders <c>task.md</c>, the job for people. It is made from the journal and never read back.</summary>
internal static class TaskPage
{
    public static string Render(JobSpec spec, JobReceipt receipt, IReadOnlyList<JournalEntry> journal)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"# {spec.Id}{(spec.Label is null ? "" : $" {spec.Label}")}\n\n");
        page.Append(CultureInfo.InvariantCulture, $"State: {SnakeCase.Of(receipt.State)}{(receipt.Class is null ? "" : $" ({receipt.Class})")}\n");
        page.Append(CultureInfo.InvariantCulture, $"Verdict: {(receipt.Verdict is { } verdict ? SnakeCase.Of(verdict) : "none yet")}\n");
        page.Append(CultureInfo.InvariantCulture, $"Worker: {spec.Tier} {spec.Worker.Name}\n");
        page.Append(CultureInfo.InvariantCulture, $"Repository: {Escaping.Escape(spec.Repository.Root)}\n\n## Goal\n\n");
        page.Append(spec.Task.TrimEnd('\n')).Append("\n\n");
        AppendList(page, "Scope", spec.Scope);
        AppendList(page, "Constraints", [.. spec.Deny.Select(glob => $"Do not change {glob}"), .. spec.Constraints]);
        AppendList(page, "Acceptance criteria", [.. spec.Checks.Select(Criterion), .. spec.Criteria]);
        page.Append("## History\n\n");
        foreach (JournalEntry entry in journal)
        {
            if (Timeline.Describe(entry) is { } line)
                page.Append(CultureInfo.InvariantCulture, $"- {entry.At:yyyy-MM-dd HH:mm:ss}Z {Escaping.Escape(line)}\n");
        }

        return page.ToString();
    }

    /// <summary>In the form that <c>errand run --file</c> takes for a check, where the command allows it.</summary>
    private static string Criterion(CheckSpec check) =>
        check.Command.AsSpan().ContainsAny('`', '\n', '\r') ? $"{check.Name}: {check.Command}" : $"{check.Name}: `{check.Command}`";

    private static void AppendList(StringBuilder page, string title, IReadOnlyList<string> items)
    {
        if (items.Count == 0)
            return;

        page.Append(CultureInfo.InvariantCulture, $"## {title}\n\n");
        foreach (string item in items)
            page.Append("- ").Append(item).Append('\n');
        page.Append('\n');
    }
}
