using Errand.Core;
using Errand.Gateway.Ledger.Statistics;
using Errand.Output;

namespace Errand.Tests.Output;

public sealed class StatsTableTests
{
    private static readonly UsageLine Cheap = new()
    {
        Key = "deepseek-chat",
        Attempts = 4,
        Verified = 3,
        Calls = 20,
        FailedCalls = 2,
        InputTokens = 120_000,
        CachedTokens = 80_000,
        OutputTokens = 9_000,
        Seconds = 754,
        ModelSeconds = 300.5,
        Cost = [new MoneyAmount(0.5m, "CNY"), new MoneyAmount(1.25m, "USD")],
        HostTokens = 900,
        HostTokensSpared = 200_000,
        Metering = Metering.Metered,
    };

    private static readonly UsageLine Strange = new()
    {
        Key = "=a,\"b\"",
        Calls = 1,
        InputTokens = 10,
        OutputTokens = 5,
        ModelSeconds = 2,
        Metering = Metering.Estimated,
    };

    [Fact]
    public void Columns_for_people_line_up_and_end_with_the_sum()
    {
        var text = new StringWriter { NewLine = "\n" };

        StatsTable.Write(text, UsageGrouping.Model, [Cheap, Strange], Cheap with { Key = "", Calls = 21, Metering = Metering.Estimated });

        Assert.Equal(
            """
            MODEL          ATTEMPTS  VERIFIED          CALLS  TOKENS  CACHED              COST    TIME  SPARED
            deepseek-chat         4      75 %  20 (2 failed)    129k     80k  0.50 CNY + $1.25  13 min    200k
            "=a,\"b\""            0         -              1     ~15       0                 -     2 s       0
            all                   4      75 %  21 (2 failed)   ~129k     80k  0.50 CNY + $1.25  13 min    200k
            """.Replace("\r", "", StringComparison.Ordinal) + "\n",
            text.ToString());
    }

    [Fact]
    public void Without_usage_there_is_a_sentence_and_no_table()
    {
        var text = new StringWriter { NewLine = "\n" };

        StatsTable.Write(text, UsageGrouping.Day, [], Strange);

        Assert.Equal("Nothing was used.\n", text.ToString());
    }

    [Fact]
    public void A_spreadsheet_gets_a_row_for_each_currency_quotes_what_must_be_and_no_formula()
    {
        var text = new StringWriter { NewLine = "\n" };

        StatsTable.WriteCsv(text, UsageGrouping.Model, [Cheap, Strange]);

        Assert.Equal(
            """"
            model,attempts,verified,successRate,calls,failedCalls,inputTokens,cachedTokens,outputTokens,seconds,modelSeconds,money,currency,hostTokens,hostTokensSpared,metering
            deepseek-chat,4,3,0.75,20,2,120000,80000,9000,754,300.5,0.5,CNY,900,200000,metered
            deepseek-chat,,,,,,,,,,,1.25,USD,,,
            "'=a,""b""",0,0,,1,0,10,0,5,0,2,,,0,0,estimated
            """".Replace("\r", "", StringComparison.Ordinal) + "\n",
            text.ToString());
    }
}
