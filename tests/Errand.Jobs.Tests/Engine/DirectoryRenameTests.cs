using Errand.Core;
using Errand.Jobs.Sandbox;

namespace Errand.Jobs.Tests.Engine;

/// <summary>The kernel renames no directory of an overlay's lower layers; those that a job may change are renamed all the same.</summary>
public sealed class DirectoryRenameTests
{
    [Theory]
    [InlineData("src/**")]
    [InlineData(".")]
    public async Task Directories_of_the_scope_are_renamed_as_in_any_tree(string scope)
    {
        await using var engine = new JobEngine(new SandboxSettings());
        engine.Repository.Write("src/deep/one.txt", "one\n").Write("src/two.txt", "two\n").Write("other/o.txt", "o\n").Commit();
        engine.Worker("git mv src/deep src/moved; python3 -c 'import os; os.rename(\"src/moved\", \"src/again\")'; git status --short");

        JobReceipt receipt = await engine.RunAsync(Overlay(engine) with { Scope = scope == "." ? [] : [scope] });

        Assert.True(receipt.State == JobState.Review, receipt.Reason + Log(engine, receipt));
        Assert.Equal(["src/again/one.txt"], receipt.Files.Select(file => file.Path));
        Assert.Empty(receipt.Violations);
    }

    [Theory]
    [InlineData("src/**")]
    [InlineData(".")]
    public async Task So_they_are_where_the_user_has_uncommitted_changes_in_them(string scope)
    {
        await using var engine = new JobEngine(new SandboxSettings());
        engine.Repository.Write("src/deep/one.txt", "one\n").Write("src/deep/two.txt", "two\n").Write("src/same/s.txt", "s\n").Write("src/gone/g.txt", "g\n").Write("src/kind", "k\n").Commit();
        engine.Repository.Write("src/deep/one.txt", "mine\n").Write("src/deep/new.txt", "n\n").Shell("rm -r src/gone src/deep/two.txt src/kind; mkdir src/kind; echo k > src/kind/k");
        engine.Worker("git diff-files --name-only; git status --short; python3 -c 'import os; os.rename(\"src/deep\", \"src/moved\"); os.rename(\"src/same\", \"src/other\")'; find src -type f | sort; cat src/moved/*");

        JobReceipt receipt = await engine.RunAsync(Overlay(engine) with { Scope = scope == "." ? [] : [scope], Base = "dirty" });

        Assert.True(receipt.State == JobState.Review, receipt.Reason + Log(engine, receipt));
        // Git has read what the user changed, and found it as it should be.
        Assert.Equal("src/deep/new.txt\nsrc/deep/one.txt\nsrc/kind/k\nsrc/kind/k\nsrc/moved/new.txt\nsrc/moved/one.txt\nsrc/other/s.txt\nn\nmine\n", Log(engine, receipt));
        Assert.Equal(["src/moved/new.txt", "src/moved/one.txt", "src/other/s.txt"], receipt.Files.Select(file => file.Path));
        Assert.Empty(receipt.Violations);
    }

    private static JobRequest Overlay(JobEngine engine) => engine.Request(request => request with { Isolation = IsolationKind.Overlay });

    private static string Log(JobEngine engine, JobReceipt receipt) => File.ReadAllText(engine.Paths(receipt.Id).Attempt(receipt.Attempt).WorkerLog);
}
