using Errand.Core;
using Errand.Text;

namespace Errand.Output;

/// <summary>Jobs in columns, for people.</summary>
internal static class JobTable
{
    private const string Gap = "  ";

    private static readonly string[] Heads = ["ID", "STATE", "VERDICT", "AGE", "WORKER", "FILES", "LABEL"];

    public static void Write(TextWriter writer, IReadOnlyList<JobReceipt> receipts, DateTimeOffset now)
    {
        if (receipts.Count == 0)
        {
            writer.WriteLine("No jobs.");
            return;
        }

        string[][] rows = [Heads, .. receipts.Select(receipt => Row(receipt, now))];
        int[] widths = [.. Enumerable.Range(0, Heads.Length).Select(column => rows.Max(row => row[column].Length))];
        foreach (string[] row in rows)
            writer.WriteLine(string.Join(Gap, row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }

    private static string[] Row(JobReceipt receipt, DateTimeOffset now) =>
    [
        receipt.Id.ToString(),
        HeadLine.StateOf(receipt),
        receipt.Verdict is { } verdict ? SnakeCase.Of(verdict) : "-",
        Age(now - receipt.CreatedAt),
        receipt.Worker,
        receipt.Files.Count == 0 ? "-" : receipt.Files.Count.ToString(System.Globalization.CultureInfo.InvariantCulture),
        receipt.Label ?? "-",
    ];

    /// <summary>The largest unit only: nobody compares seconds of yesterday.</summary>
    private static string Age(TimeSpan age) => age switch
    {
        { TotalDays: >= 1 } => $"{(int)age.TotalDays}d",
        { TotalHours: >= 1 } => $"{(int)age.TotalHours}h",
        { TotalMinutes: >= 1 } => $"{(int)age.TotalMinutes}m",
        _ => $"{Math.Max(0, (int)age.TotalSeconds)}s",
    };
}
