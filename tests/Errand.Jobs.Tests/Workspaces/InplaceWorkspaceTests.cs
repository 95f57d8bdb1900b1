using Errand.Core;
using Errand.Jobs.Delivery;
using Errand.Jobs.Tests.Git;
using Errand.Jobs.Workspaces.Capture;

namespace Errand.Jobs.Tests.Workspaces;

public sealed class InplaceWorkspaceTests : IDisposable
{
    private readonly TestRepository repository = new();
    private readonly Capturing job;

    public InplaceWorkspaceTests() => job = new Capturing(repository);

    public void Dispose() => job.Dispose();

    [Fact]
    public async Task The_snapshot_is_the_tree_on_disk_and_touches_nothing()
    {
        repository.Write("a", "1\n").Write("gone", "1\n").Write(".gitignore", "*.log\n").Commit();
        repository.Write("a", "2\n").Write("untracked", "u\n").Write("x.log", "l\n").Write("staged", "s\n").Git("add", "staged");
        repository.Shell("rm gone");
        UserState before = UserState.Of(repository);

        await job.PrepareInplaceAsync();

        Assert.Equal(repository.Root, job.Root);
        Assert.Equal([".gitignore", "a", "staged", "untracked"], repository.Git("ls-tree", "-r", "--name-only", job.Workspace.Base).Split('\n'));
        Assert.Equal("2", repository.Git("show", job.Workspace.Base + ":a"));
        Assert.Equal(repository.Git("rev-parse", "HEAD"), repository.Git("rev-parse", job.Workspace.Base + "^"));
        before.AssertSame(repository);
    }

    [Fact]
    public async Task Only_what_the_worker_did_is_the_work()
    {
        repository.Write("a", "1\n").Write("b", "1\n").Write("c", "1\n").Write(".gitignore", "*.log\n").Commit();
        repository.Write("a", "the user's\n").Write("u", "the user's\n").Write(".git/info/exclude", "*.mine\n");
        repository.GitIn(repository.Home, "config", "--global", "core.excludesFile", "~/ignore");
        File.WriteAllText(Path.Combine(repository.Home, "ignore"), "*.global\n");
        await job.PrepareInplaceAsync();

        job.Write("b", "2\n").Write("u", "the user's\nand mine\n").Write("n", "2\n").Write("x.log", "l").Write("x.mine", "m").Write("x.global", "g").Shell("rm c; git add b; git commit -qm 'the worker commits'");
        CapturedWork work = await job.CollectAsync();

        Assert.Equal(["modified b +1 -1", "deleted c +0 -1", "added n +1 -0", "modified u +1 -0"], Capturing.Summary(work));
    }

    [Fact]
    public async Task Line_ends_and_filters_of_the_user_make_no_change()
    {
        repository.GitIn(repository.Home, "config", "--global", "core.autocrlf", "true");
        repository.Write(".gitattributes", "*.up filter=up\n").Write("a.txt", "1\r\n2\r\n").Write("b.up", "LOUD\n").Commit();
        await job.PrepareInplaceAsync();

        CapturedWork none = await job.CollectAsync(attempt: 1);
        CapturedWork work = await job.Write("a.txt", "1\r\n3\r\n").CollectAsync(attempt: 2);

        Assert.Empty(none.Files);
        Assert.Equal(["modified a.txt +1 -1"], Capturing.Summary(work));
    }

    [Fact]
    public async Task A_configuration_that_the_worker_poisons_runs_nothing()
    {
        repository.Write("a", "1\n").Commit();
        await job.PrepareInplaceAsync();
        string ran = repository["ran"];
        job.Write("a", "2\n").Write(".gitattributes", "* filter=evil diff=evil\n").Shell($"""
            git config filter.evil.clean 'touch {ran}; cat'
            git config filter.evil.smudge 'touch {ran}; cat'
            git config filter.evil.process 'touch {ran}'
            git config diff.evil.textconv 'touch {ran}; cat'
            git config diff.external 'touch {ran}'
            git config core.fsmonitor 'touch {ran}'
            git config core.hooksPath {repository["hooks"]}
            git config core.editor 'touch {ran}'
            git config core.sshCommand 'touch {ran}'
            mkdir {repository["hooks"]}
            for h in reference-transaction post-checkout post-index-change; do printf '#!/bin/sh\ntouch {ran}\n' > {repository["hooks"]}/$h; chmod +x {repository["hooks"]}/$h; done
            """);

        CapturedWork work = await job.CollectAsync();
        await RevertAsync(work);

        Assert.False(File.Exists(ran));
        Assert.Equal("1\n", File.ReadAllText(Path.Combine(repository.Root, "a")));
    }

    [Fact]
    public async Task One_job_at_a_time_works_in_a_repository()
    {
        repository.Write("a", "1\n").Commit();
        await job.PrepareInplaceAsync(job: 1);

        ErrandException fault = await Assert.ThrowsAsync<ErrandException>(() => new Capturing(repository).PrepareInplaceAsync(job: 2));

        Assert.Equal(ErrorCatalog.RepositoryBusy, fault.Error);
        Assert.Contains("j1 is at work in place", fault.Message, StringComparison.Ordinal);
        job.Workspace.Dispose();
        Capturing second = await new Capturing(repository).PrepareInplaceAsync(job: 2);
        second.Workspace.Dispose();
    }

