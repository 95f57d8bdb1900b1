using System.Globalization;
using Errand.Core;
using Errand.Gateway.Ledger.Statistics;
using Errand.Text;

namespace Errand.Output;

/// <summary>Statistics in columns for people, and in comma-separated values for their spreadsheets.</summary>
internal static class StatsTable
{
    private const string Gap = "  ";
    private const int LongestKey = 60;

    private static readonly string[] Heads = ["ATTEMPTS", "VERIFIED", "CALLS", "TOKENS", "CACHED", "COST", "TIME", "SPARED"];

    private static readonly string[] Columns =
    [
        "attempts", "verified", "successRate", "calls", "failedCalls", "inputTokens", "cachedTokens", "outputTokens", "seconds", "modelSeconds", "money", "currency",
        "hostTokens", "hostTokensSpared", "metering",
    ];

    public static void Write(TextWriter writer, UsageGrouping by, IReadOnlyList<UsageLine> lines, UsageLine total)
    {
        if (lines.Count == 0)
        {
            writer.WriteLine("Nothing was used.");
            return;
        }

        List<string[]> rows = [[SnakeCase.Of(by).ToUpperInvariant(), .. Heads], .. lines.Select(line => Row(NameText.Of(line.Key, LongestKey), line))];
        if (lines.Count > 1)
            rows.Add(Row("all", total));
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        foreach (string[] row in rows)
            writer.WriteLine(string.Join(Gap, row.Select((cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))));
    }

    /// <summary>A line of several currencies becomes several rows, of which only the first has the other figures: columns can be added up.</summary>
    public static void WriteCsv(TextWriter writer, UsageGrouping by, IReadOnlyList<UsageLine> lines)
    {
        writer.WriteLine(string.Join(',', Columns.Prepend(SnakeCase.Of(by))));
        foreach (UsageLine line in lines)
        {
            MoneyAmount?[] costs = line.Cost.Count == 0 ? [null] : [.. line.Cost];
            for (int at = 0; at < costs.Length; at++)
                writer.WriteLine(string.Join(',', Cells(line, costs[at], isFirst: at == 0).Prepend(Quote(line.Key))));
        }
    }

    private static string[] Row(string key, UsageLine line) =>
    [
        key,
        Number(line.Attempts),
        line.SuccessRate is { } rate ? rate.ToString("0 %", CultureInfo.InvariantCulture) : "-",
        line.FailedCalls == 0 ? Number(line.Calls) : $"{line.Calls} ({line.FailedCalls} failed)",
        (line.Metering == Metering.Estimated ? "~" : "") + Amounts.Count(line.InputTokens + line.OutputTokens),
        Amounts.Count(line.CachedTokens),
        line.Cost.Count == 0 ? "-" : string.Join(" + ", line.Cost.Select(Amounts.Money)),
        Amounts.Time(line.Attempts > 0 ? line.Seconds : line.ModelSeconds),
        Amounts.Count(line.HostTokensSpared),
    ];

    private static IEnumerable<string> Cells(UsageLine line, MoneyAmount? cost, bool isFirst)
    {
        string[] figures =
        [
            Number(line.Attempts), Number(line.Verified), line.SuccessRate?.ToString(CultureInfo.InvariantCulture) ?? "", Number(line.Calls), Number(line.FailedCalls),
            Number(line.InputTokens), Number(line.CachedTokens), Number(line.OutputTokens), Number(line.Seconds), Number(line.ModelSeconds),
        ];
        string[] ends = [Number(line.HostTokens), Number(line.HostTokensSpared), SnakeCase.Of(line.Metering)];
        return
        [
            .. isFirst ? figures : figures.Select(_ => ""),
            cost is null ? "" : Number(cost.Amount), cost?.Currency ?? "",
            .. isFirst ? ends : ends.Select(_ => ""),
        ];
    }

    private static string Number(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);

    /// <summary>Paths can hold commas and quotes; what a spreadsheet would take for a formula is marked as text.</summary>
    private static string Quote(string text)
    {
        string safe = text.Length > 0 && "=+-@".Contains(text[0], StringComparison.Ordinal) && text != "-" ? $"'{text}" : text;
        return safe.AsSpan().ContainsAny(',', '"', '\n') || safe.Contains('\r', StringComparison.Ordinal) ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }
}
