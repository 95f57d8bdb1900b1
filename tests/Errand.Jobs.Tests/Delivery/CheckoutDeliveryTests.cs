using Errand.Core;
using Errand.Jobs.Delivery;
using Errand.Jobs.Tests.Git;
using Errand.Jobs.Tests.Workspaces;
using Errand.Jobs.Workspaces.Capture;

namespace Errand.Jobs.Tests.Delivery;

public sealed class CheckoutDeliveryTests : IDisposable
{
    private readonly TestRepository repository = new();
    private readonly Capturing job;

    public CheckoutDeliveryTests() => job = new Capturing(repository);

    public void Dispose() => job.Dispose();

    [Fact]
    public async Task Every_kind_of_change_arrives_and_the_index_stays()
    {
        repository.Write("changed", "1\n").Write("gone/only", "x\n").Write("old name", "same\n").Write("mode", "m\n").Write("to link", "x\n").Write("file", "f\n").Write("dir/x", "d\n").Write("bin", [0, 1])
            .Write("untouched", "u\n").Commit();
        repository.Write("staged", "by the user\n").Write("untouched", "edited by the user\n").Git("add", "staged");
        await job.PrepareAsync();
        job.Write("changed", "2\n").Write("bin", [0, 2]).Write("new/deep/file", "n\n").Write("we\"ird\n name", "w\n").Shell("""
            rm -r gone 'to link' file dir
            mv 'old name' 'new name'
            chmod +x mode
            ln -s changed 'to link'
            mkdir file && echo i > file/inner
            echo now > dir
            """);
        CapturedWork work = await job.CollectAsync();
        byte[] index = File.ReadAllBytes(Path.Combine(repository.GitDirectory, "index"));

        DeliveredFiles delivered = await AcceptAsync(work);

        Assert.Equal(index, File.ReadAllBytes(Path.Combine(repository.GitDirectory, "index")));
        Assert.Equal("edited by the user\n", File.ReadAllText(Path.Combine(repository.Root, "untouched")));
        File.Delete(Path.Combine(repository.Root, "staged"));
        File.WriteAllText(Path.Combine(repository.Root, "untouched"), "u\n");
        Assert.Equal(Capturing.OnDisk(job.Root), Capturing.OnDisk(repository.Root));
        Assert.False(Directory.Exists(Path.Combine(repository.Root, "gone")));
        Assert.Empty(delivered.Unchanged);
        Assert.Equal(13, delivered.Changed.Count);
        Assert.False(Directory.Exists(repository["state/staging"]));
    }

