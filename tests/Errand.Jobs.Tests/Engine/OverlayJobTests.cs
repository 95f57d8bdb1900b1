using Errand.Core;
using Errand.Jobs.Sandbox;

namespace Errand.Jobs.Tests.Engine;

/// <summary>Whole jobs in overlay workspaces, held by the sandbox that this machine has.</summary>
public sealed class OverlayJobTests
{
    [Fact]
    public async Task Whatever_a_worker_does_to_files_is_its_work_and_nothing_else_is()
    {
        await using var engine = new JobEngine(new SandboxSettings());
        engine.Repository.Write("src/one.txt", "one\n").Write("src/deep/two.txt", "two\n").Write("run.sh", "true\n").Write("old.txt", "old\n").Write("link.txt", "1\n").Write("kept/k.txt", "k\n").Commit();
        engine.Worker(
            """
            echo 2 >> a.txt; rm old.txt; echo new > new.txt; chmod +x run.sh; ln -sf a.txt link.txt
            mv src/one.txt src/uno.txt; rm -r src/deep; mkdir src/deep; echo three > src/deep/three.txt
            mv kept moved; touch a.txt; echo done; printf '' >> run.sh
            """);

        JobReceipt receipt = await engine.RunAsync(Overlay(engine));

        Assert.True(receipt.State == JobState.Review, receipt.Reason + Log(engine, receipt));
        Assert.Equal(IsolationKind.Overlay, receipt.Isolation);
        Assert.Equal(
            ["a.txt", "kept/k.txt", "link.txt", "moved/k.txt", "new.txt", "old.txt", "run.sh", "src/deep/three.txt", "src/deep/two.txt", "src/one.txt", "src/uno.txt"],
            engine.Repository.Git("diff", "--no-renames", "--name-only", "HEAD", receipt.Commit!).Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
        Assert.Empty(receipt.Violations);
        Assert.Empty(receipt.Warnings);
        Assert.Equal("", engine.Repository.Git("status", "--porcelain"));
    }

    [Fact]
    public async Task The_worker_finds_a_clean_repository_at_the_repositorys_own_path()
    {
        await using var engine = new JobEngine(new SandboxSettings());
        engine.Worker("pwd; git status --short; git log --oneline | wc -l; git branch --show-current; git diff --quiet && echo same; git add -A; git commit -q --allow-empty -m mine && echo committed");

        JobReceipt receipt = await engine.RunAsync(Overlay(engine));

        Assert.Equal($"{engine.Repository.Root}\n1\nerrand/work\nsame\ncommitted\n", Log(engine, receipt));
    }

    [Fact]
    public async Task A_rework_finds_the_work_as_it_was_left()
    {
        await using var engine = new JobEngine(new SandboxSettings());
        engine.Worker("echo first > first.txt; rm a.txt");
        JobReceipt first = await engine.RunAsync(Overlay(engine));
        engine.Worker("cat first.txt; [ ! -e a.txt ]; echo second > second.txt; git status --short");

        await engine.Service.ReworkAsync(first.Id, [], "test", CancellationToken.None);
        JobReceipt second = await engine.SettledAsync(first.Id);

        Assert.True(second.State == JobState.Review, second.Reason);
        Assert.Equal(["a.txt", "first.txt", "second.txt"], second.Files.Select(file => file.Path));
    }

    private static JobRequest Overlay(JobEngine engine) => engine.Request(request => request with { Isolation = IsolationKind.Overlay });

    private static string Log(JobEngine engine, JobReceipt receipt) => File.ReadAllText(engine.Paths(receipt.Id).Attempt(receipt.Attempt).WorkerLog);
}
