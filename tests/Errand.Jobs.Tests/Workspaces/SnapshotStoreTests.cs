using Errand.Core;
using Errand.Jobs.Git;
using Errand.Jobs.Store;
using Errand.Jobs.Tests.Git;
using Errand.Jobs.Workspaces;
using Errand.Testing;

namespace Errand.Jobs.Tests.Workspaces;

public sealed class SnapshotStoreTests : IDisposable
{
    private readonly TestRepository repository = new();
    private readonly StateDirectory state;

    public SnapshotStoreTests()
    {
        repository.Write("a.txt", "1\n").Write("src/b.txt", "b\n").Commit();
        state = new StateDirectory(repository["state"]);
        state.Ensure();
    }

    [Fact]
    public async Task Two_that_want_the_same_one_at_once_get_one()
    {
        (JobRepository own, string commit) = await OpenAsync();

        Snapshot[] snapshots = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Store().TakeAsync(own, commit, null, CancellationToken.None))));

        Assert.Equal([Path.Combine(state.Snapshots, commit, "tree")], snapshots.Select(snapshot => snapshot.Tree).Distinct());
        Assert.Equal("b\n", File.ReadAllText(Path.Combine(snapshots[0].Tree, "src/b.txt")));
        Assert.Equal([commit], Directory.EnumerateDirectories(state.Snapshots).Select(Path.GetFileName));
        foreach (Snapshot snapshot in snapshots)
            snapshot.Dispose();
    }

    [Fact]
    public async Task One_that_was_made_by_half_is_made_anew()
    {
        (JobRepository own, string commit) = await OpenAsync();
        string half = Directory.CreateDirectory(Path.Combine(state.Snapshots, $".half-{commit}", "tree")).FullName;
        File.WriteAllText(Path.Combine(half, "a.txt"), "");

        using Snapshot snapshot = await Store().TakeAsync(own, commit, null, CancellationToken.None);

        Assert.Equal("1\n", File.ReadAllText(Path.Combine(snapshot.Tree, "a.txt")));
        Assert.Equal([commit], Directory.EnumerateDirectories(state.Snapshots).Select(Path.GetFileName));
    }

    [Fact]
    public async Task One_that_lost_content_with_the_machines_power_is_made_anew()
    {
        (JobRepository own, string commit) = await OpenAsync();
        string tree;
        using (Snapshot snapshot = await Store().TakeAsync(own, commit, null, CancellationToken.None))
            tree = snapshot.Tree;
        string facts = Path.Combine(state.Snapshots, commit, "facts.json");
        File.WriteAllText(Path.Combine(tree, "a.txt"), "");
        File.WriteAllText(facts, File.ReadAllText(facts).Replace("\"bootId\":\"", "\"bootId\":\"before", StringComparison.Ordinal));

        using Snapshot again = await Store().TakeAsync(own, commit, null, CancellationToken.None);

        Assert.Equal("1\n", File.ReadAllText(Path.Combine(again.Tree, "a.txt")));
    }

    [Theory]
    [InlineData("tree")]
    [InlineData("index")]
    [InlineData("facts.json")]
    [InlineData("used")]
    [InlineData("users")]
    public async Task One_that_somebody_has_taken_parts_of_is_made_anew(string part)
    {
        (JobRepository own, string commit) = await OpenAsync();
        (await Store().TakeAsync(own, commit, null, CancellationToken.None)).Dispose();
        TreeMaterializer.Remove(Path.Combine(state.Snapshots, commit, part));

        using Snapshot again = await Store().TakeAsync(own, commit, new JobId(1), CancellationToken.None);

        Assert.Equal("b\n", File.ReadAllText(Path.Combine(again.Tree, "src/b.txt")));
        Assert.Equal([commit], Directory.EnumerateDirectories(state.Snapshots).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_damaged_one_that_another_job_works_on_is_told_of_and_left_alone()
    {
        (JobRepository own, string commit) = await OpenAsync();
        using Snapshot held = await Store().TakeAsync(own, commit, null, CancellationToken.None);
        TreeMaterializer.Remove(Path.Combine(state.Snapshots, commit, "index"));

        ErrandException fault = await Assert.ThrowsAsync<ErrandException>(() => Store(new HurriedTime()).TakeAsync(own, commit, null, CancellationToken.None));

        Assert.Equal(ErrorCatalog.StateBusy, fault.Error);
        Assert.Contains("is damaged", fault.Message, StringComparison.Ordinal);
        Assert.Equal("1\n", File.ReadAllText(Path.Combine(held.Tree, "a.txt")));
    }

    [Fact]
    public async Task One_that_is_whole_outlives_a_restart_of_the_machine()
    {
        (JobRepository own, string commit) = await OpenAsync();
        (await Store().TakeAsync(own, commit, null, CancellationToken.None)).Dispose();
        string facts = Path.Combine(state.Snapshots, commit, "facts.json");
        File.WriteAllText(facts, File.ReadAllText(facts).Replace("\"bootId\":\"", "\"bootId\":\"before", StringComparison.Ordinal));
        string marker = Path.Combine(state.Snapshots, commit, "marker");
        File.WriteAllText(marker, "");

        using Snapshot again = await Store().TakeAsync(own, commit, null, CancellationToken.None);

        Assert.True(File.Exists(marker));
    }

    [Fact]
    public async Task Eviction_takes_what_is_old_or_too_much_and_never_what_is_used()
    {
        (JobRepository own, string first) = await OpenAsync();
        repository.Write("a.txt", "2\n").Commit();
        string second = repository.Git("rev-parse", "HEAD").Trim();
        using Snapshot held = await Store().TakeAsync(own, first, null, CancellationToken.None);
        (await Store().TakeAsync(own, second, new JobId(3), CancellationToken.None)).Dispose();
        SnapshotEviction strict = Eviction(new WorkspaceSettings { SnapshotAge = TimeSpan.Zero });
        SnapshotEviction small = Eviction(new WorkspaceSettings { SnapshotBytes = 0 });

        Assert.Empty(Eviction(new WorkspaceSettings()).Plan(_ => false));
        Assert.Equal([first], strict.Plan(job => job == new JobId(3)).Select(use => use.Name));
        Assert.Equal([first, second], small.Plan(_ => false).Select(use => use.Name).Order(StringComparer.Ordinal).OrderBy(name => name != first));
        // A program that another test starts at this moment has our locks until it runs.
        await Wait.ForAsync(() => strict.Plan(_ => false).Where(strict.TryRemove).Any(use => use.Name == second), "the unused one is removed");
        Assert.Equal("1\n", File.ReadAllText(Path.Combine(held.Tree, "a.txt")));
        Assert.Equal([first], Directory.EnumerateDirectories(state.Snapshots).Select(Path.GetFileName));
    }

    [Fact]
    public async Task What_a_killed_process_left_is_swept_away_and_what_another_makes_is_not()
    {
        (_, string commit) = await OpenAsync();
        string dead = Directory.CreateDirectory(Path.Combine(state.Snapshots, $".half-{commit}", "tree")).FullName;
        string other = new('f', commit.Length);
        string alive = Directory.CreateDirectory(Path.Combine(state.Snapshots, $".half-{other}", "tree")).FullName;
        Assert.True(FileLock.TryTake(Path.Combine(state.Locks, "snapshot-ff"), out FileLock? making));

        using (making)
            Eviction(new WorkspaceSettings()).Sweep();

        Assert.Equal((false, true), (Directory.Exists(dead), Directory.Exists(alive)));
    }

    [Fact]
    public async Task A_commit_that_is_not_there_leaves_nothing_that_the_next_could_take()
    {
        (JobRepository own, string commit) = await OpenAsync();
        string other = new('1', commit.Length);

        await Assert.ThrowsAsync<ErrandException>(() => Store().TakeAsync(own, other, null, CancellationToken.None));

        Assert.False(Directory.Exists(Path.Combine(state.Snapshots, other)));
    }

    public void Dispose() => repository.Dispose();

    private SnapshotStore Store(TimeProvider? clock = null) => new(repository.Client, state, Eviction(new WorkspaceSettings()), clock ?? TimeProvider.System);

    private SnapshotEviction Eviction(WorkspaceSettings settings) => new(state, settings, TimeProvider.System);

    private async Task<(JobRepository Own, string Commit)> OpenAsync()
    {
        RepositorySpec spec = await repository.ResolveAsync();
        return (await JobRepository.OpenAsync(repository.Client, spec, repository["own.git"], CancellationToken.None), spec.BaseCommit!);
    }

    /// <summary>A second passes between two looks at the clock.</summary>
    private sealed class HurriedTime : TimeProvider
    {
        private long seconds;

        public override long GetTimestamp() => ++seconds * TimestampFrequency;
    }
}
