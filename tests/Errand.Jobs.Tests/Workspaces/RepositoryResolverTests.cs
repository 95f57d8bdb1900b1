using Errand.Core;
using Errand.Jobs.Git;
using Errand.Jobs.Tests.Git;
using Errand.Jobs.Workspaces;
using Errand.Processes;

namespace Errand.Jobs.Tests.Workspaces;

public sealed class RepositoryResolverTests : IDisposable
{
    private readonly TestRepository repository = new();

    public void Dispose() => repository.Dispose();

    [Fact]
    public async Task Root_prefix_and_commit_are_found_from_a_directory_inside()
    {
        string commit = repository.Write("src/deep/a.txt", "a").Commit();
        UserState before = UserState.Of(repository);

        RepositorySpec spec = await repository.ResolveAsync(directory: Path.Combine(repository.Root, "src/deep"));

        Assert.Equal(
            new RepositorySpec { Root = repository.Root, CommonGitDirectory = repository.GitDirectory, Prefix = "src/deep", BaseName = "HEAD", BaseCommit = commit, Dirty = false },
            spec);
        before.AssertSame(repository);
    }

    [Fact]
    public async Task A_branch_a_tag_and_a_short_name_give_their_commit_and_dirty_gives_head()
    {
        string first = repository.Write("a", "1").Commit();
        repository.Git("tag", "--annotate", "v1", "--message", "one");
        string second = repository.Write("a", "2").Commit();

        Assert.Equal(first, (await repository.ResolveAsync("v1")).BaseCommit);
        Assert.Equal(first, (await repository.ResolveAsync("main~1")).BaseCommit);
        Assert.Equal(first, (await repository.ResolveAsync(first[..8])).BaseCommit);
        Assert.Equal(second, (await repository.ResolveAsync("main")).BaseCommit);
        RepositorySpec dirty = await repository.ResolveAsync("dirty");
        Assert.True(dirty.Dirty);
        Assert.Equal(second, dirty.BaseCommit);
    }

    [Fact]
    public async Task A_repository_without_a_commit_has_no_base_commit()
    {
        Assert.Null((await repository.ResolveAsync()).BaseCommit);
        Assert.Null((await repository.ResolveAsync("dirty")).BaseCommit);
        await RefusedAsync(ErrorCatalog.UnknownRevision, "main", "'main' names no commit");
    }

