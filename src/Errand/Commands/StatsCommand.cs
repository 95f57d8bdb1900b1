using System.CommandLine;
using System.Globalization;
using Errand.Core;
using Errand.Gateway.Ledger;
using Errand.Gateway.Ledger.Statistics;
using Errand.Jobs.Requests;
using Errand.Output;

namespace Errand.Commands;

/// <summary><c>errand stats</c>: what the models did and cost.</summary>
internal sealed class StatsCommand : ErrandCommand
{
    private const string DayFormat = "yyyy-MM-dd";

    private readonly Option<string?> by = Words.Value("--by", string.Join('|', SnakeCase.All<UsageGrouping>()), "What a line is about. Default: day.");
    private readonly Option<string?> since = Words.Value("--since", "TIME", "Only what was since then: a length of time such as 7d, or a day such as 2026-11-01. Default: all.");
    private readonly Option<bool> csv = Words.Flag("--csv", "Comma-separated values, for a spreadsheet.");
    private readonly JsonOptions json = new();

    public StatsCommand(CommandContext context) : base(
        context,
        "stats",
        "Show tokens, money, time and success of all jobs, from the ledger.",
        "errand stats",
        "errand stats --by model --since 7d",
        "errand stats --by repository --since 2026-11-01 --csv")
    {
        Add(by);
        Add(since);
        Add(csv);
        json.AddTo(this);
    }

    protected override Task<ExitCode> RunAsync(ParseResult line, CancellationToken cancellationToken)
    {
        UsageGrouping grouping = Bind.Choice<UsageGrouping>("by", line.GetValue(by)) ?? UsageGrouping.Day;
        DateTimeOffset? from = Since(line.GetValue(since));
        OutputFormat format = json.Read(line);
        bool isCsv = line.GetValue(csv);
        if (isCsv && format != OutputFormat.Text)
            throw RequestValidator.Refused("csv", "--csv", "JSON was asked for as well", "leave out one of them");

        var ledger = new LedgerReader(Context.Environment.StateDirectory);
        (IReadOnlyList<UsageLine> lines, UsageLine total) = UsageStatistics.Of(ledger, from, grouping);
        if (isCsv)
            StatsTable.WriteCsv(Context.Terminal.Out, grouping, lines);
        else if (format != OutputFormat.Text)
            JsonOutput.Write(Context.Terminal, new StatsAnswer(grouping, from, lines, total), FaceJson.Default.StatsAnswer, format);
        else
            StatsTable.Write(Context.Terminal.Out, grouping, lines, total);
        if (ledger.Damaged > 0)
            Context.Terminal.Error.WriteLine($"errand: {ledger.Damaged} damaged lines of the ledger were left out.");
        return Task.FromResult(ExitCode.Done);
    }

    private DateTimeOffset? Since(string? text)
    {
        if (text is null)
            return null;
        if (DateTimeOffset.TryParseExact(text, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset day))
            return day;
        return Context.Clock.GetUtcNow() - Bind.Time("since", text, "7d");
    }
}
