using Errand.Core;

namespace Errand.Jobs.Tests.Engine;

/// <summary>Changes outside the scope, and what a host may say to them.</summary>
public sealed class BoundaryTests : IAsyncLifetime, IAsyncDisposable
{
    private static readonly CheckSpec Inside = new("inside", "test -e src/in.txt");
    private static readonly CheckSpec Alone = new("alone", "test ! -e docs/out.txt && test \"$(cat a.txt)\" = 1");

    private readonly JobEngine engine = new();

    public Task InitializeAsync() => Task.CompletedTask;

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public ValueTask DisposeAsync() => engine.DisposeAsync();

    [Fact]
    public async Task A_change_outside_the_scope_is_a_question_with_three_answers()
    {
        JobReceipt receipt = await CrossAsync();

        Assert.Equal((JobState.Review, Verdict.Failed), (receipt.State, receipt.Verdict));
        Assert.Equal(["a.txt", "docs/out.txt"], receipt.Boundary);
        Assert.Equal(["rework", "widen", "drop", "discard", "accept"], NextSteps.Of(receipt));
    }

    [Fact]
    public async Task A_wider_scope_has_the_same_work_judged_again()
    {
        JobReceipt crossed = await CrossAsync();

        await engine.Service.WidenAsync(crossed.Id, ["docs/**"], "host", CancellationToken.None);
        JobReceipt half = await engine.SettledAsync(crossed.Id);
        await engine.Service.WidenAsync(crossed.Id, [], "host", CancellationToken.None);
        JobReceipt whole = await engine.SettledAsync(crossed.Id);

        Assert.Equal(["a.txt"], half.Boundary);
        Assert.Equal((JobState.Review, Verdict.Verified, 1, 0, crossed.Commit), (whole.State, whole.Verdict, whole.Attempt, whole.Reworks, whole.Commit));
        Assert.Empty(whole.Violations);
        Assert.Single(whole.Checks);
    }

    [Fact]
    public async Task A_wider_scope_holds_for_the_attempts_after_it()
    {
        JobReceipt crossed = await CrossAsync();
        await engine.Service.WidenAsync(crossed.Id, [], "host", CancellationToken.None);
        await engine.SettledAsync(crossed.Id);

        await engine.Service.ReworkAsync(crossed.Id, ["more"], "host", CancellationToken.None);

        Assert.Equal(Verdict.Verified, (await engine.SettledAsync(crossed.Id)).Verdict);
    }

