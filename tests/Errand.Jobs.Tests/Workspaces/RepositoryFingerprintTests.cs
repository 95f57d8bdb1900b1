using Errand.Core;
using Errand.Jobs.Tests.Git;
using Errand.Jobs.Workspaces.Leaks;
using Errand.Testing;

namespace Errand.Jobs.Tests.Workspaces;

public sealed class RepositoryFingerprintTests : IDisposable
{
    private readonly TestRepository repository = new();

    public RepositoryFingerprintTests() => repository.Write("a", "1\n").Write("b", "1\n").Commit();

    public void Dispose() => repository.Dispose();

    [Theory]
    [InlineData("mkfifo .git/hooks/x", "hooks/x")]
    [InlineData("ln -s /dev/zero .git/hooks/x", "hooks/x")]
    [InlineData("ln -s /dev/zero .git/MERGE_HEAD", "MERGE_HEAD")]
    public async Task What_is_no_file_is_named_and_not_waited_for(string script, string name)
    {
        repository.Shell("mkdir -p .git/hooks");
        RepositoryFingerprint before = await TakeAsync();

        repository.Shell(script);
        RepositoryFingerprint after = await Task.Run(TakeAsync).WaitAsync(TestTimeouts.Default);

        Assert.Contains(before.Compare(after), difference => difference.Name == name);
    }

    [Theory]
    [InlineData("echo 2 > a", RepositoryPart.Files, "a")]
    [InlineData("echo 2 > new", RepositoryPart.Files, "new")]
    [InlineData("rm b", RepositoryPart.Files, "b")]
    [InlineData("echo 3 > 'dirty before'", RepositoryPart.Files, "dirty before")]
    [InlineData("git branch side", RepositoryPart.Refs, "refs/heads/side")]
    [InlineData("git tag v1", RepositoryPart.Refs, "refs/tags/v1")]
    [InlineData("git update-ref refs/heads/main HEAD~0^{tree} 2>/dev/null || git branch -f other HEAD", RepositoryPart.Refs, "refs/heads/other")]
    [InlineData("git config user.name x", RepositoryPart.Configuration, "config")]
    [InlineData("echo x >> .git/info/exclude", RepositoryPart.Configuration, "info/exclude")]
    [InlineData("echo '* text' > .git/info/attributes", RepositoryPart.Configuration, "info/attributes")]
    [InlineData("echo true > .git/hooks/pre-commit", RepositoryPart.Hooks, "hooks/pre-commit")]
    [InlineData("chmod +x .git/hooks/there", RepositoryPart.Hooks, "hooks/there")]
    [InlineData("rm .git/hooks/there", RepositoryPart.Hooks, "hooks/there")]
    [InlineData("git symbolic-ref HEAD refs/heads/elsewhere", RepositoryPart.Head, "HEAD")]
    [InlineData("git rev-parse HEAD > .git/MERGE_HEAD", RepositoryPart.Head, "MERGE_HEAD")]
    [InlineData("git update-index --assume-unchanged a", RepositoryPart.Index, "index")]
    [InlineData("git rm -q --cached a", RepositoryPart.Index, "index")]
    public async Task What_changed_is_named(string script, RepositoryPart part, string name)
    {
        repository.Write("dirty before", "2\n").Shell("mkdir -p .git/hooks; echo true > .git/hooks/there; chmod -x .git/hooks/there");
        RepositoryFingerprint before = await TakeAsync();

        repository.Shell(script);
        IReadOnlyList<RepositoryDifference> differences = before.Compare(await TakeAsync());

        Assert.Contains(differences, difference => difference.Part == part && difference.Name == name);
        Assert.All(differences, difference => Assert.EndsWith(".", difference.Detail, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_stash_is_a_part_of_its_own()
    {
        repository.Write("a", "2\n");
        RepositoryFingerprint before = await TakeAsync();
        repository.Git("stash");
        Assert.Contains(before.Compare(await TakeAsync()), difference => difference.Part == RepositoryPart.Stash);
    }

    [Fact]
    public async Task Errands_own_refs_and_a_refreshed_index_are_no_change()
    {
        RepositoryFingerprint before = await TakeAsync();

        repository.Git("update-ref", "refs/errand/jobs/j1", "HEAD");
        repository.Shell("touch -d 2001-02-03 a b");
        byte[] index = File.ReadAllBytes(Path.Combine(repository.GitDirectory, "index"));
        repository.Git("status");
        Assert.NotEqual(index, File.ReadAllBytes(Path.Combine(repository.GitDirectory, "index")));

        Assert.Empty(before.Compare(await TakeAsync()));
    }

    [Fact]
    public async Task Taking_it_changes_nothing()
    {
        repository.Shell("touch a; echo 2 > b");
        byte[] index = File.ReadAllBytes(Path.Combine(repository.GitDirectory, "index"));
        UserState before = UserState.Of(repository);
        await TakeAsync();
        before.AssertSame(repository);
        Assert.Equal(index, File.ReadAllBytes(Path.Combine(repository.GitDirectory, "index")));
    }

    [Fact]
    public async Task A_linked_worktree_has_its_own_index_and_head()
    {
        string linked = repository["linked"];
        repository.Git("worktree", "add", "--quiet", "-b", "side", linked);
        RepositorySpec spec = await repository.ResolveAsync(directory: linked);
        RepositoryFingerprint before = await new FingerprintTaker(repository.Client).TakeAsync(spec, IsolationKind.Checkout, CancellationToken.None);
        repository.ShellIn(linked, "git rm -q --cached a; git symbolic-ref HEAD refs/heads/none");

        IReadOnlyList<RepositoryDifference> differences = before.Compare(await new FingerprintTaker(repository.Client).TakeAsync(spec, IsolationKind.Checkout, CancellationToken.None));

        Assert.Contains(differences, difference => difference.Part == RepositoryPart.Index);
        Assert.Contains(differences, difference => difference.Part == RepositoryPart.Head);
    }

    [Fact]
    public async Task In_place_the_files_are_the_jobs_own()
    {
        RepositorySpec spec = await repository.ResolveAsync();
        RepositoryFingerprint before = await new FingerprintTaker(repository.Client).TakeAsync(spec, IsolationKind.Inplace, CancellationToken.None);
        repository.Write("a", "2\n").Shell("git config core.fsmonitor 'touch ../ran'; git branch side");

        IReadOnlyList<RepositoryDifference> differences = before.Compare(await new FingerprintTaker(repository.Client).TakeAsync(spec, IsolationKind.Inplace, CancellationToken.None));

        Assert.Equal(["refs/heads/side", "config"], differences.Select(difference => difference.Name));
        Assert.False(File.Exists(repository["ran"]));
    }

    private async Task<RepositoryFingerprint> TakeAsync() =>
        await new FingerprintTaker(repository.Client).TakeAsync(await repository.ResolveAsync(), IsolationKind.Checkout, CancellationToken.None);
}
