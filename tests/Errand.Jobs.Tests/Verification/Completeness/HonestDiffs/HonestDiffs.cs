using System.Text;

namespace Errand.Jobs.Tests.Verification.Completeness.HonestDiffs;

/// <summary>
/// Diffs of honest work, small ones of the kind that workers deliver. In the files each begins with <c>=== path</c> (<c>=== new path</c> for a new file), and each of its hunks
/// with <c>@@</c> and the heading that git gives it.
/// </summary>
internal static class HonestDiffs
{
    /// <summary>Path and patch of each.</summary>
    /// <param name="language">The file's name without its ending.</param>
    public static IReadOnlyList<(string Path, string Patch)> Of(string language)
    {
        using var stream = new StreamReader(typeof(HonestDiffs).Assembly.GetManifestResourceStream($"HonestDiffs/{language}.txt")!);
        return [.. stream.ReadToEnd().ReplaceLineEndings("\n").Split("=== ", StringSplitOptions.RemoveEmptyEntries).Select(Read)];
    }

    private static (string Path, string Patch) Read(string text)
    {
        string[] lines = text.TrimEnd('\n').Split('\n');
        bool isNew = lines[0].StartsWith("new ", StringComparison.Ordinal);
        string path = isNew ? lines[0][4..] : lines[0];
        var patch = new StringBuilder().Append($"diff --git a/{path} b/{path}\n{(isNew ? "new file mode 100644\n--- /dev/null" : $"--- a/{path}")}\n+++ b/{path}\n");
        foreach (string[] hunk in Hunks(lines[1..]))
        {
            int before = hunk.Skip(1).Count(line => line.Length == 0 || line[0] is ' ' or '-');
            int after = hunk.Skip(1).Count(line => line.Length == 0 || line[0] is ' ' or '+');
            patch.Append($"@@ -10,{before} +10,{after} @@{hunk[0][2..]}\n").AppendJoin('\n', hunk.Skip(1).Select(line => line.Length == 0 ? " " : line)).Append('\n');
        }

        return (path, patch.ToString());
    }

    private static IEnumerable<string[]> Hunks(string[] lines)
    {
        int[] starts = [.. lines.Index().Where(line => line.Item.StartsWith("@@", StringComparison.Ordinal)).Select(line => line.Index), lines.Length];
        return starts.Zip(starts.Skip(1), (start, end) => lines[start..end]);
    }
}
