using Errand.Core;
using Errand.Jobs.Delivery;
using Errand.Jobs.Tests.Git;
using Errand.Jobs.Tests.Workspaces;
using Errand.Jobs.Workspaces.Capture;

namespace Errand.Jobs.Tests.Delivery;

public sealed class BranchDeliveryTests : IDisposable
{
    private readonly TestRepository repository = new();
    private readonly Capturing job;

    public BranchDeliveryTests() => job = new Capturing(repository);

    public void Dispose() => job.Dispose();

    [Fact]
    public async Task The_work_is_left_on_a_branch_and_nothing_else_changes()
    {
        CapturedWork work = await WorkAsync();
        UserState before = UserState.Of(repository);

        string branch = await AcceptAsync(work, "fix/the-import");
        string again = await AcceptAsync(work, "fix/the-import");

        Assert.Equal("errand/fix/the-import", branch);
        Assert.Equal(branch, again);
        Assert.Equal(work.Commit, repository.Git("rev-parse", "refs/heads/" + branch));
        before.AssertSame(repository, "refs/heads/" + branch, "logs/refs/heads/" + branch);
    }

    [Fact]
    public async Task A_branch_with_something_else_is_not_moved()
    {
        CapturedWork work = await WorkAsync();
        repository.Git("branch", "errand/j1", "HEAD");
        repository.Git("branch", "errand/a", "HEAD");
        UserState before = UserState.Of(repository);

        await RefusedAsync(ErrorCatalog.BranchTaken, work, "j1");
        await RefusedAsync(ErrorCatalog.BranchTaken, work, "a/b");

        before.AssertSame(repository);
    }

    [Fact]
    public async Task Of_several_names_the_first_that_is_free_is_taken()
    {
        CapturedWork work = await WorkAsync();
        repository.Git("branch", "errand/fix", "HEAD");

        Assert.Equal("errand/j7", await AcceptAsync(work, "fix", "j7"));
        Assert.Equal("errand/j7", await AcceptAsync(work, "fix", "j7"));
        Assert.Equal("errand/j8", await AcceptAsync(work, "fix/a.lock", "j8"));
        Assert.Equal("errand/new", await AcceptAsync(work, "new", "j9"));
    }

    [Theory]
    [InlineData("a..b")]
    [InlineData("a b")]
    [InlineData("-")]
    [InlineData("a.lock")]
    [InlineData("a\nb")]
    [InlineData("a\0b")]
    [InlineData("a/")]
    [InlineData("")]
    [InlineData("@{x}")]
    public async Task Names_that_git_does_not_allow_are_refused(string name)
    {
        CapturedWork work = await WorkAsync();
        if (name == "-")
            Assert.Equal("errand/-", await AcceptAsync(work, name));
        else
            await RefusedAsync(ErrorCatalog.BranchNameRefused, work, name);
    }

    [Fact]
    public async Task Work_that_only_errand_could_keep_is_brought_over()
    {
        repository.Write("a", "1\n").Commit();
        await job.PrepareAsync();
        job.Write("a", "2\n");
        string obstacle = Path.Combine(repository.GitDirectory, "refs/errand");
        Directory.Delete(obstacle, recursive: true);
        File.WriteAllText(obstacle, "in the way");
        CapturedWork work = await job.CollectAsync();
        File.Delete(obstacle);
        repository.Git("gc", "--quiet", "--prune=now");

        await AcceptAsync(work, "j1");

        repository.Git("fsck", "--full");
        Assert.Equal(work.Commit, repository.Git("rev-parse", "errand/j1"));
        Assert.False(File.Exists(Path.Combine(repository.GitDirectory, "FETCH_HEAD")));
    }

    private async Task<CapturedWork> WorkAsync()
    {
        repository.Write("a", "1\n").Commit();
        await job.PrepareAsync();
        return await job.Write("a", "2\n").CollectAsync();
    }

    private Task<string> AcceptAsync(CapturedWork work, params string[] names) =>
        new BranchDelivery(repository.Client, TimeProvider.System).AcceptAsync(job.Workspace.Repository, work.Commit, names, CancellationToken.None);

    private async Task RefusedAsync(ErrorDefinition error, CapturedWork work, string name) =>
        Assert.Equal(error, (await Assert.ThrowsAsync<ErrandException>(() => AcceptAsync(work, name))).Error);
}
