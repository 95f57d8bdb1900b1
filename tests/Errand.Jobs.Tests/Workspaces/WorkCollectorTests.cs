using System.Text;
using Errand.Core;
using Errand.Jobs.Delivery;
using Errand.Jobs.Git;
using Errand.Jobs.Tests.Git;
using Errand.Jobs.Workspaces;
using Errand.Jobs.Workspaces.Capture;

namespace Errand.Jobs.Tests.Workspaces;

public sealed class WorkCollectorTests : IDisposable
{
    private readonly TestRepository repository = new();
    private readonly Capturing job;

    public WorkCollectorTests() => job = new Capturing(repository);

    public void Dispose() => job.Dispose();

    [Fact]
    public async Task Rights_that_a_worker_takes_away_hide_nothing()
    {
        repository.Write("a", "1\n").Write("d/b", "1\n").Commit();
        await job.PrepareAsync();

        job.Write("d/b", "2\n").Write("new/c", "1\n").Shell("chmod 000 d new .");
        CapturedWork work = await job.CollectAsync();

        Assert.Equal(["modified d/b +1 -1", "added new/c +1 -0"], Capturing.Summary(work));
        Assert.Empty(work.Violations);
    }

    [Fact]
    public async Task Ignored_files_are_mentioned_since_they_are_no_part_of_the_work()
    {
        repository.Write(".gitignore", "dist/\n*.env\n").Write("a", "1\n").Commit();
        await job.PrepareAsync();

        CapturedWork none = await job.CollectAsync(attempt: 1);
        CapturedWork work = await job.Write("a", "2\n").Write("dist/x", "x").Write("dist/y", "y").Write("b.env", "b").Write("c.env", "c").Write("d.env", "d").CollectAsync(attempt: 2);

        Assert.Empty(none.Warnings);
        Assert.Equal(["modified a +1 -1"], Capturing.Summary(work));
        Assert.Equal(["Not part of the work, because .gitignore names them: 'b.env', 'c.env', 'd.env' and 1 more. Checks and delivery do not have them. A scope that names such a file makes it part of the work."], work.Warnings);
    }

    [Fact]
    public async Task Every_kind_of_change_is_found_with_its_lines()
    {
        string moved = string.Concat(Enumerable.Range(0, 20).Select(i => $"line {i}\n"));
        repository.Write("changed", "1\n2\n").Write("gone", "x\n").Write("old name", moved).Write("mode", "#!\n").Write("to link", "x\n").Write("same", "s").Write("bin", [0, 1, 2]).Commit();
        await job.PrepareAsync();

        job.Write("changed", "1\n3\n4\n").Write("new/file", "n\n").Write("bin", [0, 9]).Shell("""
            rm gone 'to link'
            mkdir moved && mv 'old name' 'moved/new name' && echo more >> 'moved/new name'
            chmod +x mode
            ln -s changed 'to link'
            touch same
            """);
        CapturedWork work = await job.CollectAsync();

        Assert.Equal(
            ["modified bin +? -?", "modified changed +2 -1", "deleted gone +0 -1", "mode mode +0 -0", "renamed old name -> moved/new name +1 -0", "added new/file +1 -0", "type to link +1 -1"],
            Capturing.Summary(work));
        Assert.Empty(work.Warnings);
        Assert.True(work.IsInUserRepository);
        Assert.Equal("work of j1", repository.Git("log", "-1", "--format=%B", work.Commit).Trim());
        Assert.Equal(work.Base, repository.Git("rev-parse", work.Commit + "^"));
        Assert.Equal(work.Commit, repository.Git("rev-parse", "refs/errand/attempts/j1/1"));
    }

    [Fact]
    public async Task No_change_is_an_empty_list_and_an_empty_patch()
    {
        repository.Write("a", "1").Commit();
        await job.PrepareAsync();

        CapturedWork work = await job.CollectAsync();

        Assert.Empty(work.Files);
        Assert.Equal(0, new FileInfo(work.PatchFile).Length);
        Assert.Equal(repository.Git("rev-parse", "HEAD^{tree}"), work.Tree);
    }

