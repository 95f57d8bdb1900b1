using Errand.Core;
using Errand.Testing;

namespace Errand.Jobs.Tests.Engine;

/// <summary>Jobs in the user's own tree, one after the other and with the user at work between them.</summary>
public sealed class InplaceJobTests : IAsyncLifetime, IAsyncDisposable
{
    private readonly JobEngine engine = new();

    public Task InitializeAsync() => Task.CompletedTask;

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public ValueTask DisposeAsync() => engine.DisposeAsync();

    [Fact]
    public async Task A_continued_job_is_compared_with_the_tree_as_it_found_it_and_its_discard_leaves_all_else_alone()
    {
        engine.Worker("echo first > first.txt");
        JobReceipt first = await engine.RunAsync(engine.Inplace());
        await engine.Service.AcceptAsync(first.Id, AcceptTarget.Checkout, "test", CancellationToken.None);
        engine.Repository.Write("users.txt", "mine\n");

        engine.Worker("echo second > second.txt");
        JobReceipt second = await engine.RunAsync(engine.Inplace(first.Id.ToString()));
        await engine.Service.DiscardAsync(second.Id, "test", CancellationToken.None);

        Assert.Equal(["second.txt"], second.Files.Select(file => file.Path));
        Assert.Equal(["a.txt", "first.txt", "users.txt"], Tree());
    }

    [Fact]
    public async Task What_the_user_changes_between_two_attempts_is_neither_judged_nor_taken_back()
    {
        engine.Repository.Write("b.txt", "1\n").Commit();
        engine.Worker("echo work > work.txt; echo changed > a.txt");
        JobReceipt first = await engine.RunAsync(engine.Inplace());
        engine.Repository.Write("b.txt", "mine\n").Write("users.txt", "mine\n").Write("a.txt", "mended by hand\n");

        engine.Worker("echo more > more.txt");
        await engine.Service.ReworkAsync(first.Id, ["more"], "test", CancellationToken.None);
        JobReceipt second = await engine.SettledAsync(first.Id);
        await engine.Service.DiscardAsync(first.Id, "test", CancellationToken.None);

        Assert.Equal(["more.txt", "work.txt"], second.Files.Select(file => file.Path));
        Assert.Contains(second.Warnings, warning => warning.StartsWith("You changed 'a.txt', 'b.txt', 'users.txt' since attempt 1", StringComparison.Ordinal));
        Assert.Equal(["a.txt", "b.txt", "users.txt"], Tree());
        Assert.Equal("mended by hand\n", File.ReadAllText(Path.Combine(engine.Repository.Root, "a.txt")));
    }

    [Fact]
    public async Task A_lost_job_is_captured_before_the_next_one_begins_in_the_same_tree()
    {
        JobId lost = await engine.LoseAsync(engine.Inplace());
        engine.Repository.Write("lost.txt", "the lost job's\n");

        engine.Worker("echo next > next.txt");
        JobReceipt next = await engine.RunAsync(engine.Inplace());

        JobReceipt recovered = await engine.SettledAsync(lost);
        Assert.Equal((JobState.Blocked, "lost"), (recovered.State, recovered.Class));
        Assert.Equal(["lost.txt"], recovered.Files.Select(file => file.Path));
        Assert.Equal(["next.txt"], next.Files.Select(file => file.Path));
    }

    [Fact]
    public async Task Nothing_is_delivered_or_taken_back_in_a_tree_that_a_job_works_in()
    {
        engine.Worker("echo one > one.txt");
        JobReceipt inplace = await engine.RunAsync(engine.Inplace());
        JobReceipt checkout = await engine.RunAsync(engine.Request());
        string gate = engine.Repository["gate"];
        engine.Worker($"touch {gate}.ready; while [ ! -e {gate} ]; do sleep 0.05; done");
        JobId working = await engine.StartAsync(engine.Inplace());
        await Wait.ForAsync(() => File.Exists(gate + ".ready"), "the worker works");

        ErrandException accept = await Assert.ThrowsAsync<ErrandException>(() => engine.Service.AcceptAsync(checkout.Id, AcceptTarget.Checkout, "test", CancellationToken.None));
        ErrandException discard = await Assert.ThrowsAsync<ErrandException>(() => engine.Service.DiscardAsync(inplace.Id, "test", CancellationToken.None));
        File.WriteAllText(gate, "");
        await engine.SettledAsync(working);

        Assert.Equal(ErrorCatalog.RepositoryBusy, accept.Error);
        Assert.Equal(ErrorCatalog.RepositoryBusy, discard.Error);
        Assert.Contains($"{working} is at work in place", discard.Message, StringComparison.Ordinal);
        Assert.Equal(JobState.Discarded, (await engine.Service.DiscardAsync(inplace.Id, "test", CancellationToken.None)).State);
        Assert.Equal(["a.txt"], Tree());
    }

    [Fact]
    public async Task Ignored_files_that_a_worker_changes_are_named_and_sensitive_ones_are_violations()
    {
        engine.Repository.Write(".gitignore", ".env*\n*.tmp\nbuild/\n").Commit();
        engine.Repository.Write(".env", "MINE=1\n").Write(".env.local", "kept\n").Write("build/o", "old\n").Write("build/.env", "old\n");
        engine.Worker("echo HACK > .env; echo new > build/n; rm build/o; echo x > new.tmp; echo x > build/.env; echo work > a.txt");

        JobReceipt receipt = await engine.RunAsync(engine.Inplace() with { Scope = ["a.txt"] });

        Assert.Equal(["a.txt"], receipt.Files.Select(file => file.Path));
        Assert.Equal((".env", ViolationKind.Sensitive), (Assert.Single(receipt.Violations).Path, receipt.Violations[0].Kind));
        Assert.Contains(
            "Changed too, but no part of the work, because .gitignore names them: 'new.tmp', 'build/.env', 'build/o'. A discard does not take that back.", receipt.Warnings);
    }

    [Fact]
    public async Task Ignored_files_that_nobody_changes_are_not_spoken_of_and_a_scope_can_name_a_sensitive_one()
    {
        engine.Repository.Write(".gitignore", ".env\nbuild/\n").Commit();
        engine.Repository.Write(".env", "MINE=1\n").Write("build/o", "old\n");
        engine.Worker("echo work > a.txt");
        JobReceipt first = await engine.RunAsync(engine.Inplace());
        engine.Worker("echo NEW > .env; echo more > a.txt");

        JobReceipt second = await engine.RunAsync(engine.Inplace() with { Scope = ["a.txt", ".env"] });

        Assert.Empty(first.Violations.Concat(second.Violations));
        Assert.DoesNotContain(first.Warnings, warning => warning.Contains(".gitignore", StringComparison.Ordinal));
        Assert.Contains(second.Warnings, warning => warning.StartsWith("Changed too, but no part of the work, because .gitignore names them: '.env'.", StringComparison.Ordinal));
    }

    private string[] Tree() => [.. Directory.EnumerateFiles(engine.Repository.Root).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
}
