using System.Text;
using Errand.Core;
using Errand.Jobs.Tests.Git;
using Errand.Jobs.Workspaces;
using Errand.Testing;

namespace Errand.Jobs.Tests.Workspaces;

public sealed class CheckoutWorkspaceTests : IDisposable
{
    private readonly TestRepository repository = new();

    public void Dispose() => repository.Dispose();

    [Theory]
    [InlineData("mkfifo ../pipe; ln -s ../../../pipe .gitattributes")]
    [InlineData("ln -s /dev/zero .gitattributes")]
    public async Task Attributes_that_lead_elsewhere_are_not_followed(string script)
    {
        repository.Shell(script);
        repository.Commit();
        RepositorySpec spec = await repository.ResolveAsync();

        using PreparedWorkspace workspace = await Task.Run(() => new CheckoutWorkspace(repository.Client, TimeProvider.System).PrepareAsync(spec, repository.Place(), CancellationToken.None)).WaitAsync(TestTimeouts.Default);

        Assert.Empty(workspace.Warnings);
    }

    [Fact]
    public async Task Looking_for_a_workspace_removes_nothing()
    {
        repository.Write("a", "1\n").Commit();
        RepositorySpec spec = await repository.ResolveAsync();
        var workspaces = new CheckoutWorkspace(repository.Client, TimeProvider.System);
        using PreparedWorkspace workspace = await workspaces.PrepareAsync(spec, repository.Place(), CancellationToken.None);
        File.Delete(repository.Place().RecordFile);

        Assert.Null(await workspaces.TryOpenAsync(spec, repository.Place(), CancellationToken.None));

        Assert.True(File.Exists(Path.Combine(workspace.Root, "a")));
    }