    [Fact]
    public async Task Odd_names_are_kept_to_the_byte()
    {
        repository.Write("a", "1").Commit();
        await job.PrepareAsync();
        string[] names = ["with space", " leading", "trailing ", "-dash", "--force", "quote\"d", "it's", "new\nline", "tab\tbed", "back\\slash", "ünïcödé", "日本", "a:b", "*", "?", "[x]", "!not", "#no", "~", "..x", "a...", "\\305\\201", "d/-x/ y"];
        foreach (string name in names)
            job.Write(name, name);

        CapturedWork work = await job.CollectAsync();

        Assert.Equal(names.Order(StringComparer.Ordinal), work.Files.Select(file => file.Path).Order(StringComparer.Ordinal));
        Assert.Empty(work.Violations);
        Assert.Equal(Capturing.OnDisk(job.Root), await TreeAsync(work));
    }

    [Fact]
    public async Task Names_with_control_characters_or_stray_bytes_are_captured_and_reported()
    {
        repository.Write("a", "1").Commit();
        await job.PrepareAsync();
        job.Shell("""printf x > "$(printf 'esc\033[31m')"; printf y > "$(printf 'stray\377\376')"; mkdir "$(printf 'dir\200')"; printf z > "$(printf 'dir\200/f')" """);

        CapturedWork work = await job.CollectAsync();

        Assert.Equal(
            ["added dir\udc80/f +1 -0", "added esc\u001b[31m +1 -0", "added stray\udcff\udcfe +1 -0", "! name dir\udc80/f", "! name esc\u001b[31m", "! name stray\udcff\udcfe"],
            Capturing.Summary(work).OrderBy(line => line[0] == '!').ThenBy(line => line, StringComparer.Ordinal));
        Assert.Equal(Capturing.OnDisk(job.Root), await TreeAsync(work));
    }

    [Fact]
    public async Task Ignored_new_files_are_no_part_of_it_but_tracked_ones_are_and_only_the_bases_rules_count()
    {
        repository.Write(".gitignore", "*.log\nout/\n").Write("sub/.gitignore", "*.tmp\n").Write("a", "1").Commit();
        repository.Write("tracked.log", "t\n").Write("out/kept", "k\n");
        repository.Git("add", "--force", "tracked.log", "out/kept");
        repository.Commit();
        await job.PrepareAsync();

        job.Write("noise.log", "n").Write("out/build", "b").Write("sub/x.tmp", "x").Write("x.tmp", "x").Write("tracked.log", "changed\n").Write("out/kept", "changed\n")
            .Write(".gitignore", "*\n").Write("secret", "hidden by the worker's own rule\n").Write("sub/.gitignore", "");
        CapturedWork work = await job.CollectAsync();

        Assert.Equal([".gitignore", "out/kept", "secret", "sub/.gitignore", "tracked.log", "x.tmp"], work.Files.Select(file => file.Path));
    }

    [Fact]
    public async Task What_the_worker_does_with_its_own_git_changes_nothing()
    {
        repository.Write("a", "1\n").Write("b", "1\n").Commit();
        await job.PrepareAsync();

        job.Write("a", "2\n").Shell("""
            git add a && git commit -qm mine
            git update-index --assume-unchanged b && echo 2 > b
            git config core.fsmonitor "touch /tmp/errand-test-must-not-run"
            git config core.hooksPath hooks && mkdir hooks && printf '#!/bin/sh\ntouch ran\n' > hooks/post-commit && chmod +x hooks/post-commit
            echo '* filter=evil' > .git/info/attributes
            git config filter.evil.clean 'touch ran; cat'
            rm .git/index
            """);
        CapturedWork work = await job.CollectAsync();

        Assert.Equal(["modified a +1 -1", "modified b +1 -1", "added hooks/post-commit +2 -0"], Capturing.Summary(work));
        Assert.Equal(work.Base, repository.Git("rev-parse", work.Commit + "^"));
        job.Shell("rm -rf .git");
        Assert.Equal(work.Tree, (await job.CollectAsync(attempt: 2)).Tree);
        job.Shell("ln -s /etc .git");
        Assert.Equal(work.Tree, (await job.CollectAsync(attempt: 3)).Tree);
    }