    [Fact]
    public async Task A_later_attempt_is_compared_with_the_state_before_the_first()
    {
        repository.Write("a", "1\n").Write("b", "1\n").Commit();
        await job.PrepareInplaceAsync();
        await job.Write("a", "2\n").CollectAsync(attempt: 1);
        job.Workspace.Dispose();

        await job.PrepareInplaceAsync();
        CapturedWork work = await job.Write("b", "2\n").CollectAsync(attempt: 2);

        Assert.True(job.Workspace.IsReused);
        Assert.Equal(["modified a +1 -1", "modified b +1 -1"], Capturing.Summary(work));
    }

    [Fact]
    public async Task Taking_back_restores_exactly_the_touched_paths_and_can_be_repeated()
    {
        repository.GitIn(repository.Home, "config", "--global", "core.autocrlf", "true");
        repository.Write("a.txt", "1\r\n").Write("b", "1\n").Write("dir/x", "1\n").Write("mode", "m\n").Commit();
        repository.Write("untracked", "u\n").Write("b", "the user's\n");
        await job.PrepareInplaceAsync();
        IReadOnlyList<Errand.Jobs.Git.TreeEntry> before = Capturing.OnDisk(repository.Root);
        job.Write("a.txt", "2\r\n").Write("b", "2\n").Write("new/n", "2\n").Write("untracked", "2\n").Shell("rm -r dir; echo f > dir; chmod +x mode");
        CapturedWork work = await job.CollectAsync();
        repository.Write("later", "the user's\n");

        DeliveredFiles first = await RevertAsync(work);
        DeliveredFiles second = await RevertAsync(work);

        File.Delete(Path.Combine(repository.Root, "later"));
        Assert.Equal(before, Capturing.OnDisk(repository.Root));
        Assert.Equal(7, first.Changed.Count);
        Assert.Empty(second.Changed);
    }

    [Fact]
    public async Task Taking_back_is_refused_where_somebody_went_on_working()
    {
        repository.Write("a", "1\n").Write("b", "1\n").Commit();
        await job.PrepareInplaceAsync();
        CapturedWork work = await job.Write("a", "2\n").Write("b", "2\n").CollectAsync();
        repository.Write("b", "3\n");

        ErrandException fault = await Assert.ThrowsAsync<ErrandException>(() => RevertAsync(work));

        Assert.Equal(ErrorCatalog.DeliveryConflict, fault.Error);
        Assert.Contains("collides with 1 path: 'b' (it was changed)", fault.Message, StringComparison.Ordinal);
        Assert.Equal("2\n", File.ReadAllText(Path.Combine(repository.Root, "a")));
    }

    [Fact]
    public async Task Repositories_inside_special_files_and_sparse_checkouts_are_no_work()
    {
        using var module = new TestRepository();
        module.Write("m", "1").Commit();
        repository.Git("submodule", "--quiet", "add", module.Root, "sub");
        repository.Write("in/a", "1\n").Write("out/b", "1\n").Commit();
        repository.Git("sparse-checkout", "set", "--no-cone", "/in/", "/sub/", "/*", "!/out/");
        repository.Shell("mkfifo pipe; git init -q nested; touch nested/f; printf x > 'bell\a'");
        await job.PrepareInplaceAsync();

        CapturedWork none = await job.CollectAsync(attempt: 1);
        job.Write("in/a", "2\n").Write("nested/g", "g").Write("sub/new", "x").Shell("mkfifo pipe2; git init -q nested2");
        CapturedWork work = await job.CollectAsync(attempt: 2);

        Assert.Empty(none.Files);
        Assert.Empty(none.Violations);
        Assert.Equal(["modified in/a +1 -1", "! special nested2/.git", "! special pipe2"], Capturing.Summary(work));
        Assert.Equal(2, job.Workspace.Warnings.Count);
    }

    [Fact]
    public async Task A_file_system_without_executable_bit_makes_no_change()
    {
        repository.Write("a", "1\n").Write("run", "1\n").Shell("chmod +x run");
        repository.Commit();
        repository.Git("config", "core.fileMode", "false");
        await job.PrepareInplaceAsync();
        job.Shell("chmod +x a; chmod -x run; echo 2 >> run; echo n > new; chmod +x new");

        CapturedWork work = await job.CollectAsync();

        Assert.Equal(["added new +1 -0", "modified run +1 -0"], Capturing.Summary(work));
        Assert.StartsWith("100755", repository.Git("ls-tree", work.Commit, "run"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repository_without_commit_works()
    {
        repository.Write("a", "1\n");
        await job.PrepareInplaceAsync();
        CapturedWork work = await job.Write("a", "2\n").CollectAsync();
        Assert.Equal(["modified a +1 -1"], Capturing.Summary(work));
        await RevertAsync(work);
        Assert.Equal("1\n", File.ReadAllText(Path.Combine(repository.Root, "a")));
    }

    private Task<DeliveredFiles> RevertAsync(CapturedWork work) => new InplaceRevert(repository.Client, TimeProvider.System).RevertAsync(
        new DeliveryRequest { Repository = job.Workspace.Repository, Base = work.Base, Commit = work.Commit, StagingDirectory = repository["state/staging"] },
        job.Workspace,
        CancellationToken.None);
}