    [Theory]
    [InlineData(IsolationKind.Checkout)]
    [InlineData(IsolationKind.Inplace)]
    public async Task Dropped_files_leave_work_and_workspace_and_stay_fetchable(IsolationKind isolation)
    {
        JobReceipt crossed = await CrossAsync(isolation, Inside, Alone);
        Assert.Equal(CheckStatus.Failed, crossed.Checks[1].Status);

        await engine.Service.DropAsync(crossed.Id, [], "host", CancellationToken.None);
        JobReceipt rest = await engine.SettledAsync(crossed.Id);

        Assert.Equal((JobState.Review, Verdict.Verified, 1), (rest.State, rest.Verdict, rest.Attempt));
        Assert.Equal(["src/in.txt"], rest.Files.Select(file => file.Path));
        Assert.Empty(rest.Warnings);
        Assert.DoesNotContain("docs/out.txt", await File.ReadAllTextAsync(engine.Paths(rest.Id).Attempt(1).Patch), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(rest.Workspace!, "docs/out.txt")));
        Assert.Equal("1\n", await File.ReadAllTextAsync(Path.Combine(rest.Workspace!, "a.txt")));
        Assert.Equal(rest.Commit, engine.Repository.Git("rev-parse", $"refs/errand/jobs/{rest.Id}"));
        Assert.Equal("out", engine.Repository.Git("show", $"refs/errand/attempts/{rest.Id}/1:docs/out.txt"));
    }

    [Fact]
    public async Task Work_without_the_dropped_files_is_what_is_accepted_and_what_the_next_attempt_finds()
    {
        JobReceipt crossed = await CrossAsync();
        await engine.Service.DropAsync(crossed.Id, ["docs", "a.txt"], "host", CancellationToken.None);
        await engine.SettledAsync(crossed.Id);

        engine.Worker("echo more > src/more.txt; echo Done.");
        await engine.Service.ReworkAsync(crossed.Id, ["more"], "host", CancellationToken.None);
        JobReceipt reworked = await engine.SettledAsync(crossed.Id);
        await engine.Service.AcceptAsync(crossed.Id, AcceptTarget.Checkout, "host", CancellationToken.None);

        Assert.Equal(["src/in.txt", "src/more.txt"], reworked.Files.Select(file => file.Path));
        Assert.False(Directory.Exists(Path.Combine(engine.Repository.Root, "docs")));
    }

    [Fact]
    public async Task What_makes_no_difference_is_refused_and_changes_nothing()
    {
        JobReceipt crossed = await CrossAsync();

        foreach (Task<JobReceipt> refused in (Task<JobReceipt>[])
        [
            engine.Service.WidenAsync(crossed.Id, ["tests/**"], "host", CancellationToken.None),
            engine.Service.WidenAsync(crossed.Id, ["!docs/**"], "host", CancellationToken.None),
            engine.Service.DropAsync(crossed.Id, ["doc"], "host", CancellationToken.None),
        ])
        {
            Assert.Equal(ErrorCatalog.InvalidArgument, (await Assert.ThrowsAsync<ErrandException>(() => refused)).Error);
        }

        Assert.Equivalent(crossed, engine.Service.Get(crossed.Id));
    }

    [Fact]
    public async Task What_is_denied_stays_denied_however_wide_the_scope()
    {
        engine.Worker("mkdir src docs; echo in > src/in.txt; echo out > docs/out.txt; echo Done.");
        JobReceipt crossed = await engine.RunAsync(engine.Request(request => request with { Scope = ["src/**"], Deny = ["docs/**"] }));

        ErrandException fault = await Assert.ThrowsAsync<ErrandException>(() => engine.Service.WidenAsync(crossed.Id, ["docs/**"], "host", CancellationToken.None));

        Assert.Equal(ErrorCatalog.InvalidArgument, fault.Error);
        Assert.Empty(crossed.Boundary);
    }

    [Fact]
    public async Task A_wider_scope_that_names_an_ignored_sensitive_file_takes_its_violation_away()
    {
        engine.Repository.Write(".gitignore", ".env*\n").Commit();
        engine.Repository.Write(".env.local", "MINE=1\n").Write(".env.other", "MINE=1\n");
        engine.Worker("echo NEW > .env.local; echo more > a.txt; echo Done.");
        JobReceipt crossed = await engine.RunAsync(engine.Inplace() with { Scope = ["a.txt"], Checks = [new CheckSpec("more", "grep -q more a.txt")] });
        Assert.Equal((".env.local", ViolationKind.Sensitive), (Assert.Single(crossed.Violations).Path, crossed.Violations[0].Kind));

        ErrandException fault = await Assert.ThrowsAsync<ErrandException>(() => engine.Service.WidenAsync(crossed.Id, [".env.other"], "host", CancellationToken.None));
        await engine.Service.WidenAsync(crossed.Id, [".env.local"], "host", CancellationToken.None);
        JobReceipt whole = await engine.SettledAsync(crossed.Id);

        Assert.Equal(ErrorCatalog.InvalidArgument, fault.Error);
        Assert.Equal((JobState.Review, Verdict.Verified, 1), (whole.State, whole.Verdict, whole.Attempt));
        Assert.Empty(whole.Violations);
    }

    [Fact]
    public async Task A_wider_scope_that_names_an_ignored_file_of_a_clone_takes_the_file_into_the_work()
    {
        engine.Repository.Write(".gitignore", ".env*\n").Commit();
        engine.Worker("echo NEW > .env.local; echo more > a.txt; echo Done.");
        JobReceipt without = await engine.RunAsync(engine.Request(request => request with { Scope = ["a.txt"] }));

        await engine.Service.WidenAsync(without.Id, [".env.local"], "host", CancellationToken.None);
        JobReceipt whole = await engine.SettledAsync(without.Id);

        Assert.Equal(["a.txt"], without.Files.Select(file => file.Path));
        Assert.Equal([".env.local", "a.txt"], whole.Files.Select(file => file.Path));
        Assert.Equal((JobState.Review, 1), (whole.State, whole.Attempt));
        Assert.Empty(whole.Violations);
        Assert.Equal(whole.Commit, engine.Repository.Git("rev-parse", $"refs/errand/jobs/{whole.Id}"));
    }

    private Task<JobReceipt> CrossAsync(IsolationKind isolation = IsolationKind.Checkout, params CheckSpec[] checks)
    {
        engine.Worker("mkdir -p src docs; echo in > src/in.txt; echo out > docs/out.txt; echo 2 > a.txt; echo Done.");
        return engine.RunAsync(engine.Request(request => request with { Scope = ["src/**"], Isolation = isolation, Checks = checks.Length == 0 ? [Inside] : checks }));
    }
}