    [Fact]
    public async Task Special_files_and_nested_repositories_are_reported_and_their_files_captured()
    {
        repository.Write("a", "1\n").Write("pipe me", "p\n").Commit();
        await job.PrepareAsync();

        job.Shell("""
            mkfifo fifo; rm 'pipe me'; mkfifo 'pipe me'
            perl -MIO::Socket::UNIX -e 'IO::Socket::UNIX->new(Local => "socket", Listen => 1)'
            git init -q nested && echo n > nested/file
            mkdir linked && echo 'gitdir: /nowhere' > linked/.git && echo l > linked/file
            """);
        CapturedWork work = await job.CollectAsync();

        Assert.Equal(
            ["added linked/file +1 -0", "added nested/file +1 -0", "deleted pipe me +0 -1", "! special fifo", "! special linked/.git", "! special nested/.git", "! special pipe me", "! special socket"],
            Capturing.Summary(work));
    }

    [Fact]
    public async Task Files_with_set_user_bits_or_names_elsewhere_are_captured_and_reported()
    {
        string outside = repository["outside"];
        File.WriteAllText(outside, "theirs\n");
        repository.Write(".gitignore", "build/\n").Write("a", "1\n").Write("kept", "1\n").Commit();
        await job.PrepareAsync();

        job.Shell($"""
            chmod u+s kept; echo s > setgid; chmod g+s setgid
            ln '{outside}' linked
            echo i > inside; ln inside twin; mkdir build; ln inside build/output
            ln a ../elsewhere
            """);
        CapturedWork work = await job.CollectAsync();

        Assert.Equal(
            ["added inside +1 -0", "added linked +1 -0", "added setgid +1 -0", "added twin +1 -0", "! special kept", "! special setgid", "! special linked"],
            Capturing.Summary(work));
    }

    [Fact]
    public async Task Names_that_git_takes_for_its_own_are_reported_and_left_out()
    {
        repository.Write("a", "1\n").Commit();
        await job.PrepareAsync();

        string[] names = [".GIT", ".Git", "git~1", "GIT~1", ".git ", ".git...", ".git:stream", ".g\u200cit", "\ufeff.git", "x\\.git"];
        foreach (string name in names)
            job.Write(name, "x");
        job.Write("sub/.GIT/config", "x").Write(".gitmore", "x").Write("git~2", "x").Write("git", "x").Shell("ln -s a .gitmodules; ln -s a GITMOD~1");
        CapturedWork work = await job.CollectAsync();

        Assert.Equal([".gitmore", "git", "git~2"], work.Files.Select(file => file.Path));
        Assert.Equal(names.Append("sub/.GIT").Append(".gitmodules").Append("GITMOD~1").Order(StringComparer.Ordinal), work.Violations.Select(violation => violation.Path).Order(StringComparer.Ordinal));
        Assert.All(work.Violations, violation => Assert.Equal(ViolationKind.Name, violation.Kind));
    }

