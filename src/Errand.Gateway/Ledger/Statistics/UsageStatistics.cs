using System.Globalization;
using Errand.Core;

namespace Errand.Gateway.Ledger.Statistics;

/// <summary>Adds up a ledger. It is read twice, so that what is known of an attempt at its end can be said of its calls.</summary>
public static class UsageStatistics
{
    private const string Verified = "verified";
    private const string Unknown = "-";

    /// <summary>The lines, in the order of their keys, and the sum of all.</summary>
    public static (IReadOnlyList<UsageLine> Lines, UsageLine Total) Of(LedgerReader ledger, DateTimeOffset? since, UsageGrouping by)
    {
        Dictionary<(string, int), AttemptFacts> attempts = FactsOf(ledger.Read(since));
        var sums = new SortedDictionary<string, UsageSum>(StringComparer.Ordinal);
        var total = new UsageSum();
        foreach (LedgerRow row in ledger.Read(since))
        {
            string key = KeyOf(row, by, attempts);
            if (!sums.TryGetValue(key, out UsageSum? sum))
                sums[key] = sum = new UsageSum();
            sum.Add(row, row.Outcome == Verified);
            total.Add(row, row.Outcome == Verified);
        }

        return ([.. sums.Select(pair => pair.Value.Line(pair.Key))], total.Line(""));
    }

    private static Dictionary<(string, int), AttemptFacts> FactsOf(IEnumerable<LedgerRow> rows)
    {
        var attempts = new Dictionary<(string, int), AttemptFacts>();
        foreach (LedgerRow row in rows.Where(row => row.Job is not null))
        {
            if (!attempts.TryGetValue((row.Job!, row.Attempt), out AttemptFacts? facts))
                attempts[(row.Job!, row.Attempt)] = facts = new AttemptFacts();
            facts.Add(row);
        }

        return attempts;
    }

    private static string KeyOf(LedgerRow row, UsageGrouping by, Dictionary<(string, int), AttemptFacts> attempts)
    {
        AttemptFacts? attempt = row.Job is null ? null : attempts[(row.Job, row.Attempt)];
        string? key = by switch
        {
            UsageGrouping.Day => row.At.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            UsageGrouping.Model => row.IsCall ? row.Served : attempt?.MainModel,
            UsageGrouping.Worker => row.Worker ?? row.Client,
            UsageGrouping.Tier => row.Tier,
            UsageGrouping.Repository => row.Repository,
            _ => attempt?.Outcome ?? (row.Job is null ? null : "running"),
        };
        return key is { Length: > 0 } ? key : Unknown;
    }

    /// <summary>What calls of an attempt do not know of it.</summary>
    private sealed class AttemptFacts
    {
        private readonly Dictionary<string, long> tokensByModel = [];

        public string? Outcome { get; private set; }

        /// <summary>The model that moved the most tokens.</summary>
        public string? MainModel => tokensByModel.Count == 0 ? null : tokensByModel.MaxBy(pair => pair.Value).Key;

        public void Add(LedgerRow row)
        {
            if (!row.IsCall)
                Outcome = row.Outcome;
            else if (row.Served is { } model)
                tokensByModel[model] = tokensByModel.GetValueOrDefault(model) + row.Input + row.Cached + row.CacheWrite + row.Output;
        }
    }

    private sealed class UsageSum
    {
        private readonly SortedDictionary<string, decimal> cost = new(StringComparer.Ordinal);
        private UsageLine line = new() { Key = "" };
        private long delegated;

        public void Add(LedgerRow row, bool isVerified)
        {
            if (!row.IsCall)
            {
                line = line with
                {
                    Attempts = line.Attempts + 1,
                    Verified = line.Verified + (isVerified ? 1 : 0),
                    Seconds = line.Seconds + row.Seconds,
                    HostTokens = line.HostTokens + row.HostTokens,
                };
                return;
            }

            line = line with
            {
                Calls = line.Calls + 1,
                FailedCalls = line.FailedCalls + (row.Outcome == "ok" ? 0 : 1),
                InputTokens = line.InputTokens + row.Input + row.CacheWrite,
                CachedTokens = line.CachedTokens + row.Cached,
                OutputTokens = line.OutputTokens + row.Output,
                ModelSeconds = line.ModelSeconds + row.Seconds,
                Metering = row.Metering == Metering.Estimated ? Metering.Estimated : line.Metering,
            };
            if (row is { Money: { } money, Currency: { } currency })
                cost[currency] = cost.GetValueOrDefault(currency) + money;
            if (row.Job is not null)
                delegated += row.Input + row.CacheWrite + row.Output;
        }

        public UsageLine Line(string key) => line with
        {
            Key = key,
            Seconds = Math.Round(line.Seconds, 3),
            ModelSeconds = Math.Round(line.ModelSeconds, 3),
            Cost = [.. cost.Select(pair => new MoneyAmount(pair.Value, pair.Key))],
            HostTokensSpared = Math.Max(0, delegated - line.HostTokens),
        };
    }
}
