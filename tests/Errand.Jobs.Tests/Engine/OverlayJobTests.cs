using Errand.Core;
using Errand.Jobs.Sandbox;
using Errand.Jobs.Store;
using Errand.Jobs.Workspaces;

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
    public async Task Git_knows_every_file_without_reading_it_again()
    {
        await using var engine = new JobEngine(new SandboxSettings());
        engine.Repository.Write("src/deep/one.txt", "one\n").Write("other/o.txt", "o\n").Commit();
        // It compares status only: what differs in anything but content would be listed.
        engine.Worker("git diff-files; echo changed > other/o.txt; git diff-files --name-only; [ -d src ]; git status --short");

        JobReceipt receipt = await engine.RunAsync(Overlay(engine) with { Scope = ["src/**", "other/o.txt"] });

        Assert.Equal("other/o.txt\n M other/o.txt\n", Log(engine, receipt));
    }

    [Fact]
    public async Task A_linked_worktree_is_worked_on_at_its_own_path()
    {
        await using var engine = new JobEngine(new SandboxSettings());
        string linked = engine.Repository["linked"];
        engine.Repository.Git("worktree", "add", "--quiet", linked);
        engine.Worker("pwd; git status --short; git log --oneline | wc -l; echo work > work.txt; git add -A; git commit -qm mine");

        JobReceipt receipt = await engine.RunAsync(Overlay(engine) with { Cwd = linked });

        Assert.Equal($"{linked}\n1\n", Log(engine, receipt));
        Assert.Equal(["work.txt"], receipt.Files.Select(file => file.Path));
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

    [Fact]
    public async Task A_job_that_continues_another_works_on_in_its_tree()
    {
        await using var engine = new JobEngine(new SandboxSettings());
        engine.Worker("mkdir sub; echo first > sub/first.txt");
        JobReceipt first = await engine.RunAsync(Overlay(engine));
        engine.Worker("cat sub/first.txt; echo second > sub/second.txt");

        JobReceipt second = await engine.RunAsync(engine.Request(request => request with { Continue = first.Id.ToString() }));

        Assert.True(second.State == JobState.Review, second.Reason);
        Assert.Equal(IsolationKind.Overlay, second.Isolation);
        Assert.Equal(["sub/first.txt", "sub/second.txt"], second.Files.Select(file => file.Path));
    }

    [Fact]
    public async Task Uncommitted_changes_of_the_user_are_the_base_and_not_the_work()
    {
        await using var engine = new JobEngine(new SandboxSettings());
        engine.Repository.Write("gone/x.txt", "x\n").Write("src/s.txt", "s\n").Commit();
        engine.Repository.Write("a.txt", "mine\n").Write("new/untracked.txt", "u\n").Shell("rm -r gone");
        engine.Worker("cat a.txt new/untracked.txt; [ ! -e gone ]; git status --short; echo theirs >> new/untracked.txt; rm src/s.txt");

        JobReceipt receipt = await engine.RunAsync(engine.Request(request => request with { Isolation = IsolationKind.Overlay, Base = "dirty" }));

        Assert.Equal("mine\nu\n", Log(engine, receipt));
        Assert.Equal([("new/untracked.txt", ChangeKind.Modified), ("src/s.txt", ChangeKind.Deleted)], receipt.Files.Select(file => (file.Path, file.Change)));
        Assert.Single(Directory.EnumerateDirectories(engine.State.Snapshots));
    }

    [Fact]
    public async Task Installed_packages_are_there_and_what_is_changed_in_them_is_thrown_away()
    {
        await using var engine = new JobEngine(new SandboxSettings());
        engine.Repository.Write(".gitignore", "node_modules/\n*.local\n").Write("web/package.json", "{}\n").Commit();
        engine.Repository.Write("node_modules/left/index.js", "left\n").Write("web/node_modules/right/index.js", "right\n").Write("bin.local", "\n");
        engine.Worker("cat node_modules/left/index.js web/node_modules/right/index.js; echo broken > node_modules/left/index.js; rm -r web/node_modules/right; git status --short; [ ! -e bin.local ]; echo work > work.txt");

        JobReceipt receipt = await engine.RunAsync(Overlay(engine));

        Assert.Equal("left\nright\n", Log(engine, receipt));
        Assert.Equal(["work.txt"], receipt.Files.Select(file => file.Path));
        Assert.Equal(("left\n", "right\n"), (File.ReadAllText(Path.Combine(engine.Repository.Root, "node_modules/left/index.js")), File.ReadAllText(Path.Combine(engine.Repository.Root, "web/node_modules/right/index.js"))));
    }

    [Fact]
    public async Task Ignored_files_that_the_user_lists_are_brought_along_and_secrets_only_by_name()
    {
        await using var engine = new JobEngine(new SandboxSettings());
        engine.Repository.Write(".gitignore", "*.local\n.env*\n").Write(".worktreeinclude", "*.local\n.env*\n.env.test\nREADME\n").Commit();
        engine.Repository.Write("conf/dev.local", "dev\n").Write(".env", "SECRET=1\n").Write(".env.test", "TEST=1\n").Write("README", "not ignored\n");
        engine.Worker("cat conf/dev.local .env.test; [ ! -e .env ]; [ ! -e README ]; echo more >> conf/dev.local; git status --short; echo work > work.txt");

        JobReceipt receipt = await engine.RunAsync(Overlay(engine));

        Assert.Equal("dev\nTEST=1\n", Log(engine, receipt));
        Assert.Equal(["work.txt"], receipt.Files.Select(file => file.Path));
        Assert.Contains("'.env'", Assert.Single(receipt.Warnings, warning => warning.Contains("worktreeinclude", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_work_of_a_lost_supervisor_is_captured_from_what_it_left()
    {
        await using var engine = new JobEngine(new SandboxSettings());
        JobId id = await engine.LoseAsync(Overlay(engine));
        string upper = Path.Combine(engine.Paths(id).Workspace, "upper");
        File.WriteAllText(Path.Combine(upper, "work.txt"), "work\n");
        engine.Repository.ShellIn(Path.Combine(engine.Paths(id).Workspace, "work"), "mkdir -p work/deep; chmod 000 work");

        JobReceipt receipt = await engine.SettledAsync(id);

        Assert.Equal((JobState.Blocked, "lost"), (receipt.State, receipt.Class));
        Assert.Equal(["work.txt"], receipt.Files.Select(file => file.Path));
        await engine.Service.DiscardAsync(id, "test", CancellationToken.None);
        Assert.False(Directory.Exists(engine.Paths(id).Workspace));
    }

    [Fact]
    public async Task The_delivered_work_is_the_tree_that_the_checks_saw()
    {
        await using var engine = new JobEngine(new SandboxSettings());
        engine.Repository.Write("src/one.txt", "one\n").Write("run.sh", "true\n").Commit();
        engine.Worker("mv src lib; chmod +x run.sh; echo 2 >> a.txt; printf 'no end' > b.bin; ln -s a.txt link");

        JobReceipt receipt = await engine.RunAsync(Overlay(engine) with { Checks = [new CheckSpec("all", "[ -x run.sh ] && [ -e lib/one.txt ] && [ ! -e src ] && [ -L link ] && grep -q 2 a.txt")] });
        await engine.Service.AcceptAsync(receipt.Id, AcceptTarget.Checkout, "test", CancellationToken.None);

        Assert.True(receipt.Verdict == Verdict.Verified, receipt.Reason + string.Join(" ", receipt.Checks));
        engine.Repository.Git("add", "-A");
        Assert.Equal(engine.Repository.Git("rev-parse", receipt.Commit + "^{tree}"), engine.Repository.Git("write-tree"));
    }

    [Fact]
    public async Task Dropped_changes_are_gone_from_the_tree_in_which_the_next_attempt_works()
    {
        await using var engine = new JobEngine(new SandboxSettings());
        engine.Repository.Write("dir/one.txt", "one\n").Write("dir/two.txt", "two\n").Write("mode.sh", "x\n").Commit();
        engine.Worker("echo 2 >> a.txt; rm -r dir; mkdir new; echo n > new/n.txt; chmod +x mode.sh; echo kept > kept.txt");
        JobReceipt first = await engine.RunAsync(Overlay(engine) with { Scope = ["kept.txt"] });
        await engine.Service.DropAsync(first.Id, ["a.txt", "dir/one.txt", "new/n.txt", "mode.sh"], "test", CancellationToken.None);
        JobReceipt dropped = await engine.SettledAsync(first.Id);
        engine.Worker("cat a.txt dir/one.txt; ls dir; [ ! -e new/n.txt ]; [ ! -x mode.sh ]; git status --short; echo more >> kept.txt");

        await engine.Service.ReworkAsync(first.Id, ["go on"], "test", CancellationToken.None);
        JobReceipt second = await engine.SettledAsync(first.Id);

        Assert.Equal(["dir/two.txt", "kept.txt"], dropped.Files.Select(file => file.Path));
        Assert.Equal("1\none\none.txt\n D dir/two.txt\n?? kept.txt\n", Log(engine, second));
        Assert.Equal(["dir/two.txt", "kept.txt"], second.Files.Select(file => file.Path));
        Assert.DoesNotContain(second.Warnings, warning => warning.Contains("put back", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_job_that_may_only_read_finds_its_overlay_read_only()
    {
        await using var engine = new JobEngine(new SandboxSettings());
        engine.Worker("(echo x > a.txt) 2>/dev/null || echo held; (echo x > .git/x) 2>/dev/null || echo held; cat a.txt");

        JobReceipt receipt = await engine.RunAsync(Overlay(engine) with { Mode = JobMode.Read });

        Assert.Equal("held\nheld\n1\n", Log(engine, receipt));
        Assert.Empty(receipt.Files);
    }

    [Fact]
    public async Task Where_no_overlay_works_the_job_has_a_checkout_and_says_why()
    {
        await using var engine = new JobEngine();
        engine.Worker("echo work > work.txt");

        JobReceipt receipt = await engine.RunAsync(Overlay(engine));

        Assert.Equal((JobState.Review, IsolationKind.Checkout), (receipt.State, receipt.Isolation));
        Assert.Contains("isolation.maximum", Assert.Single(receipt.Warnings, warning => warning.Contains("verlay", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_no_overlay_works_and_one_is_demanded_nothing_is_started()
    {
        await using var engine = new JobEngine(new IsolationSettings { Minimum = IsolationRung.Overlay, Maximum = IsolationRung.Bubblewrap });
        engine.Worker("echo ran > ran.txt");

        JobReceipt receipt = await engine.RunAsync(Overlay(engine));

        Assert.Equal((JobState.Blocked, "sandbox"), (receipt.State, receipt.Class));
        Assert.Equal(
            "ERR5007 No overlay can be mounted here, and `isolation.minimum` demands one: `isolation.maximum` is bubblewrap. To be content with a private clone in the same sandbox, set `isolation.minimum` to \"bubblewrap\" in config.json.",
            receipt.Reason);
        Assert.Equal(0, receipt.Attempt);
    }

    [Fact]
    public async Task A_checkout_from_before_overlays_were_demanded_is_not_worked_in()
    {
        await using var engine = new JobEngine(new IsolationSettings { Minimum = IsolationRung.Overlay });
        engine.Worker("echo ran > ran.txt");
        engine.Launches = false;
        JobId id = await engine.StartAsync(Overlay(engine));
        JobPaths paths = engine.Paths(id);
        var place = new WorkspacePlace { Job = id, Owner = id, Root = paths.Workspace, RecordFile = paths.WorkspaceRecord, GitDirectory = paths.Git };
        (await new CheckoutWorkspace(engine.Repository.Client, TimeProvider.System).PrepareAsync(engine.Store.ReadSpec(id).Repository, place, CancellationToken.None)).Dispose();
        engine.Launches = true;
        engine.Launch(id);

        JobReceipt receipt = await engine.SettledAsync(id);

        Assert.Equal((JobState.Blocked, "sandbox"), (receipt.State, receipt.Class));
        Assert.Contains("works in isolation checkout, and `isolation.minimum` demands overlay", receipt.Reason, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(paths.Workspace, "ran.txt")));
    }

    [Fact]
    public async Task An_overlay_is_not_taken_for_a_checkout_when_overlays_stop_working()
    {
        await using var engine = new JobEngine();
        engine.Worker("echo ran > ran.txt");
        engine.Launches = false;
        JobId id = await engine.StartAsync(Overlay(engine));
        JobPaths paths = engine.Paths(id);
        var place = new WorkspacePlace { Job = id, Owner = id, Root = paths.Workspace, RecordFile = paths.WorkspaceRecord, GitDirectory = paths.Git };
        RepositorySpec repository = engine.Store.ReadSpec(id).Repository;
        (await Overlays(engine).PrepareAsync(new OverlayRequest(repository, place, [], []), CancellationToken.None)).Dispose();
        File.WriteAllText(Path.Combine(paths.Workspace, "upper", "work.txt"), "work\n");
        engine.Launches = true;
        engine.Launch(id);

        JobReceipt receipt = await engine.SettledAsync(id);

        Assert.Equal((JobState.Blocked, "sandbox"), (receipt.State, receipt.Class));
        Assert.Contains("isolation.maximum", receipt.Reason, StringComparison.Ordinal);
        Assert.Equal("work\n", File.ReadAllText(Path.Combine(paths.Workspace, "upper", "work.txt")));
        await Assert.ThrowsAsync<ErrandException>(() => new CheckoutWorkspace(engine.Repository.Client, TimeProvider.System).TryOpenAsync(repository, place, CancellationToken.None));
    }

    private static OverlayWorkspace Overlays(JobEngine engine)
    {
        var settings = new WorkspaceSettings();
        var snapshots = new SnapshotStore(engine.Repository.Client, engine.State, new SnapshotEviction(engine.State, settings, TimeProvider.System), TimeProvider.System);
        return new OverlayWorkspace(engine.Repository.Client, snapshots, settings, TimeProvider.System);
    }

    private static JobRequest Overlay(JobEngine engine) => engine.Request(request => request with { Isolation = IsolationKind.Overlay });

    private static string Log(JobEngine engine, JobReceipt receipt) => File.ReadAllText(engine.Paths(receipt.Id).Attempt(receipt.Attempt).WorkerLog);
}