    [Fact]
    public void Every_name_that_git_refuses_is_refused()
    {
        string[] heads = [".git", "git~1", ".GIT", "Git~1", ".gitmodules", "gitmod~1", "GI7EBA~1", ".g\u200cit", ".gi\u206at", "\u202e.git", "git", ".gi", "git~2"];
        string[] tails = ["", " ", ".", " .", ":x", "\\x", "/x", "x", "\udcff", "\u200d", "~1"];
        repository.Write("a", "1").Commit();
        string blob = repository.Git("rev-parse", "HEAD:a");
        foreach (int mode in (int[])[FileModes.Regular, FileModes.Link])
        {
            foreach (string name in heads.SelectMany(head => tails.Select(tail => head + tail)).SelectMany(name => new[] { name, "d\\" + name }))
            {
                byte[] input = [.. Encoding.ASCII.GetBytes($"{FileModes.Text(mode)} {blob}\t"), .. GitPath.Encode(name), 0];
                bool isRefusedByGit = repository.TryGit(repository.Root, input, "-c", "core.protectHFS=true", "-c", "core.protectNTFS=true", "update-index", "--add", "-z", "--index-info").ExitCode != 0;
                bool isRefused = name.Split('/').Any(part => EntryNames.IsGitDirectory(part) || mode == FileModes.Link && EntryNames.IsGitModules(part));
                Assert.True(isRefused || !isRefusedByGit, $"git refuses '{name}' with mode {FileModes.Text(mode)}");
            }
        }
    }

    [Fact]
    public async Task Links_that_lead_out_are_captured_and_reported()
    {
        repository.Write("a", "1\n").Write("d/b", "1\n").Commit();
        repository.Shell("ln -s /old/absolute link-of-the-base");
        repository.Commit();
        await job.PrepareAsync();

        job.Shell("""
            ln -s /etc/passwd absolute
            ln -s ../outside up
            ln -s ../../outside d/up
            ln -s ../a d/inside
            ln -s nowhere dangling
            ln -s .. d/parent && ln -s d/parent/../x through
            ln -s loop loop
            """);
        CapturedWork work = await job.CollectAsync();

        Assert.Equal(
            ["absolute", "d/up", "through", "up"],
            work.Violations.Where(violation => violation.Kind == ViolationKind.EscapingLink).Select(violation => violation.Path).Order(StringComparer.Ordinal));
        Assert.Equal(4, work.Violations.Count);
        Assert.Equal(8, work.Files.Count);
    }

    [Fact]
    public async Task A_directory_replaced_by_a_link_is_not_followed()
    {
        string outside = repository["outside"];
        Directory.CreateDirectory(outside);
        File.WriteAllText(Path.Combine(outside, "b"), "not yours\n");
        repository.Write("d/b", "1\n").Write("a", "1\n").Commit();
        await job.PrepareAsync();

        job.Shell($"rm -r d && ln -s '{outside}' d");
        CapturedWork work = await job.CollectAsync();

        Assert.Equal(["added d +1 -0", "deleted d/b +0 -1", "! escaping_link d"], Capturing.Summary(work));
    }

    [Fact]
    public async Task Files_and_directories_can_change_places()
    {
        repository.Write("file", "1\n").Write("dir/x", "1\n").Write("dir/y/z", "2\n").Commit();
        await job.PrepareAsync();

        job.Shell("rm file && mkdir -p file/now/a && echo d > file/now/a/dir && rm -r dir && echo f > dir");
        CapturedWork work = await job.CollectAsync();

        Assert.Equal(["dir", "file/now/a/dir"], (await TreeAsync(work)).Select(entry => entry.Path));
    }

    [Fact]
    public async Task Everything_can_be_deleted()
    {
        repository.Write("a", "1\n").Write("d/b", "1\n").Commit();
        await job.PrepareAsync();

        job.Shell("rm -r a d");
        CapturedWork work = await job.CollectAsync();

        Assert.Equal("4b825dc642cb6eb9a060e54bf8d69288fbee4904", work.Tree);
        Assert.Equal(2, work.Files.Count);
    }

    [Fact]
    public async Task A_submodule_stays_as_the_base_has_it_and_files_in_it_are_reported()
    {
        using var module = new TestRepository();
        module.Write("m", "1").Commit();
        repository.Git("submodule", "--quiet", "add", module.Root, "sub");
        repository.Git("submodule", "--quiet", "add", module.Root, "gone");
        repository.Commit();
        await job.PrepareAsync();

        job.Write("sub/lost", "x").Write("a", "1\n").Shell("rmdir gone");
        CapturedWork work = await job.CollectAsync();

        Assert.Equal(["added a +1 -0", "! special sub"], Capturing.Summary(work));
    }