    [Fact]
    public async Task Colliding_paths_are_listed_and_nothing_is_written()
    {
        repository.Write("a", "1\n").Write("b", "1\n").Write("c", "1\n").Write("d", "1\n").Write("e/f", "1\n").Commit();
        await job.PrepareAsync();
        job.Write("a", "2\n").Write("b", "2\n").Write("new", "2\n").Write("into/new", "2\n").Write("dir", "2\n").Shell("rm c; chmod +x d; echo 2 > e/f");
        CapturedWork work = await job.CollectAsync();

        repository.Write("a", "the user's\n").Write("c", "the user's\n").Write("new", "the user's\n").Write("dir/mine", "the user's\n")
            .Shell("rm b; mv e elsewhere; ln -s elsewhere e; ln -s elsewhere into; rm d; ln -s a d");
        IReadOnlyList<Errand.Jobs.Git.TreeEntry> before = Capturing.OnDisk(repository.Root);
        UserState user = UserState.Of(repository);

        ErrandException fault = await Assert.ThrowsAsync<ErrandException>(() => AcceptAsync(work));

        Assert.Equal(ErrorCatalog.DeliveryConflict, fault.Error);
        Assert.Contains("collides with 8 paths", fault.Message, StringComparison.Ordinal);
        foreach (string part in (string[])["'a' (it was changed)", "'b' (it is gone)", "'c' (it was changed)", "'d' (it was changed)", "'dir/mine' ('dir' has to become a file)", "'e/f' ('e' is no directory", "'into/new' ('into' is no directory", "'new' (it exists already)"])
            Assert.Contains(part, fault.Message, StringComparison.Ordinal);
        Assert.Equal(before, Capturing.OnDisk(repository.Root));
        user.AssertSame(repository);
        Assert.Equal(["f"], Directory.EnumerateFileSystemEntries(Path.Combine(repository.Root, "elsewhere")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_change_of_mode_alone_by_the_user_collides()
    {
        repository.Write("a", "1\n").Commit();
        await job.PrepareAsync();
        CapturedWork work = await job.Write("a", "2\n").CollectAsync();
        repository.Shell("chmod +x a");
        await Assert.ThrowsAsync<ErrandException>(() => AcceptAsync(work));
        repository.Git("config", "core.fileMode", "false");
        await AcceptAsync(work);
        Assert.Equal("2\n", File.ReadAllText(Path.Combine(repository.Root, "a")));
    }

    [Fact]
    public async Task Accepting_twice_changes_nothing_more_and_half_of_it_is_completed()
    {
        repository.Write("a", "1\n").Write("b", "1\n").Write("c", "1\n").Commit();
        await job.PrepareAsync();
        job.Write("a", "2\n").Write("b", "2\n").Write("n/new", "2\n").Shell("rm c; mkdir c; echo 2 > c/inner");
        CapturedWork work = await job.CollectAsync();
        repository.Write("b", "2\n").Write("n/new", "2\n").Shell("rm c; mkdir c");

        DeliveredFiles first = await AcceptAsync(work);
        DeliveredFiles second = await AcceptAsync(work);

        Assert.Equal(["a", "c/inner"], first.Changed);
        Assert.Equal(["b", "c", "n/new"], first.Unchanged);
        Assert.Empty(second.Changed);
        Assert.Equal(Capturing.OnDisk(job.Root), Capturing.OnDisk(repository.Root));
    }

    [Fact]
    public async Task A_delivery_cut_off_at_any_step_is_completed_by_the_next()
    {
        repository.Write("a", "1\n").Write("dir/x", "1\n").Write("dir/y", "1\n").Write("file", "1\n").Write("z", "1\n").Commit();
        await job.PrepareAsync();
        job.Write("a", "2\n").Write("new/n", "2\n").Shell("rm -r dir file; echo 2 > dir; mkdir file; echo 2 > file/in; rm z; ln -s a z");
        CapturedWork work = await job.CollectAsync();
        string pristine = repository["pristine"];
        repository.ShellIn(repository.Root, $"cp -a . '{pristine}'");

        // Each path alone is replaced at once, so every state in between is a set of paths that are done.
        string[] steps = ["echo 2 > a", "rm dir/x", "rm dir/y", "rmdir dir", "echo 2 > dir", "rm file", "mkdir file", "echo 2 > file/in", "mkdir new", "echo 2 > new/n", "ln -sfT a z"];
        for (int done = 0; done <= steps.Length; done++)
        {
            repository.ShellIn(repository.Root, $"rm -rf a dir file z new; cp -a '{pristine}'/a '{pristine}'/dir '{pristine}'/file '{pristine}'/z .");
            repository.Shell(string.Join("; ", steps.Take(done).DefaultIfEmpty(":")));
            await AcceptAsync(work);
            Assert.Equal(Capturing.OnDisk(job.Root), Capturing.OnDisk(repository.Root));
        }
    }

    [Fact]
    public async Task A_git_that_is_killed_on_the_way_leaves_the_checkout_alone_and_a_repetition_completes_it()
    {
        string mark = repository["killed-once"];
        repository.GitIn(repository.Home, "config", "--global", "filter.fatal.clean", "cat");
        repository.GitIn(repository.Home, "config", "--global", "filter.fatal.smudge", $"if [ -e {mark} ]; then cat; else touch {mark}; kill -9 $PPID; fi");
        repository.Write(".gitattributes", "z filter=fatal\n").Write("a", "1\n").Write("z", "1\n").Commit();
        await job.PrepareAsync();
        CapturedWork work = await job.Write("a", "2\n").Write("z", "2\n").CollectAsync();
        UserState before = UserState.Of(repository);

        ErrandException fault = await Assert.ThrowsAsync<ErrandException>(() => AcceptAsync(work));

        Assert.Equal(ErrorCatalog.GitFailed, fault.Error);
        before.AssertSame(repository);
        Assert.Equal(["a", "z"], (await AcceptAsync(work)).Changed);
        Assert.Equal(Capturing.OnDisk(job.Root), Capturing.OnDisk(repository.Root));
    }

    [Fact]
    public async Task The_users_line_ends_and_filters_are_used_both_ways()
    {
        repository.GitIn(repository.Home, "config", "--global", "core.autocrlf", "true");
        repository.GitIn(repository.Home, "config", "--global", "filter.up.smudge", "tr a-z A-Z");
        repository.GitIn(repository.Home, "config", "--global", "filter.up.clean", "tr A-Z a-z");
        repository.Write(".gitattributes", "*.up filter=up\n*.bin -text\n").Write("a.txt", "one\r\ntwo\r\n").Write("b.up", "LOUD\r\n").Write("c.bin", "raw\n").Commit();
        await job.PrepareAsync();
        Assert.Equal("loud\n", File.ReadAllText(Path.Combine(job.Root, "b.up")));
        CapturedWork work = await job.Write("a.txt", "one\nthree\n").Write("b.up", "louder\n").Write("c.bin", "rawer\n").Write("new.txt", "n\n").CollectAsync();

        await AcceptAsync(work);
        await AcceptAsync(work);

        Assert.Equal("one\r\nthree\r\n", File.ReadAllText(Path.Combine(repository.Root, "a.txt")));
        Assert.Equal("LOUDER\r\n", File.ReadAllText(Path.Combine(repository.Root, "b.up")));
        Assert.Equal("rawer\n", File.ReadAllText(Path.Combine(repository.Root, "c.bin")));
        Assert.Equal("n\r\n", File.ReadAllText(Path.Combine(repository.Root, "new.txt")));
    }

    [Fact]
    public async Task Attributes_that_the_work_changes_hold_for_its_other_files()
    {
        repository.Write("sub/a.txt", "1\n").Commit();
        await job.PrepareAsync();
        CapturedWork work = await job.Write("sub/.gitattributes", "*.txt eol=crlf\n").Write("sub/a.txt", "1\n2\n").CollectAsync();

        await AcceptAsync(work);

        Assert.Equal("1\r\n2\r\n", File.ReadAllText(Path.Combine(repository.Root, "sub/a.txt")));
        await AcceptAsync(work);
    }

    [Fact]
    public async Task A_filter_that_fails_on_the_way_leaves_the_checkout_as_it_was()
    {
        repository.Write(".gitattributes", "*.txt text\n").Write("gone/a.up", "old\n").Write("b.up", "old\n").Commit();
        repository.Git("config", "filter.up.smudge", "false");
        repository.Git("config", "filter.up.required", "true");
        await job.PrepareAsync();
        job.Write(".gitattributes", "*.up filter=up\n").Write("sub/.gitattributes", "*.x text\n").Write("b.up", "new\n").Write("new.up", "new\n").Shell("rm -r gone");
        CapturedWork work = await job.CollectAsync();
        UserState before = UserState.Of(repository);

        await Assert.ThrowsAsync<ErrandException>(() => AcceptAsync(work));

        before.AssertSame(repository);
        Assert.Equal("*.txt text\n", File.ReadAllText(Path.Combine(repository.Root, ".gitattributes")));
        Assert.Equal("", repository.Git("status", "--porcelain"));
        Assert.Empty(Directory.GetFileSystemEntries(repository["state"], "staging*"));
    }

    [Fact]
    public async Task Files_whose_repository_form_has_odd_line_ends_are_not_taken_for_changed()
    {
        repository.Write("crlf.txt", "1\r\n").Write("crlf2.txt", "1\r\n").Commit();
        repository.Write(".gitattributes", "*.txt text\n").Commit("attributes without renormalization");
        await job.PrepareAsync();
        CapturedWork work = await job.Write("crlf.txt", "2\r\n").CollectAsync();

        await AcceptAsync(work);

        Assert.Equal("2\r\n", File.ReadAllText(Path.Combine(repository.Root, "crlf.txt")));
    }

    [Fact]
    public async Task Work_on_a_dirty_base_goes_onto_the_dirty_files()
    {
        repository.Write("a", "1\n").Commit();
        repository.Write("a", "dirty\n").Write("untracked", "u\n");
        await job.PrepareAsync("dirty");
        CapturedWork work = await job.Write("a", "dirty\nand worked\n").Write("untracked", "u2\n").CollectAsync();

        await AcceptAsync(work);

        Assert.Equal("dirty\nand worked\n", File.ReadAllText(Path.Combine(repository.Root, "a")));
        Assert.Equal("u2\n", File.ReadAllText(Path.Combine(repository.Root, "untracked")));
    }

    [Fact]
    public async Task Work_in_a_repository_without_commit_arrives()
    {
        await job.PrepareAsync();
        CapturedWork work = await job.Write("src/a", "1\n").CollectAsync();
        await AcceptAsync(work);
        Assert.Equal("1\n", File.ReadAllText(Path.Combine(repository.Root, "src/a")));
    }

    [Fact]
    public async Task A_linked_worktree_gets_the_work_and_the_main_one_does_not()
    {
        repository.Write("a", "1\n").Commit();
        string linked = repository["linked"];
        repository.Git("worktree", "add", "--quiet", "-b", "side", linked);
        using var checkout = await new Errand.Jobs.Workspaces.CheckoutWorkspace(repository.Client, TimeProvider.System)
            .PrepareAsync(await repository.ResolveAsync(directory: linked), repository.Place(), CancellationToken.None);
        File.WriteAllText(Path.Combine(checkout.Root, "a"), "2\n");
        CapturedWork work = await new WorkCollector(repository.Client, TimeProvider.System).CollectAsync(
            new CaptureRequest { Job = new JobId(1), Attempt = 1, Workspace = checkout, PatchFile = repository["state/p"], Message = "m" }, CancellationToken.None);

        await new CheckoutDelivery(repository.Client, TimeProvider.System).AcceptAsync(
            new DeliveryRequest { Repository = checkout.Repository, Base = work.Base, Commit = work.Commit, StagingDirectory = repository["state/staging"] }, CancellationToken.None);

        Assert.Equal("2\n", File.ReadAllText(Path.Combine(linked, "a")));
        Assert.Equal("1\n", File.ReadAllText(Path.Combine(repository.Root, "a")));
    }

    [Fact]
    public async Task Files_come_from_another_file_system_too()
    {
        const string other = "/dev/shm";
        if (!Directory.Exists(other) || IsOneFileSystem(other, repository.Root))
        {
            Console.WriteLine($"Skipped: '{other}' is no other file system here.");
            return;
        }

        repository.Write("a", "1\n").Write("run", "1\n").Commit();
        await job.PrepareAsync();
        CapturedWork work = await job.Write("a", "2\n").Write("new/n", "2\n").Shell("chmod +x run; ln -s a link").CollectAsync();
        string staging = Path.Combine(other, Path.GetFileName(Path.GetTempFileName()));
        // What a delivery that was killed while it copied has left.
        string left = $".errand-{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("a"u8))[..16]}.tmp";
        repository.Write(left, "half");

        await AcceptAsync(work, staging);

        Assert.Equal(Capturing.OnDisk(job.Root), Capturing.OnDisk(repository.Root));
        Assert.False(Directory.Exists(staging));
    }

    [Fact]
    public async Task Hooks_do_not_run()
    {
        repository.Write("a", "1\n").Commit();
        await job.PrepareAsync();
        CapturedWork work = await job.Write("a", "2\n").CollectAsync();
        repository.Shell("for h in post-checkout post-index-change; do printf '#!/bin/sh\\ntouch \"%s\"\\n' \"$PWD/../hook-ran\" > .git/hooks/$h; chmod +x .git/hooks/$h; done");
        await AcceptAsync(work);
        Assert.False(File.Exists(repository["hook-ran"]));
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 15)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Random_work_arrives_to_the_byte(int seed)
    {
        var edits = new RandomEdits(seed);
        edits.Apply(repository.Root, 25);
        repository.Commit();
        await job.PrepareAsync();
        edits.Apply(job.Root, 20);
        CapturedWork work = await job.CollectAsync();

        await AcceptAsync(work);

        Assert.Equal(Capturing.OnDisk(job.Root), Capturing.OnDisk(repository.Root));
        Assert.Empty((await AcceptAsync(work)).Changed);
    }

    private Task<DeliveredFiles> AcceptAsync(CapturedWork work, string? staging = null) => new CheckoutDelivery(repository.Client, TimeProvider.System).AcceptAsync(
        new DeliveryRequest { Repository = job.Workspace.Repository, Base = work.Base, Commit = work.Commit, StagingDirectory = staging ?? repository["state/staging"] },
        CancellationToken.None);

    private static bool IsOneFileSystem(string left, string right)
    {
        string Device(string path)
        {
            var start = new System.Diagnostics.ProcessStartInfo("stat", ["-c", "%d", path]) { RedirectStandardOutput = true };
            using var stat = System.Diagnostics.Process.Start(start)!;
            return stat.StandardOutput.ReadToEnd();
        }

        return Device(left) == Device(right);
    }
}