    [Fact]
    public async Task The_base_is_checked_out_on_a_branch_of_a_clone_without_remotes_and_hooks()
    {
        string commit = repository.Write("src/a.txt", "a\n").Write("run.sh", "#!/bin/sh\n").Commit();
        repository.Git("config", "remote.origin.url", "https://user:token@example.invalid/x");
        repository.Shell("chmod +x run.sh");
        commit = repository.Commit("mode");
        UserState before = UserState.Of(repository);

        using PreparedWorkspace workspace = await PrepareAsync();

        Assert.Equal(commit, workspace.Base);
        Assert.False(workspace.IsReused);
        Assert.Empty(workspace.Warnings);
        Assert.Equal("a\n", File.ReadAllText(Path.Combine(workspace.Root, "src/a.txt")));
        Assert.Equal("errand/work", repository.GitIn(workspace.Root, "branch", "--show-current"));
        Assert.Equal(commit, repository.GitIn(workspace.Root, "rev-parse", "HEAD"));
        Assert.Equal("", repository.GitIn(workspace.Root, "status", "--porcelain"));
        Assert.Equal("", repository.GitIn(workspace.Root, "remote"));
        Assert.DoesNotContain("token", repository.GitIn(workspace.Root, "config", "--list", "--local"), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(workspace.Root, ".git/hooks")));
        Assert.Equal(commit, repository.Git("rev-parse", "refs/errand/bases/j1"));
        before.AssertSame(repository);
    }

    [Fact]
    public async Task A_worker_can_commit_in_it_without_any_configuration()
    {
        repository.Write("a", "1").Commit();
        using PreparedWorkspace workspace = await PrepareAsync();
        File.Delete(Path.Combine(repository.Home, ".gitconfig"));
        UserState before = UserState.Of(repository);

        File.WriteAllText(Path.Combine(workspace.Root, "a"), "2");
        repository.GitIn(workspace.Root, "commit", "--quiet", "--all", "--message", "work");

        Assert.Equal("Errand worker", repository.GitIn(workspace.Root, "log", "-1", "--format=%an"));
        before.AssertSame(repository);
    }

    [Fact]
    public async Task Another_revision_than_head_can_be_the_base()
    {
        string first = repository.Write("a", "1").Commit();
        repository.Write("a", "2").Commit();

        using PreparedWorkspace workspace = await PrepareAsync("HEAD~1");

        Assert.Equal(first, workspace.Base);
        Assert.Equal("1", File.ReadAllText(Path.Combine(workspace.Root, "a")));
    }

    [Fact]
    public async Task Files_are_the_bytes_of_the_repository_whatever_its_attributes_say()
    {
        repository.GitIn(repository.Home, "config", "--global", "core.autocrlf", "true");
        repository.GitIn(repository.Home, "config", "--global", "filter.shout.smudge", "touch /nonexistent/smudged; tr a-z A-Z");
        repository.GitIn(repository.Home, "config", "--global", "filter.shout.clean", "tr A-Z a-z");
        repository.Write(".gitattributes", "*.txt text eol=crlf\n*.up filter=shout\n*.id ident\n*.u16 working-tree-encoding=UTF-16LE\n")
            .Write("a.txt", "one\r\ntwo\r\n").Write("b.up", "loud\n").Write("c.id", "$Id$\n").Write("d.u16", Encoding.Unicode.GetBytes("wide\n")).Commit();

        using PreparedWorkspace workspace = await PrepareAsync();

        Assert.Equal("one\ntwo\n", File.ReadAllText(Path.Combine(workspace.Root, "a.txt")));
        Assert.Equal("loud\n", File.ReadAllText(Path.Combine(workspace.Root, "b.up")));
        Assert.Equal("$Id$\n", File.ReadAllText(Path.Combine(workspace.Root, "c.id")));
        Assert.Equal("wide\n", File.ReadAllText(Path.Combine(workspace.Root, "d.u16")));
        Assert.Equal("", repository.GitIn(workspace.Root, "status", "--porcelain"));
    }

    [Fact]
    public async Task A_dirty_base_has_staged_changed_deleted_and_untracked_files_and_leaves_the_index_alone()
    {
        string head = repository.Write("changed", "old").Write("deleted", "x").Write("staged", "old").Write("kept", "k").Write(".gitignore", "*.log\n").Commit();
        repository.Write("staged", "new");
        repository.Git("add", "staged");
        repository.Write("staged", "newer").Write("changed", "new").Write("new dir/untracked\n\"name\"", "u").Write("noise.log", "n");
        File.Delete(Path.Combine(repository.Root, "deleted"));
        UserState before = UserState.Of(repository);

        using PreparedWorkspace workspace = await PrepareAsync("dirty");

        Assert.Equal("newer", File.ReadAllText(Path.Combine(workspace.Root, "staged")));
        Assert.Equal("new", File.ReadAllText(Path.Combine(workspace.Root, "changed")));
        Assert.Equal("u", File.ReadAllText(Path.Combine(workspace.Root, "new dir/untracked\n\"name\"")));
        Assert.Equal("k", File.ReadAllText(Path.Combine(workspace.Root, "kept")));
        Assert.False(File.Exists(Path.Combine(workspace.Root, "deleted")));
        Assert.False(File.Exists(Path.Combine(workspace.Root, "noise.log")));
        Assert.Equal(head, repository.Git("rev-parse", $"{workspace.Base}^"));
        Assert.Equal("", repository.GitIn(workspace.Root, "status", "--porcelain"));
        before.AssertSame(repository);
    }

    [Fact]
    public async Task A_dirty_base_sees_a_change_that_left_size_and_second_alone()
    {
        repository.Write("a", "1").Commit();
        for (int i = 0; i < 20; i++)
        {
            // The index was written in the same tick: only the content tells.
            repository.Git("add", "a");
            repository.Write("a", (i % 10).ToString());
            using PreparedWorkspace workspace = await PrepareAsync("dirty", job: i + 1);
            Assert.Equal((i % 10).ToString(), File.ReadAllText(Path.Combine(workspace.Root, "a")));
        }
    }

    [Fact]
    public async Task A_dirty_base_uses_the_users_filters_and_line_ends()
    {
        repository.GitIn(repository.Home, "config", "--global", "core.autocrlf", "true");
        repository.Write("a.txt", "one\r\n").Commit();
        repository.Write("a.txt", "one\r\ntwo\r\n").Write("new.txt", "n\r\n");

        using PreparedWorkspace workspace = await PrepareAsync("dirty");

        Assert.Equal("one\ntwo\n", File.ReadAllText(Path.Combine(workspace.Root, "a.txt")));
        Assert.Equal("n\n", File.ReadAllText(Path.Combine(workspace.Root, "new.txt")));
    }

    [Fact]
    public async Task A_dirty_base_in_the_middle_of_a_merge_takes_the_files_as_they_are_and_says_so()
    {
        repository.Write("a", "base\n").Commit();
        repository.Git("checkout", "--quiet", "-b", "side");
        repository.Write("a", "side\n").Commit();
        repository.Git("checkout", "--quiet", "main");
        repository.Write("a", "main\n").Commit();
        Assert.NotEqual(0, repository.TryGit(repository.Root, [], "merge", "side").ExitCode);
        UserState before = UserState.Of(repository);

        using PreparedWorkspace workspace = await PrepareAsync("dirty");

        Assert.Contains("<<<<<<<", File.ReadAllText(Path.Combine(workspace.Root, "a")), StringComparison.Ordinal);
        Assert.Contains(workspace.Warnings, warning => warning.Contains("not merged yet and taken with conflict markers: 'a'", StringComparison.Ordinal));
        before.AssertSame(repository);
    }

    [Fact]
    public async Task A_dirty_base_leaves_out_repositories_inside_and_says_so()
    {
        repository.Write("a", "1").Commit();
        Directory.CreateDirectory(Path.Combine(repository.Root, "other"));
        repository.GitIn(Path.Combine(repository.Root, "other"), "init", "--quiet");
        repository.Write("other/b", "2").Write("c", "3");

        using PreparedWorkspace workspace = await PrepareAsync("dirty");

        Assert.True(File.Exists(Path.Combine(workspace.Root, "c")));
        Assert.False(Directory.Exists(Path.Combine(workspace.Root, "other")));
        Assert.Contains(workspace.Warnings, warning => warning.Contains("'other/'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_split_index_is_read_and_left_as_it_is()
    {
        repository.Write("a", "1").Write("b", "1").Commit();
        repository.Git("config", "core.splitIndex", "true");
        repository.Git("update-index", "--split-index");
        repository.Write("a", "2").Write("new", "3");
        UserState before = UserState.Of(repository);

        using PreparedWorkspace workspace = await PrepareAsync("dirty");

        Assert.Equal("2", File.ReadAllText(Path.Combine(workspace.Root, "a")));
        Assert.Equal("1", File.ReadAllText(Path.Combine(workspace.Root, "b")));
        Assert.Equal("3", File.ReadAllText(Path.Combine(workspace.Root, "new")));
        before.AssertSame(repository);
    }

    [Fact]
    public async Task A_repository_without_commit_gives_an_empty_workspace_and_its_dirty_state_a_commit_without_parent()
    {
        repository.Write("a", "1");
        UserState before = UserState.Of(repository);

        using PreparedWorkspace empty = await PrepareAsync(job: 1);
        using PreparedWorkspace dirty = await PrepareAsync("dirty", job: 2);

        Assert.Equal("4b825dc642cb6eb9a060e54bf8d69288fbee4904", empty.Base);
        Assert.Equal([".git"], Directory.EnumerateFileSystemEntries(empty.Root).Select(Path.GetFileName));
        Assert.Equal("1", File.ReadAllText(Path.Combine(dirty.Root, "a")));
        Assert.Equal(dirty.Base, repository.Git("rev-list", dirty.Base));
        before.AssertSame(repository);
    }

    [Theory]
    [InlineData("shallow")]
    [InlineData("alternates")]
    [InlineData("linked")]
    [InlineData("sha256")]
    [InlineData("packed")]
    [InlineData("spaced")]
    public async Task Unusual_repositories_work(string kind)
    {
        using TestRepository origin = kind == "sha256" ? new TestRepository("--object-format=sha256") : new TestRepository();
        origin.Write("a", "1").Commit();
        string commit = origin.Write("a", "2").Commit();
        string root = origin[kind == "spaced" ? "a : \"b\" é" : "there"];
        switch (kind)
        {
            case "shallow":
                origin.Git("clone", "--quiet", "--depth=1", "file://" + origin.Root, root);
                break;
            case "alternates":
                origin.Git("clone", "--quiet", "--shared", ".", origin["between"]);
                origin.GitIn(origin["between"], "clone", "--quiet", "--shared", ".", root);
                break;
            case "linked":
                origin.Git("worktree", "add", "--quiet", "--detach", root);
                break;
            case "packed":
                origin.Git("gc", "--quiet");
                root = origin.Root;
                break;
            default:
                origin.Git("clone", "--quiet", ".", root);
                break;
        }

        File.WriteAllText(Path.Combine(root, "new"), "3");
        RepositorySpec spec = await origin.ResolveAsync("dirty", root);
        using PreparedWorkspace workspace = await new CheckoutWorkspace(origin.Client, TimeProvider.System).PrepareAsync(spec, origin.Place(), CancellationToken.None);

        Assert.Equal("2", File.ReadAllText(Path.Combine(workspace.Root, "a")));
        Assert.Equal("3", File.ReadAllText(Path.Combine(workspace.Root, "new")));
        Assert.Equal(commit, origin.GitIn(workspace.Root, "rev-parse", "HEAD^"));
        Assert.Equal(kind == "shallow" ? "2" : "3", origin.GitIn(workspace.Root, "rev-list", "--count", "HEAD"));
        Assert.Equal("", origin.GitIn(workspace.Root, "status", "--porcelain"));
    }

    [Fact]
    public async Task A_submodule_is_left_empty_with_a_warning()
    {
        repository.Write("a", "1").Commit();
        using var super = new TestRepository();
        super.Git("submodule", "--quiet", "add", repository.Root, "sub");
        super.Commit();

        using PreparedWorkspace workspace = await PrepareAsync(super, null, 1);

        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(workspace.Root, "sub")));
        Assert.Equal(["1 submodule is left empty: 'sub'."], workspace.Warnings);
    }

    [Fact]
    public async Task A_partial_clone_without_the_bases_files_is_refused_with_what_to_do()
    {
        repository.Git("config", "uploadpack.allowFilter", "true");
        repository.Write("a", "1").Commit();
        repository.Git("clone", "--quiet", "--no-checkout", "--filter=blob:none", "file://" + repository.Root, repository["partial"]);
        RepositorySpec spec = await repository.ResolveAsync(directory: repository["partial"]);

        ErrandException fault = await Assert.ThrowsAsync<ErrandException>(() => PrepareAsync(spec));

        Assert.Equal(ErrorCatalog.MissingObjects, fault.Error);
        Assert.Contains("partial clone", fault.Message, StringComparison.Ordinal);
        repository.GitIn(repository["partial"], "checkout", "--quiet");
        using PreparedWorkspace workspace = await PrepareAsync(spec);
        Assert.Equal("1", File.ReadAllText(Path.Combine(workspace.Root, "a")));
    }

    [Fact]
    public async Task The_requested_directory_is_where_the_worker_starts_unless_the_base_lacks_it_or_has_a_link_there()
    {
        repository.Write("src/a", "1").Commit();
        Directory.CreateSymbolicLink(Path.Combine(repository.Root, "link"), "/etc");
        repository.Commit();
        Directory.CreateDirectory(Path.Combine(repository.Root, "later"));

        using PreparedWorkspace inside = await PrepareAsync(await repository.ResolveAsync(directory: Path.Combine(repository.Root, "src")), job: 1);
        using PreparedWorkspace missing = await PrepareAsync(await repository.ResolveAsync(directory: Path.Combine(repository.Root, "later")), job: 2);
        using PreparedWorkspace link = await PrepareAsync(await repository.ResolveAsync() with { Prefix = "link/ssl" }, job: 3);

        Assert.Equal(Path.Combine(inside.Root, "src"), inside.WorkingDirectory);
        Assert.Equal(missing.Root, missing.WorkingDirectory);
        Assert.Contains("no directory 'later'", Assert.Single(missing.Warnings), StringComparison.Ordinal);
        Assert.Equal(link.Root, link.WorkingDirectory);
    }

    [Fact]
    public async Task A_later_attempt_finds_the_workspace_as_the_earlier_one_left_it()
    {
        repository.Write("a", "1").Commit();
        using (PreparedWorkspace first = await PrepareAsync())
            File.WriteAllText(Path.Combine(first.Root, "a"), "worked");

        using PreparedWorkspace second = await PrepareAsync();

        Assert.True(second.IsReused);
        Assert.Equal("worked", File.ReadAllText(Path.Combine(second.Root, "a")));
    }

    [Fact]
    public async Task A_workspace_that_was_only_half_made_is_made_anew()
    {
        repository.Write("a", "1").Commit();
        WorkspacePlace place = repository.Place();
        Directory.CreateDirectory(Path.Combine(place.Root, ".git"));
        File.WriteAllText(Path.Combine(place.Root, "stale"), "x");
        File.WriteAllText(Path.Combine(place.Root, ".git/index.lock"), "x");

        using PreparedWorkspace workspace = await PrepareAsync();

        Assert.False(workspace.IsReused);
        Assert.Equal([".git", "a"], Directory.EnumerateFileSystemEntries(workspace.Root).Select(path => Path.GetFileName(path)!).Order());
    }

    [Fact]
    public async Task The_users_garbage_collection_does_not_break_a_job()
    {
        repository.Write("a", "1").Commit();
        repository.Write("a", "2");
        using PreparedWorkspace workspace = await PrepareAsync("dirty");

        repository.Git("checkout", "--quiet", "--force", "HEAD");
        repository.Git("reflog", "expire", "--expire=now", "--all");
        repository.Git("gc", "--quiet", "--prune=now");

        repository.GitIn(workspace.Root, "fsck", "--full");
        Assert.Equal("2", repository.GitIn(workspace.Root, "show", "HEAD:a"));
    }

    [Fact]
    public async Task Sixteen_at_once_in_one_repository_all_work()
    {
        for (int i = 0; i < 50; i++)
            repository.Write($"d{i % 5}/f{i}", $"{i}\n");
        repository.Commit();
        repository.Write("d0/f0", "dirty\n");
        UserState before = UserState.Of(repository);

        PreparedWorkspace[] workspaces = await Task.WhenAll(Enumerable.Range(1, 16).Select(job => Task.Run(() => PrepareAsync(job % 2 == 0 ? "dirty" : null, job))));

        Assert.All(workspaces, workspace => Assert.Empty(workspace.Warnings));
        Assert.All(workspaces, workspace => Assert.Equal("", repository.GitIn(workspace.Root, "status", "--porcelain")));
        Assert.Equal(16, repository.Git("for-each-ref", "refs/errand/bases").Split('\n').Length);
        before.AssertSame(repository);
    }

    [Fact]
    public async Task A_workspace_is_removed_whatever_a_worker_left_in_it()
    {
        repository.Write("a", "1").Commit();
        using PreparedWorkspace workspace = await PrepareAsync();
        string outside = repository["outside"];
        Directory.CreateDirectory(outside);
        File.WriteAllText(Path.Combine(outside, "precious"), "x");
        repository.ShellIn(workspace.Root, $"""
            mkdir -p locked/inner && touch locked/inner/f && chmod 500 locked/inner && chmod 000 locked
            ln -s '{outside}' link
            mkfifo pipe
            touch "$(printf 'bad\377name')"
            perl -e 'for (1..3000) {"{"} mkdir "deep"; chdir "deep"; {"}"} open F, ">end"'
            """);

        CheckoutWorkspace.Remove(repository.Place());

        Assert.False(Directory.Exists(workspace.Root));
        Assert.True(File.Exists(Path.Combine(outside, "precious")));
        CheckoutWorkspace.Remove(repository.Place());
    }

    [Fact]
    public async Task A_repository_that_cannot_be_written_still_gives_a_workspace_and_a_warning()
    {
        if (Environment.IsPrivilegedProcess)
        {
            Console.WriteLine("Skipped: nothing is read-only to root.");
            return;
        }

        repository.Write("a", "1").Commit();
        repository.Write("a", "2");
        repository.Shell("chmod -R a-w .git");

        using PreparedWorkspace workspace = await PrepareAsync("dirty");

        Assert.Equal("2", File.ReadAllText(Path.Combine(workspace.Root, "a")));
        Assert.Contains(workspace.Warnings, warning => warning.Contains("could not be pinned", StringComparison.Ordinal));
        Assert.Equal("", repository.GitIn(workspace.Root, "status", "--porcelain"));
    }

    private async Task<PreparedWorkspace> PrepareAsync(string? baseName = null, int job = 1) => await PrepareAsync(repository, baseName, job);

    private static async Task<PreparedWorkspace> PrepareAsync(TestRepository where, string? baseName, int job) =>
        await new CheckoutWorkspace(where.Client, TimeProvider.System).PrepareAsync(await where.ResolveAsync(baseName), where.Place(job), CancellationToken.None);

    private Task<PreparedWorkspace> PrepareAsync(RepositorySpec spec, int job = 1) =>
        new CheckoutWorkspace(repository.Client, TimeProvider.System).PrepareAsync(spec, repository.Place(job), CancellationToken.None);
}