    [Fact]
    public async Task A_change_that_restores_size_and_times_is_found()
    {
        for (int i = 0; i < 30; i++)
            repository.Write($"f{i}", "before\n");
        repository.Commit();
        await job.PrepareAsync();

        job.Shell("""for f in f*; do touch -r $f ref; printf 'after!\n' > $f; touch -r ref $f; done; rm ref""");
        CapturedWork work = await job.CollectAsync();

        Assert.Equal(30, work.Files.Count);
    }

    [Fact]
    public async Task A_change_in_the_tick_of_the_checkout_is_found()
    {
        repository.Write("a", "1").Commit();
        for (int i = 1; i <= 30; i++)
        {
            await job.PrepareAsync(job: i);
            job.Write("a", "2");
            CapturedWork work = await new WorkCollector(repository.Client, TimeProvider.System).CollectAsync(
                new CaptureRequest { Job = new JobId(i), Attempt = 1, Workspace = job.Workspace, PatchFile = repository["state/p"], Message = "m" }, CancellationToken.None);
            Assert.Equal(["modified a +1 -1"], Capturing.Summary(work));
        }
    }

    [Fact]
    public async Task A_touched_file_with_the_same_content_is_no_change()
    {
        repository.Write("a", "1\n").Commit();
        await job.PrepareAsync();
        job.Shell("cp a b; mv b a; chmod 600 a; touch a");
        Assert.Empty((await job.CollectAsync()).Files);
    }

    [Fact]
    public async Task A_second_attempt_sets_the_jobs_ref_and_keeps_the_first_attempts()
    {
        repository.Write("a", "1\n").Commit();
        await job.PrepareAsync();
        CapturedWork first = await job.Write("b", "1\n").CollectAsync(attempt: 1);
        CapturedWork second = await job.Write("b", "2\n").CollectAsync(attempt: 2);

        Assert.Equal(first.Commit, repository.Git("rev-parse", "refs/errand/attempts/j1/1"));
        Assert.Equal(second.Commit, repository.Git("rev-parse", "refs/errand/attempts/j1/2"));
        Assert.Equal(second.Base, repository.Git("rev-parse", second.Commit + "^"));
        Assert.Equal(first.Base, second.Base);
    }

    [Fact]
    public async Task A_job_that_goes_on_from_accepted_work_is_compared_with_that_work()
    {
        repository.Write("a", "1\n").Write("b", "1\n").Commit();
        await job.PrepareAsync();
        CapturedWork first = await job.Write("a", "2\n").CollectAsync();

        RepositorySpec next = job.Workspace.Repository.User with { BaseName = "j1", BaseCommit = first.Commit };
        PreparedWorkspace continued = await new CheckoutWorkspace(repository.Client, TimeProvider.System).PrepareAsync(next, repository.Place() with { Job = new JobId(2) }, CancellationToken.None);
        job.Write("b", "2\n");
        CapturedWork second = await new WorkCollector(repository.Client, TimeProvider.System).CollectAsync(
            new CaptureRequest { Job = new JobId(2), Attempt = 1, Workspace = continued, PatchFile = repository["state/p"], Message = "m" }, CancellationToken.None);

        Assert.True(continued.IsReused);
        Assert.Equal(first.Commit, second.Base);
        Assert.Equal(["modified b +1 -1"], Capturing.Summary(second));
    }

