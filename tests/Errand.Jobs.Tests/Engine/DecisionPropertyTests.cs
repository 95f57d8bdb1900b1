using System.Globalization;
using Errand.Core;
using Errand.Jobs.Store;

namespace Errand.Jobs.Tests.Engine;

/// <summary>Whatever is decided in whatever order, and wherever a supervisor dies: the table of states holds, no work is lost, reworks are counted right.</summary>
public sealed class DecisionPropertyTests
{
    private const int Steps = 9;

    /// <summary>A reviewer that finds nothing, objects, talks, or fails, by how many files there are.</summary>
    private const string Critic = """
        case $(( $(ls src | wc -l) % 4 )) in
          0) echo '{"findings":[]}' ;;
          1) echo '{"findings":[{"severity":"high","sentence":"It is wrong."}]}' ;;
          2) echo 'Hm.' ;;
          *) exit 3 ;;
        esac
        """;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task No_sequence_of_decisions_and_deaths_breaks_a_job(int seed)
    {
        var random = new Random(seed);
        await using var engine = new JobEngine();
        engine.Repository.Write("src/base.txt", "1\n").Commit();
        engine.Worker(WorkerOf(random, 0));
        if (seed % 2 == 1)
            engine.Critic(Critic);
        JobReceipt receipt = await engine.RunAsync(engine.Request(request => request with { Review = seed % 2 == 1, Scope = ["src/**"], Checks = [new CheckSpec("unit", "test ! -e src/bad.txt")], Revise = random.Next(2) }));
        for (int step = 1; step <= Steps && !JobTransitions.IsFinal(receipt.State); step++)
        {
            engine.Worker(WorkerOf(random, step));
            receipt = await StepAsync(engine, receipt, random);
            Check(engine, receipt);
        }
    }

    private static async Task<JobReceipt> StepAsync(JobEngine engine, JobReceipt receipt, Random random)
    {
        string action = random.Next(20) switch { < 7 => "rework", < 11 => "retry", < 14 => "widen", < 17 => "drop", 17 => "accept", 18 => "discard", _ => "cancel" };
        bool isPossible = NextSteps.Of(receipt).Contains(action);
        bool dies = random.Next(3) == 0;
        int lines = File.ReadAllLines(engine.Paths(receipt.Id).Journal).Length;
        engine.Launches = !dies;
        try
        {
            await DecideAsync(engine, receipt.Id, action);
            Assert.True(isPossible || action is "accept", $"{action} was done in {receipt.State}({receipt.Class})");
        }
        catch (ErrandException) when (!isPossible)
        {
            // The one refusal that leaves a trace is the rework too many.
            int more = File.ReadAllLines(engine.Paths(receipt.Id).Journal).Length - lines;
            Assert.True(more == 0 || action == "rework" && more == 1 && engine.Service.Get(receipt.Id).Class == "rework_limit", $"{action} left {more} lines");
        }

        if (dies && engine.Index.Get(receipt.Id).History is { State: JobState.Queued })
            await engine.DieAsync(receipt.Id, random.Next(3));
        engine.Launches = true;
        engine.Restart();
        engine.Service.Get(receipt.Id);
        return await SettledAsync(engine, receipt.Id);
    }

    private static Task<JobReceipt> DecideAsync(JobEngine engine, JobId id, string action) => action switch
    {
        "rework" => engine.Service.ReworkAsync(id, ["again"], "test", CancellationToken.None),
        "retry" => engine.Service.RetryAsync(id, "test", CancellationToken.None),
        "widen" => engine.Service.WidenAsync(id, [], "test", CancellationToken.None),
        "drop" => engine.Service.DropAsync(id, [], "test", CancellationToken.None),
        "accept" => engine.Service.AcceptAsync(id, AcceptTarget.Branch, "test", CancellationToken.None),
        "discard" => engine.Service.DiscardAsync(id, "test", CancellationToken.None),
        _ => engine.Service.CancelAsync(id, CancelReason.Obsolete, "test", CancellationToken.None),
    };

