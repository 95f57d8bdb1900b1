using Errand.Core;
using Errand.Jobs;
using Errand.Mcp.Sessions;
using Errand.Text;

namespace Errand.Mcp.Text;

/// <summary>
/// The jobs of the state directory, a line each, the newest first: how a host that was started again, or whose model forgot, finds them. Live ones
/// are followed from then on.
/// </summary>
internal static class RecentText
{
    /// <summary>Most jobs in one answer.</summary>
    public const int MostJobs = 10;

    private const int LongestLine = 200;
    private const int LongestPath = 80;

    /// <param name="jobs">At most <see cref="MostJobs"/>.</param>
    /// <param name="offset">How many newer ones were left out.</param>
    /// <param name="directory">The host's own directory.</param>
    /// <param name="session">What the host was told.</param>
    public static string Of(JobPage jobs, int offset, string directory, HostSession session)
    {
        var lines = new List<string>(MostJobs + 2);
        foreach (JobReceipt receipt in jobs.Receipts)
        {
            session.Show(receipt);
            lines.Add(Line(receipt, directory));
        }

        int last = offset + jobs.Receipts.Count + jobs.Damaged.Count;
        if (jobs.Damaged.Count > 0)
            lines.Add($"{jobs.Damaged.Count} cannot be read; `errand list` says why");
        if (jobs.Total > last)
            lines.Add($"{jobs.Total - last} older: show offset {last}");
        if (lines.Count == 0)
            lines.Add(jobs.Total == 0 ? "No jobs." : $"No more jobs; there are {jobs.Total}.");
        return string.Join('\n', lines);
    }

    private static string Line(JobReceipt receipt, string directory)
    {
        bool isHere = directory == receipt.Repository || directory.StartsWith(receipt.Repository.TrimEnd('/') + "/", StringComparison.Ordinal);
        string line = ByteBudget.Escape(HeadLine.Of(receipt), LongestLine);
        return isHere ? line : $"{line} · {NameText.Path(receipt.Repository, LongestPath)}";
    }
}