    [Fact]
    public async Task Work_in_a_repository_without_commit_becomes_a_commit_without_parent()
    {
        await job.PrepareAsync();
        CapturedWork work = await job.Write("a", "1\n").CollectAsync();
        CapturedWork again = await job.Write("a", "2\n").CollectAsync(attempt: 2);

        Assert.Equal("4b825dc642cb6eb9a060e54bf8d69288fbee4904", work.Base);
        Assert.Equal(["added a +1 -0"], Capturing.Summary(again));
        Assert.Equal(again.Commit, repository.Git("rev-list", again.Commit));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Limits_are_violations_and_spare_what_was_there(bool isOverlay)
    {
        repository.Write("tracked", "1\n").Write("big", new string('b', 200)).Commit();
        if (!isOverlay)
            await job.PrepareAsync();
        else if (!await job.PrepareOverlayAsync())
            return;
        for (int i = 0; i < 5; i++)
            job.Write($"new{i}", "n");
        job.Write("tracked", "2\n").Write("big", new string('c', 200)).Write("huge", new string('h', 150)).Write("1/2/3/4/deep", "d").Write("1/2/shallow", "s");

        CapturedWork work = await job.CollectAsync(limits: new CaptureLimits { Files = 6, FileBytes = 100, Depth = 3 });

        Assert.Equal(["added 1/2/shallow +1 -0", "added new0 +1 -0", "added new1 +1 -0", "added new2 +1 -0", "added new3 +1 -0", "modified tracked +1 -1", "! limit 1/2/3/4", "! limit ", "! limit big", "! limit huge"], Capturing.Summary(work));
        Assert.Equal(["modified tracked +1 -1"], Capturing.Summary(await job.CollectAsync(attempt: 2, limits: new CaptureLimits { Bytes = 2 }))[..1]);
    }

    [Fact]
    public async Task More_than_one_batch_is_written_whole()
    {
        repository.Write("a", "1\n").Commit();
        await job.PrepareAsync();
        var random = new Random(1);
        for (int i = 0; i < 5; i++)
        {
            byte[] content = new byte[7 << 20];
            random.NextBytes(content);
            job.Write($"big{i}", content);
        }

        CapturedWork work = await job.CollectAsync();
        Assert.Equal(Capturing.OnDisk(job.Root), await TreeAsync(work));
    }

    [Fact]
    public async Task Sha256_repositories_work()
    {
        using var other = new Capturing(new TestRepository("--object-format=sha256"));
        other.Repository.Write("a", "1\n").Commit();
        await other.PrepareAsync();
        CapturedWork work = await other.Write("a", "2\n").Write("b", "3\n").CollectAsync();
        Assert.Equal(["modified a +1 -1", "added b +1 -0"], Capturing.Summary(work));
        Assert.Equal(64, work.Commit.Length);
    }

    [Fact]
    public async Task Hooks_of_the_user_do_not_run()
    {
        repository.Write("a", "1\n").Commit();
        repository.Shell("for h in post-checkout reference-transaction post-index-change pre-auto-gc; do printf '#!/bin/sh\\ntouch \"%s\"\\n' \"$PWD/../hook-ran\" > .git/hooks/$h; chmod +x .git/hooks/$h; done");
        await job.PrepareAsync();
        await job.Write("a", "2\n").CollectAsync();
        Assert.False(File.Exists(repository["hook-ran"]));
    }

    [Fact]
    public async Task A_repository_that_cannot_be_written_keeps_the_work_in_errands_own_directory()
    {
        repository.Write("a", "1\n").Commit();
        await job.PrepareAsync();
        job.Write("a", "2\n");
        // Works for root too, to whom nothing is read-only: a file stands where the refs would go.
        Directory.Delete(Path.Combine(repository.GitDirectory, "refs/errand"), recursive: true);
        File.WriteAllText(Path.Combine(repository.GitDirectory, "refs/errand"), "in the way");

        CapturedWork work = await job.CollectAsync();

        Assert.False(work.IsInUserRepository);
        Assert.Contains("is kept in", Assert.Single(work.Warnings), StringComparison.Ordinal);
        Assert.Equal(["modified a +1 -1"], Capturing.Summary(work));
        File.Delete(Path.Combine(repository.GitDirectory, "refs/errand"));
        repository.Git("gc", "--quiet", "--prune=now");
        Assert.NotEqual(0, repository.TryGit(repository.Root, [], "cat-file", "-e", work.Commit).ExitCode);
        repository.GitIn(job.Workspace.Repository.Directory, "fsck", "--connectivity-only", work.Commit);
    }

    [Fact]
    public async Task A_workspace_that_was_replaced_by_a_link_is_not_captured()
    {
        repository.Write("a", "1\n").Commit();
        await job.PrepareAsync();
        repository.ShellIn(repository["state/j1"], "mv workspace elsewhere; ln -s /usr/share workspace");

        ErrandException fault = await Assert.ThrowsAsync<ErrandException>(() => job.CollectAsync());

        Assert.Equal(ErrorCatalog.WorkspaceFailed, fault.Error);
    }

    [Fact]
    public async Task A_repository_shared_by_a_group_gets_objects_that_the_group_can_read_and_write()
    {
        repository.Git("config", "core.sharedRepository", "group");
        repository.Write("a", "1\n").Commit();
        await job.PrepareAsync();
        CapturedWork work = await job.Write("new", "2\n").CollectAsync();

        string name = repository.Git("rev-parse", work.Commit + ":new");
        repository.Shell($"stat -c %A .git/objects/{name[..2]} | grep -q '^drwxrws'; stat -c %A .git/objects/{name[..2]}/{name[2..]} | grep -q '^-r--r-----\\|^-r--r--r--'");
    }

    [Fact]
    public async Task State_directories_with_odd_names_work()
    {
        repository.Write("a", "1\n").Commit();
        repository.Write("a", "2\n");
        string state = repository["st:a\"te é\n#"];
        WorkspacePlace place = new() { Job = new JobId(1), Owner = new JobId(1), Root = state + "/workspace", RecordFile = state + "/record", GitDirectory = state + "/git" };
        using PreparedWorkspace workspace = await new CheckoutWorkspace(repository.Client, TimeProvider.System).PrepareAsync(await repository.ResolveAsync("dirty"), place, CancellationToken.None);
        File.WriteAllText(Path.Combine(workspace.Root, "a"), "3\n");

        CapturedWork work = await new WorkCollector(repository.Client, TimeProvider.System).CollectAsync(
            new CaptureRequest { Job = new JobId(1), Attempt = 1, Workspace = workspace, PatchFile = state + "/attempts/1/patch", Message = "m" }, CancellationToken.None);
        await new CheckoutDelivery(repository.Client, TimeProvider.System).AcceptAsync(
            new DeliveryRequest { Repository = workspace.Repository, Base = work.Base, Commit = work.Commit, StagingDirectory = state + "/staging" }, CancellationToken.None);

        Assert.Equal("3\n", File.ReadAllText(Path.Combine(repository.Root, "a")));
    }

    [Fact]
    public async Task A_trusted_repository_of_another_user_works_from_start_to_end()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            Console.WriteLine("Skipped: only root can give a directory to another user.");
            return;
        }

        repository.Write("a", "1\n").Commit();
        repository.Shell("chown -R 65534 .");
        repository.GitIn(repository.Home, "config", "--global", "--add", "safe.directory", repository.Root);
        await job.PrepareAsync("dirty");
        CapturedWork work = await job.Write("a", "2\n").CollectAsync();
        await new CheckoutDelivery(repository.Client, TimeProvider.System).AcceptAsync(
            new DeliveryRequest { Repository = job.Workspace.Repository, Base = work.Base, Commit = work.Commit, StagingDirectory = repository["state/staging"] }, CancellationToken.None);

        Assert.Equal("2\n", File.ReadAllText(Path.Combine(repository.Root, "a")));
    }

    private Task<IReadOnlyList<TreeEntry>> TreeAsync(CapturedWork work) => SortedAsync(work.Commit);

    private async Task<IReadOnlyList<TreeEntry>> SortedAsync(string commit) =>
        [.. (await TreeListing.OfTreeAsync(repository.Client, repository.GitDirectory, commit, CancellationToken.None)).OrderBy(entry => entry.Path, StringComparer.Ordinal)];
}
