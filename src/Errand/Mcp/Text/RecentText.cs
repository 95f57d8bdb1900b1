using Errand.Core;
using Errand.Mcp.Sessions;
using Errand.Text;

namespace Errand.Mcp.Text;

/// <summary>
/// The jobs of the state directory, a line each, the newest first: how a host that was started again, or whose model forgot, finds them. At most
/// ten lines of jobs, and live ones are followed from then on.
/// </summary>
internal static class RecentText
{
    private const int MostJobs = 10;
    private const int LongestLine = 200;
    private const int LongestPath = 80;

    /// <param name="jobs">All jobs, and the sentences about those that cannot be read.</param>
    /// <param name="offset">How many of the newest to leave out; 0 or more.</param>
    /// <param name="directory">The host's own directory.</param>
    /// <param name="session">What the host was told.</param>
    public static string Of((IReadOnlyList<JobReceipt> Receipts, IReadOnlyList<string> Damaged) jobs, long offset, string directory, HostSession session)
    {
        int skipped = (int)Math.Min(offset, jobs.Receipts.Count);
        JobReceipt[] shown = [.. jobs.Receipts.Skip(skipped).Take(MostJobs)];
        var lines = new List<string>(MostJobs + 2);
        foreach (JobReceipt receipt in shown)
        {
            session.Show(receipt);
            lines.Add(Line(receipt, directory));
        }

        int older = jobs.Receipts.Count - skipped - shown.Length;
        if (lines.Count == 0)
            lines.Add(jobs.Receipts.Count == 0 ? "No jobs." : $"No more jobs; there are {jobs.Receipts.Count}.");
        if (older > 0)
            lines.Add($"{older} older: show offset {skipped + shown.Length}");
        if (jobs.Damaged.Count > 0)
            lines.Add($"{jobs.Damaged.Count} cannot be read; `errand list` says why");
        return string.Join('\n', lines);
    }

    private static string Line(JobReceipt receipt, string directory)
    {
        bool isHere = directory == receipt.Repository || directory.StartsWith(receipt.Repository.TrimEnd('/') + "/", StringComparison.Ordinal);
        string line = ByteBudget.Escape(HeadLine.Of(receipt), LongestLine);
        return isHere ? line : $"{line} · {NameText.Path(receipt.Repository, LongestPath)}";
    }
}