    /// <summary>A lost job is shown as blocked before its recovery has written that down.</summary>
    private static async Task<JobReceipt> SettledAsync(JobEngine engine, JobId id)
    {
        await engine.SettledAsync(id);
        await Testing.Wait.ForAsync(() => !JobTransitions.IsLive(engine.Index.Get(id).History.State) && !engine.IsRunning(id), $"{id} is settled");
        return engine.Service.Get(id);
    }

    private static void Check(JobEngine engine, JobReceipt receipt)
    {
        IReadOnlyList<JournalEntry> journal = JournalReader.Read(engine.Paths(receipt.Id).Journal).Entries;
        StateChanged[] changes = [.. journal.OfType<StateChanged>()];
        string? @class = null;
        JobState state = JobState.Queued;
        foreach (StateChanged change in changes)
        {
            Assert.Equal(state, change.From);
            Assert.True(JobTransitions.IsAllowed(state, change.To, @class), $"{state}({@class}) -> {change.To}");
            (state, @class) = (change.To, change.Class);
        }

        int[] attempts = [.. journal.OfType<AttemptStarted>().Select(attempt => attempt.Number)];
        Assert.Equal(Enumerable.Range(1, attempts.Length), attempts);
        int reworks = journal.OfType<DecisionMade>().Count(decision => decision.Action is "rework" or "revise");
        Assert.Equal((reworks, attempts.Length), (receipt.Reworks, receipt.Attempt));
        Assert.InRange(reworks, 0, JobDecisions.MostReworks);
        Assert.False(receipt.Verdict == Verdict.Verified && receipt.Review?.Findings.Any(finding => finding.Severity == ReviewSeverity.High) == true, "a grave finding stands beside verified");
        CheckWork(engine, receipt, journal);
    }

    /// <summary>Every capture is reachable by its attempt's ref or is the job's own, and what was dropped last is not in it.</summary>
    private static void CheckWork(JobEngine engine, JobReceipt receipt, IReadOnlyList<JournalEntry> journal)
    {
        int attempt = 0;
        WorkCaptured? last = null;
        HashSet<string> dropped = [];
        foreach (JournalEntry entry in journal)
        {
            switch (entry)
            {
                case AttemptStarted started:
                    attempt = started.Number;
                    dropped.Clear();
                    break;
                case DecisionMade { Action: "drop" } drop:
                    dropped.UnionWith(drop.Items);
                    break;
                case WorkCaptured captured:
                    string reference = dropped.Count == 0 ? string.Create(CultureInfo.InvariantCulture, $"refs/errand/attempts/{receipt.Id}/{attempt}") : captured.Commit;
                    Assert.Equal(captured.Commit, engine.Repository.Git("rev-parse", "--verify", $"{reference}^{{commit}}"));
                    last = captured;
                    break;
            }
        }

        if (last is null)
            return;

        Assert.Equal(last.Commit, engine.Repository.Git("rev-parse", $"refs/errand/jobs/{receipt.Id}"));
        string[] files = engine.Repository.Git("ls-tree", "-r", "--name-only", last.Commit).Split('\n');
        foreach (int number in Enumerable.Range(1, attempt).Where(number => Directory.Exists(Path.Combine(engine.Paths(receipt.Id).Workspace, "src"))))
        {
            // A worker's file of the scope is in the work from its attempt on, and so is what a lost attempt had written.
            foreach (string name in (string[])[$"src/{number}.txt", $"src/lost-{number}.txt"])
                Assert.True(files.Contains(name) || !File.Exists(Path.Combine(engine.Paths(receipt.Id).Workspace, name)), $"{name} is not in the work");
        }

        Assert.DoesNotContain(receipt.Files, file => receipt.State == JobState.Review && dropped.Contains(file.Path));
    }

    /// <summary>A worker that leaves a file of its own, and sometimes goes outside, breaks the check, mends it, or fails.</summary>
    private static string WorkerOf(Random random, int step)
    {
        string more = random.Next(6) switch
        {
            0 => "mkdir -p docs; echo x > docs/" + step + ".txt",
            1 => "mkdir -p docs; echo 2 > a.txt",
            2 => "echo bad > src/bad.txt",
            3 => "rm -f src/bad.txt",
            4 => "exit 1",
            _ => "rm -rf docs",
        };
        return $"mkdir -p src; n=$(ls src | wc -l); echo work > src/{step}.txt; echo $n; {more}; echo Done.";
    }
}
