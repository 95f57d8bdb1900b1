using Errand.Core;
using Errand.Jobs.Store;
using Errand.Jobs.Supervision;
using Errand.Testing;

namespace Errand.Jobs.Tests.Engine;

/// <summary>Checks on the base beside the worker, and checks that the worker is never told of.</summary>
public sealed class BaseChecksTests : IAsyncLifetime, IAsyncDisposable
{
    private readonly JobEngine engine = new();

    public Task InitializeAsync() => Task.CompletedTask;

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public ValueTask DisposeAsync() => engine.DisposeAsync();

    [Fact]
    public async Task The_second_job_of_a_commit_does_not_run_checks_on_the_base_again()
    {
        string runs = engine.Repository["runs"];
        CheckSpec[] checks = [new("unit", $"cat a.txt >> '{runs}'"), new("lint", "true")];
        engine.Worker("echo 2 > a.txt");

        JobReceipt first = await engine.RunAsync(engine.Request(request => request with { Checks = checks }));
        JobReceipt second = await engine.RunAsync(engine.Request(request => request with { Checks = checks }));

        Assert.Equal("1\n2\n2\n", await File.ReadAllTextAsync(runs));
        Assert.Equal((Verdict.Verified, Verdict.Verified), (first.Verdict, second.Verdict));
        Assert.All(second.Checks, check => Assert.Equal(new CheckRun(CheckStatus.Passed, null, null, null), check.Base));
    }

    [Fact]
    public async Task Another_command_before_it_or_another_limit_makes_another_result()
    {
        string runs = engine.Repository["runs"];
        var unit = new CheckSpec("unit", $"cat a.txt >> '{runs}'");
        engine.Worker("echo 2 > a.txt");

        await engine.RunAsync(engine.Request(request => request with { Checks = [unit] }));
        await engine.RunAsync(engine.Request(request => request with { Checks = [new CheckSpec("build", "true"), unit] }));
        await engine.RunAsync(engine.Request(request => request with { Checks = [unit with { Timeout = TimeSpan.FromMinutes(9) }] }));

        Assert.Equal("1\n2\n1\n2\n1\n2\n", await File.ReadAllTextAsync(runs));
    }

    [Fact]
    public async Task A_full_cache_forgets_its_oldest_results()
    {
        string cache = Path.Combine(engine.State.Cache, "base");
        Directory.CreateDirectory(cache);
        for (int number = 0; number < 520; number++)
            await File.WriteAllTextAsync(Path.Combine(cache, $"{number}.json"), "{");
        File.SetLastWriteTimeUtc(Path.Combine(cache, "7.json"), DateTime.UnixEpoch);
        engine.Worker("echo 2 > a.txt");

        await engine.RunAsync(engine.Request(request => request with { Checks = [new CheckSpec("unit", "true")] }));

        Assert.Equal(512, Directory.GetFiles(cache).Length);
        Assert.False(File.Exists(Path.Combine(cache, "7.json")));
    }

    [Fact]
    public async Task A_cancelled_job_leaves_no_check_running_on_the_base()
    {
        string begun = engine.Repository["begun"];
        engine.Worker("sleep 300");
        JobId id = await engine.StartAsync(engine.Request(request => request with { Checks = [new CheckSpec("unit", $"echo 1 > '{begun}'; setsid sleep 301")] }));
        await Wait.ForFileAsync(begun);

        await engine.Service.CancelAsync(id, CancelReason.UserRequested, "test", CancellationToken.None);

        string run = JobHistory.Of(JournalReader.Read(engine.Paths(id).Journal).Entries).Supervisor!.Run;
        Assert.Empty(RunMarker.OfBase(run).Find());
        await engine.SettledAsync(id);
        Assert.False(Directory.Exists(engine.Paths(id).BaseTree));
    }

    [Fact]
    public async Task A_base_that_checks_cannot_run_on_is_no_failure_of_the_work()
    {
        engine.Worker("echo 2 > a.txt");

        JobReceipt receipt = await engine.RunAsync(engine.Request(request => request with { Checks = [new CheckSpec("unit", "no-such-runner")] }));

        CheckResult check = Assert.Single(receipt.Checks);
        Assert.Equal((Verdict.Unverified, CheckStatus.Infra, CheckStatus.Infra), (receipt.Verdict, check.Status, check.Base!.Status));
    }