    [Theory]
    [InlineData("--upload-pack=/bin/sh")]
    [InlineData("-rf")]
    [InlineData("..")]
    [InlineData("main..other")]
    [InlineData("../outside")]
    [InlineData("/etc/passwd")]
    [InlineData("./a")]
    [InlineData("a\0b")]
    [InlineData("a\nb")]
    [InlineData("a b")]
    [InlineData("HEAD:a")]
    [InlineData("^main")]
    [InlineData("")]
    public async Task What_cannot_be_a_revision_is_refused_before_git_sees_it(string name)
    {
        var noVariables = repository.Environment with { Variables = new Dictionary<string, string>() };
        var withoutGit = new GitClient(new ProcessRunner(TimeProvider.System), noVariables);

        ErrandException fault = await Assert.ThrowsAsync<ErrandException>(
            () => new RepositoryResolver(withoutGit).ResolveAsync(repository.Root, name, CancellationToken.None));

        Assert.Equal(ErrorCatalog.RevisionRefused, fault.Error);
        Assert.Contains("base '", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Example: main", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("HEAD~7")]
    [InlineData("refs/heads/none")]
    [InlineData("0123456789012345678901234567890123456789")]
    [InlineData("HEAD^{tree}")]
    public async Task An_unknown_revision_is_refused_with_its_name(string name)
    {
        repository.Write("a", "1").Commit();
        await RefusedAsync(ErrorCatalog.UnknownRevision, name, $"base '{name}'");
    }

    [Fact]
    public async Task A_file_with_the_name_of_a_revision_is_no_revision()
    {
        repository.Write("other^{commit}", "1").Write("HEAD^{commit}", "1").Commit();
        await RefusedAsync(ErrorCatalog.UnknownRevision, "other", "'other' names no commit");
    }

    [Fact]
    public async Task No_repository_a_bare_one_and_a_git_directory_are_refused()
    {
        repository.Write("a", "1").Commit();
        repository.Git("clone", "--quiet", "--bare", ".", repository["bare"]);

        await RefusedAsync(ErrorCatalog.NotARepository, null, "is in no git repository", repository.Home);
        await RefusedAsync(ErrorCatalog.NotARepository, null, "is no directory", repository["missing"]);
        await RefusedAsync(ErrorCatalog.RepositoryRefused, null, "is bare", repository["bare"]);
        await RefusedAsync(ErrorCatalog.RepositoryRefused, null, "is inside a git directory", Path.Combine(repository.GitDirectory, "objects"));
    }

    [Fact]
    public async Task A_path_with_a_line_end_is_refused()
    {
        string odd = repository["odd\nname"];
        Directory.CreateDirectory(odd);
        repository.GitIn(odd, "init", "--quiet");
        await RefusedAsync(ErrorCatalog.RepositoryRefused, null, "holds a line end", odd);
    }

    [Fact]
    public async Task A_linked_worktree_gives_its_own_root_and_head_and_the_common_directory()
    {
        repository.Write("a", "1").Commit();
        string linked = repository["linked"];
        repository.Git("worktree", "add", "--quiet", "-b", "side", linked);
        File.WriteAllText(Path.Combine(linked, "b"), "2");
        repository.GitIn(linked, "add", "b");
        repository.GitIn(linked, "commit", "--quiet", "--message", "side");

        RepositorySpec spec = await repository.ResolveAsync(directory: linked);

        Assert.Equal(linked, spec.Root);
        Assert.Equal(repository.GitDirectory, spec.CommonGitDirectory);
        Assert.Equal(repository.GitIn(linked, "rev-parse", "HEAD"), spec.BaseCommit);
    }

    [Fact]
    public async Task A_submodule_is_a_repository_of_its_own()
    {
        repository.Write("a", "1").Commit();
        using var super = new TestRepository();
        super.Git("submodule", "--quiet", "add", repository.Root, "sub");
        super.Commit();

        RepositorySpec spec = await super.ResolveAsync(directory: Path.Combine(super.Root, "sub"));

        Assert.Equal(Path.Combine(super.Root, "sub"), spec.Root);
        Assert.Equal(Path.Combine(super.GitDirectory, "modules/sub"), spec.CommonGitDirectory);
    }

    [Fact]
    public async Task A_repository_of_another_user_is_refused_until_the_user_trusts_it()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            Console.WriteLine("Skipped: only root can give a directory to another user.");
            return;
        }

        repository.Write("a", "1").Commit();
        System.Diagnostics.Process.Start("chown", ["-R", "65534", repository.Root]).WaitForExit();

        await RefusedAsync(ErrorCatalog.RepositoryOfAnother, null, $"git config --global --add safe.directory {repository.Root}");
        repository.GitIn(repository.Home, "config", "--global", "--add", "safe.directory", repository.Root);
        Assert.NotNull((await repository.ResolveAsync()).BaseCommit);
    }

    [Fact]
    public async Task A_head_whose_commit_is_lost_is_an_error_and_no_empty_repository()
    {
        string commit = repository.Write("a", "1").Commit();
        File.Delete(Path.Combine(repository.GitDirectory, "objects", commit[..2], commit[2..]));
        await RefusedAsync(ErrorCatalog.UnknownRevision, null, "'HEAD' names no commit");
    }

    [Fact]
    public async Task Variables_of_the_environment_do_not_lead_to_another_repository()
    {
        string commit = repository.Write("a", "1").Commit();
        using var other = new TestRepository();
        var variables = new Dictionary<string, string>(repository.Environment.Variables) { ["GIT_DIR"] = other.GitDirectory, ["GIT_WORK_TREE"] = other.Root };
        var client = new GitClient(new ProcessRunner(TimeProvider.System), repository.Environment with { Variables = variables });

        Assert.Equal(commit, (await new RepositoryResolver(client).ResolveAsync(repository.Root, null, CancellationToken.None)).BaseCommit);
    }

    [Fact]
    public async Task Sha256_repositories_work()
    {
        using var sha256 = new TestRepository("--object-format=sha256");
        string commit = sha256.Write("a", "1").Commit();
        Assert.Equal(commit, (await sha256.ResolveAsync()).BaseCommit);
        Assert.Equal(64, commit.Length);
    }

    private async Task RefusedAsync(ErrorDefinition error, string? baseName, string words, string? directory = null)
    {
        UserState before = UserState.Of(repository);
        ErrandException fault = await Assert.ThrowsAsync<ErrandException>(() => repository.ResolveAsync(baseName, directory));
        Assert.Equal(error, fault.Error);
        Assert.Contains(words, fault.Message, StringComparison.Ordinal);
        before.AssertSame(repository);
    }
}
