using System.Text.Json;
using Errand.Core;
using Errand.Gateway.Ledger;
using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Answers;
using Errand.Testing;

namespace Errand.Gateway.Tests.Ledger;

public sealed class LedgerFileTests : IAsyncDisposable
{
    private readonly LedgerBench bench = new();

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Fact]
    public async Task A_call_is_one_row_with_everything_that_statistics_need()
    {
        UsageLedger ledger = bench.Open();
        JobMeter meter = bench.OpenJob(ledger, Budget.None);

        meter.Settle(await Reserve(meter), LedgerBench.Call(new TokenUsage(1_000, 500, 200, 300, 100, IsEstimated: true), fault: FaultKind.UpstreamTorn));
        await ledger.DisposeAsync();

        Assert.Equal(
            new LedgerRow
            {
                Kind = LedgerRowKind.Call,
                At = LedgerBench.Noon,
                Job = "j7",
                Attempt = 1,
                Worker = "claude",
                Tier = "fast",
                Repository = "/home/me/shop",
                Dialect = "messages",
                Requested = "fast",
                Served = "cheap",
                Upstream = "main",
                Input = 1_000,
                Cached = 500,
                CacheWrite = 200,
                Output = 300,
                Reasoning = 100,
                Seconds = 2,
                Money = 0.00185m,
                Currency = "USD",
                PriceDate = "2026-11-01",
                Metering = Metering.Estimated,
                Outcome = "upstream_torn",
                Status = 503,
                Try = 1,
            },
            Assert.Single(bench.Rows()));
    }

    [Fact]
    public async Task A_call_that_a_killed_process_had_under_way_is_booked_once_with_its_input()
    {
        UsageLedger killed = bench.Open();
        JobMeter meter = bench.OpenJob(killed, Budget.None);
        await LedgerBench.UseAsync(meter, 10, 5);
        CallPermit given = await meter.ReserveAsync(new CallEstimate("cheap", 77, 100), CancellationToken.None);
        meter.Release(given);
        await meter.ReserveAsync(new CallEstimate("cheap", 1_000, 100), CancellationToken.None);
        // Nobody asks: what is under way is in the file before long.
        await Wait.ForAsync(() => File.Exists(bench.UsageFile) && File.ReadAllText(bench.UsageFile).Contains("\"lost\"", StringComparison.Ordinal), "the call is in the file");

        UsageLedger next = bench.Open();
        next.Recover(bench.UsageFile);
        next.Recover(bench.UsageFile);

        JobUsage used = JobMeter.Read(bench.UsageFile, 1, review: 0)!;
        Assert.Equal((1_010, 5, 2, Metering.Estimated), (used.Tokens.InputTokens, used.Tokens.OutputTokens, used.Calls, used.Metering));
        LedgerRow row = Assert.Single(bench.Rows(), row => row.Outcome == "lost");
        Assert.Equal(("j7", 1, 1_000L, 0.001m), (row.Job, row.Attempt, row.Input, row.Money));
        JobMeter rest = bench.OpenJob(next, new Budget(Tokens: 2_000), attempt: 2);
        Assert.False((await LedgerBench.UseAsync(rest, 986, 0)).IsGranted);
    }

    [Fact]
    public async Task A_call_that_a_killed_process_had_under_way_is_booked_with_the_output_that_it_had_come_to_a_second_before()
    {
        var clock = new ManualClock();
        JobMeter meter = bench.OpenJob(bench.Open(clock: clock), Budget.None);
        CallPermit permit = await meter.ReserveAsync(new CallEstimate("cheap", 1_000, 100), CancellationToken.None);
        DateTimeOffset madeAt = clock.GetUtcNow();
        clock.Advance(TimeSpan.FromSeconds(1));
        permit.UsedSoFar = () => new TokenUsage(900, 100, 0, 50, 20, IsEstimated: true);
        // One second until it is asked for, then a moment until it is written.
        clock.Advance(TimeSpan.FromSeconds(1));
        clock.Advance(TimeSpan.FromSeconds(1));

        bench.Open().Recover(bench.UsageFile);

        LedgerRow row = Assert.Single(bench.Rows());
        Assert.Equal(("lost", 900L, 100L, 50L, 20L, Metering.Estimated), (row.Outcome, row.Input, row.Cached, row.Output, row.Reasoning, row.Metering));
        Assert.Equal((madeAt, 0.00101m), (row.At, row.Money));
    }

    [Fact]
    public async Task While_no_call_is_under_way_no_timer_runs()
    {
        var clock = new ManualClock();
        JobMeter meter = bench.OpenJob(bench.Open(clock: clock), Budget.None);
        Assert.Equal(0, clock.TimersUnderWay);

        CallPermit permit = await meter.ReserveAsync(new CallEstimate("cheap", 1, 1), CancellationToken.None);
        clock.Advance(TimeSpan.FromSeconds(5));
        clock.Advance(TimeSpan.FromSeconds(5));
        Assert.NotEqual(0, clock.TimersUnderWay);
        meter.Settle(permit, LedgerBench.Call(LedgerBench.Tokens(1, 1)));
        clock.Advance(TimeSpan.FromSeconds(5));
        clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(0, clock.TimersUnderWay);
    }

    [Fact]
    public async Task A_call_costs_the_same_however_much_was_recorded_before()
    {
        const long Recorded = 16L << 30;
        string file = Path.Combine(Directory.CreateDirectory(UsageLedger.DirectoryOf(bench.State)).FullName, $"{LedgerBench.Noon:yyyy-MM}.jsonl");
        using (FileStream old = File.Create(file))
        {
            // A hole takes no room on the disk; whoever reads it takes longer than a test may.
            old.SetLength(Recorded - 1);
            old.Position = Recorded - 1;
            old.WriteByte((byte)'\n');
        }

        UsageLedger ledger = bench.Open(new BudgetSettings { Day = new Budget(Tokens: 1_000_000) });
        await LedgerBench.UseAsync(bench.OpenJob(ledger, new Budget(Tokens: 1_000)), 600, 100);
        await ledger.DisposeAsync();

        using FileStream grown = File.OpenRead(file);
        Assert.InRange(grown.Length, Recorded + 100, Recorded + 1_000);
        grown.Position = Recorded;
        using var row = new StreamReader(grown);
        Assert.Equal(600, JsonDocument.Parse((await row.ReadLineAsync())!).RootElement.GetProperty("input").GetInt64());
    }

    [Fact]
    public async Task Calls_of_a_review_are_the_jobs_and_told_apart_from_its_workers()
    {
        UsageLedger ledger = bench.Open();
        var budget = new Budget(Tokens: 1_000);
        await LedgerBench.UseAsync(bench.OpenJob(ledger, budget), 300, 100);
        ledger.Flush();
        JobMeter review = bench.OpenJob(ledger, budget, review: 1);

        await LedgerBench.UseAsync(review, 200, 100);
        bool isGranted = (await LedgerBench.UseAsync(review, 400, 0)).IsGranted;
        ledger.Flush();

        Assert.False(isGranted);
        Assert.Equal([(1, null, 300), (1, 1, 200)], bench.Rows().Select(row => (row.Attempt, row.Review, row.Input)));
        Assert.Equal((400L, 300L), (TokensOf(JobMeter.Read(bench.UsageFile, 1, review: 0)!), TokensOf(JobMeter.Read(bench.UsageFile, 1, review: 1)!)));
        Assert.Equal(300, TokensOf(review.Usage));

        static long TokensOf(JobUsage used) => used.Tokens.InputTokens + used.Tokens.OutputTokens;
    }

    [Fact]
    public async Task Rows_are_written_soon_without_anybody_asking()
    {
        JobMeter meter = bench.OpenJob(bench.Open(), Budget.None);

        await LedgerBench.UseAsync(meter, 1, 1);

        await Wait.ForAsync(() => Task.FromResult(bench.Rows().Count == 1), "the row is written");
        Assert.Equal(1, JobMeter.Read(bench.UsageFile, 1, review: 0)!.Calls);
    }

    [Fact]
    public async Task Writers_at_once_lose_no_row_and_tear_none()
    {
        ICallMeter[] meters = [.. Enumerable.Range(0, 4).Select(number => bench.Open(holder: $"process {number}").OpenClient($"client {number}", Budget.None))];

        await Task.WhenAll(Enumerable.Range(0, 4_000).Select(number => Task.Run(() => LedgerBench.UseAsync(meters[number % 4], number, 1))));
        await bench.DisposeLedgersAsync();

        Assert.Equal(Enumerable.Range(0, 4_000).Select(number => (long)number), bench.Rows().Select(row => row.Input).Order());
    }

    [Fact]
    public async Task Half_a_line_of_a_killed_writer_costs_that_line_only()
    {
        UsageLedger ledger = bench.Open();
        JobMeter meter = bench.OpenJob(ledger, Budget.None);
        await LedgerBench.UseAsync(meter, 1, 1);
        ledger.Flush();
        await File.AppendAllTextAsync(Path.Combine(bench.State, "ledger/2026-11.jsonl"), "{\"kind\":\"call\",\"at");

        await LedgerBench.UseAsync(meter, 2, 1);
        ledger.Flush();

        var reader = new LedgerReader(bench.State);
        Assert.Equal([1, 2], reader.Read(null).Select(row => row.Input));
        Assert.Equal(1, reader.Damaged);
    }

    [Fact]
    public async Task A_month_has_a_file_and_readers_skip_the_months_before()
    {
        UsageLedger ledger = bench.Open();
        ICallMeter meter = ledger.OpenClient("me", Budget.None);
        DateTimeOffset october = new(2026, 10, 31, 23, 59, 59, TimeSpan.Zero);
        meter.Settle(await Reserve(meter), LedgerBench.Call(LedgerBench.Tokens(1, 1), at: october));
        meter.Settle(await Reserve(meter), LedgerBench.Call(LedgerBench.Tokens(2, 1)));
        ledger.Flush();

        Assert.Equal(["2026-10.jsonl", "2026-11.jsonl"], Directory.GetFiles(Path.Combine(bench.State, "ledger")).Select(Path.GetFileName).Order());
        Assert.Equal([2], new LedgerReader(bench.State).Read(october.AddSeconds(1)).Select(row => row.Input));
    }

    [Fact]
    public async Task A_ledger_that_cannot_be_written_stops_no_call_and_says_so()
    {
        UsageLedger ledger = bench.Open();
        await File.WriteAllTextAsync(Path.Combine(bench.State, "ledger"), "a file where the directory belongs");
        JobMeter meter = bench.OpenJob(ledger, new Budget(Calls: 2));

        Assert.True((await LedgerBench.UseAsync(meter, 1, 1)).IsGranted);
        ledger.Flush();

        Assert.Contains("cannot be written", ledger.Fault, StringComparison.Ordinal);
        File.Delete(Path.Combine(bench.State, "ledger"));
        await Wait.ForAsync(() => bench.Rows().Count == 1, "the row is tried again without anybody asking");
    }

    [Fact]
    public void Money_is_exact()
    {
        var price = new ModelPrice { Input = 0.27m, Cached = 0.07m, CacheWrite = 0.3m, Output = 1.10m, Reasoning = 2m };

        Assert.Equal(0.27m + 0.07m + 0.3m + 1.10m + 2m, price.CostOf(new TokenUsage(1_000_000, 1_000_000, 1_000_000, 2_000_000, 1_000_000)));
        Assert.Equal(0.0000001m, new ModelPrice { Input = 0.1m }.CostOf(LedgerBench.Tokens(1, 0)));
    }

    [Fact]
    public void Rows_are_json_that_other_programs_can_read()
    {
        string line = JsonSerializer.Serialize(new LedgerRow { Kind = LedgerRowKind.Attempt, At = LedgerBench.Noon, Job = "j7", Outcome = "verified" }, LedgerJson.Default.LedgerRow);

        Assert.StartsWith("""{"kind":"attempt","at":"2026-11-21T12:00:00""", line, StringComparison.Ordinal);
    }

    private static async Task<CallPermit> Reserve(ICallMeter meter) => await meter.ReserveAsync(new CallEstimate("cheap", 1, 1), CancellationToken.None);
}