    /// <summary>A capture removes the locks of dead predecessors in the git directory; once those of the tree being written beside it went too.</summary>
    [Fact]
    public async Task A_large_base_is_written_while_the_work_is_captured()
    {
        for (int number = 0; number < 4_000; number++)
            engine.Repository.Write($"many/{number % 40}/{number}.txt", "x\n");
        engine.Repository.Commit();
        engine.Worker("echo 2 > a.txt");

        JobReceipt receipt = await engine.RunAsync(engine.Request(request => request with { Checks = [new CheckSpec("unit", "true")] }));

        Assert.Equal(CheckStatus.Passed, Assert.Single(receipt.Checks).Base?.Status);
        Assert.DoesNotContain(receipt.Warnings, warning => warning.Contains("on the base", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Hidden_checks_and_files_judge_and_are_shown_nowhere_to_the_worker()
    {
        string files = engine.Repository["judging"];
        Directory.CreateDirectory(Path.Combine(files, "deep"));
        await File.WriteAllTextAsync(Path.Combine(files, "deep", "oracle.sh"), "grep -q secret-answer a.txt\n");
        string seen = engine.Repository["seen"];
        engine.Worker($"cp \"$ERRAND_PROMPT_FILE\" '{seen}'; find . -not -path './.git/*' >> '{seen}'; echo guess > a.txt");

        JobReceipt receipt = await engine.RunAsync(engine.Request(request => request with
        {
            Checks = [new CheckSpec("unit", "test -s a.txt")],
            HiddenChecks = [new CheckSpec("oracle", "sh deep/oracle.sh")],
            HiddenFiles = files,
        }));

        Assert.Equal((Verdict.Failed, 2), (receipt.Verdict, receipt.Checks.Count));
        Assert.Equal(("oracle", CheckStatus.Failed, true), (receipt.Checks[1].Name, receipt.Checks[1].Status, receipt.Checks[1].Hidden));
        Assert.DoesNotContain("oracle", await File.ReadAllTextAsync(seen), StringComparison.Ordinal);
        Assert.DoesNotContain("deep", await File.ReadAllTextAsync(engine.Paths(receipt.Id).Attempt(1).Events), StringComparison.Ordinal);
        Assert.DoesNotContain("oracle.sh", await File.ReadAllTextAsync(engine.Paths(receipt.Id).TaskPage), StringComparison.Ordinal);
        Assert.Contains(receipt.Warnings, warning => warning.Contains("Hidden checks", StringComparison.Ordinal));
        // A worker's clone borrows these objects.
        Assert.DoesNotContain("secret-answer", engine.Repository.Git("--git-dir", engine.Paths(receipt.Id).Git, "cat-file", "--batch-all-objects", "--batch"), StringComparison.Ordinal);

        engine.Worker($"cp \"$ERRAND_PROMPT_FILE\" '{seen}'; echo secret-answer > a.txt");
        await engine.Service.ReworkAsync(receipt.Id, ["Read the task again."], "test", CancellationToken.None);
        JobReceipt second = await engine.SettledAsync(receipt.Id);

        Assert.Equal(Verdict.Verified, second.Verdict);
        Assert.DoesNotContain("oracle", await File.ReadAllTextAsync(seen), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hidden_files_that_are_links_or_too_many_are_refused_before_anything_is_made()
    {
        string files = engine.Repository["judging"];
        Directory.CreateDirectory(files);
        File.CreateSymbolicLink(Path.Combine(files, "link"), "/etc/passwd");

        var fault = await Assert.ThrowsAsync<ErrandException>(() => engine.StartAsync(engine.Request(request => request with
        {
            HiddenChecks = [new CheckSpec("judge", "true")],
            HiddenFiles = files,
        })));

        Assert.Contains("it is a symbolic link", fault.Message, StringComparison.Ordinal);
        Assert.Empty(engine.Store.All());
    }

    [Fact]
    public async Task Auto_names_the_repository_s_own_commands_in_the_answer()
    {
        engine.Repository.Write("Makefile", "test:\n\ttest -s a.txt\n").Commit();
        engine.Worker("echo 2 > a.txt");

        StartedJob started = await engine.Service.StartAsync(engine.Request(request => request with { Checks = [CheckSpec.Auto] }), "test", CancellationToken.None);
        JobReceipt receipt = await engine.SettledAsync(started.Receipt.Id);

        Assert.Equal([new CheckSpec("make", "make test")], started.Proposed);
        Assert.Equal(("make", Verdict.Verified), (Assert.Single(receipt.Checks).Name, receipt.Verdict));
    }

    [Fact]
    public async Task Auto_without_any_known_command_is_refused()
    {
        var fault = await Assert.ThrowsAsync<ErrandException>(() => engine.StartAsync(engine.Request(request => request with { Checks = [CheckSpec.Auto] })));

        Assert.Contains("the base has no test command that Errand knows", fault.Message, StringComparison.Ordinal);
    }
}
