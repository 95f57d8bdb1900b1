using Errand.Core;
using Errand.Jobs.Store;
using Errand.Jobs.Tests.Git;
using Errand.Jobs.Workspaces;
using Errand.Jobs.Workspaces.Files;

namespace Errand.Jobs.Tests.Workspaces;

/// <summary>Overlay workspaces as they are on disk, before anybody mounts them.</summary>
public sealed class OverlayWorkspaceTests : IDisposable
{
    private readonly TestRepository repository = new();

    [Fact]
    public async Task It_stands_at_the_repositorys_path_unless_something_else_is_to_be_seen_below_that()
    {
        repository.Write("a", "1").Commit();

        using PreparedWorkspace own = await PrepareAsync(beside: [repository.Home, repository.Root + "-beside"]);
        using PreparedWorkspace other = await PrepareAsync(job: 2, beside: [Path.Combine(repository.Root, "tools/agent")]);

        Assert.Equal(repository.Root, own.Shown);
        Assert.Equal(Path.Combine(repository.Place(2).Root, "tree"), other.Shown);
    }

    [Fact]
    public async Task A_repository_without_a_commit_is_an_empty_tree()
    {
        using PreparedWorkspace workspace = await PrepareAsync();

        Assert.Null(workspace.BaseCommit);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Assert.Single(workspace.Layers!.Lowers)));
    }

    [Fact]
    public async Task What_was_only_half_made_is_made_anew_and_what_was_made_stays_as_it_is()
    {
        repository.Write("a", "1").Commit();
        (await PrepareAsync()).Dispose();
        WorkspacePlace place = repository.Place();
        File.WriteAllText(Path.Combine(place.Root, "upper", "work"), "w");

        using (PreparedWorkspace again = await PrepareAsync())
            Assert.Equal((true, true), (again.IsReused, File.Exists(Path.Combine(again.Root, "work"))));
        File.Delete(place.RecordFile);
        using PreparedWorkspace anew = await PrepareAsync();

        Assert.Equal((false, false), (anew.IsReused, File.Exists(Path.Combine(anew.Root, "work"))));
    }

    [Fact]
    public async Task A_snapshot_that_went_away_is_made_again_for_the_next_attempt()
    {
        repository.Write("a", "1").Commit();
        string tree;
        using (PreparedWorkspace workspace = await PrepareAsync())
            tree = Assert.Single(workspace.Layers!.Lowers);
        TreeMaterializer.Remove(Path.GetDirectoryName(tree)!);

        using PreparedWorkspace again = await PrepareAsync();

        Assert.Equal("1", File.ReadAllText(Path.Combine(tree, "a")));
    }

    [Fact]
    public async Task A_large_change_of_the_users_becomes_a_snapshot_of_its_own()
    {
        repository.Write("a", "1").Commit();
        for (int number = 0; number < 2_001; number++)
            File.WriteAllText(Path.Combine(repository.Root, $"{number}"), "");

        using PreparedWorkspace workspace = await PrepareAsync(baseName: "dirty");

        string tree = Assert.Single(workspace.Layers!.Lowers);
        Assert.Equal(2_002, Directory.EnumerateFiles(tree).Count());
    }

    [Fact]
    public async Task A_partial_clone_without_the_bases_files_is_refused_with_what_to_do()
    {
        repository.Write("a", "1").Commit();
        repository.Git("config", "uploadpack.allowFilter", "true");
        repository.Git("clone", "--quiet", "--no-checkout", "--filter=blob:none", "file://" + repository.Root, repository["partial"]);

        ErrandException fault = await Assert.ThrowsAsync<ErrandException>(() => PrepareAsync(directory: repository["partial"]));

        Assert.Contains("partial clone", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("dirty")]
    public async Task Only_what_the_repository_ignores_is_taken_for_installed(string? baseName)
    {
        repository.Write(".gitignore", "node_modules/\n").Write("a", "1").Commit();
        repository.Write("node_modules/m/index.js", "m").Write("packages/mine.txt", "work").Write("vendor/mine.txt", "work");

        using PreparedWorkspace workspace = await PrepareAsync(baseName: baseName);

        Assert.Equal(["node_modules"], workspace.View!.Artifacts.Select(artifact => artifact.Path));
    }

    [Fact]
    public async Task Installed_packages_may_lie_in_a_directory_of_the_scope()
    {
        repository.Write(".gitignore", "node_modules/\n").Write("apps/web/package.json", "{}").Write("apps/web/node/deep.txt", "1").Commit();
        repository.Write("apps/web/node_modules/m/index.js", "m");

        using PreparedWorkspace workspace = await PrepareAsync(scope: ["apps/**"]);

        Assert.Equal(["apps/web/node_modules"], workspace.View!.Artifacts.Select(artifact => artifact.Path));
        Assert.Equal("{}", File.ReadAllText(Path.Combine(workspace.Root, "apps/web/package.json")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(workspace.Root, "apps/web/node_modules")));
    }

    [Theory]
    [InlineData("src/**", "src")]
    [InlineData("src/", "src")]
    [InlineData("./src", "src")]
    [InlineData("src/{a,b}/**", "src")]
    [InlineData("src/deep/*.txt", "src/deep")]
    [InlineData("src/deep/b.txt")]
    [InlineData("*.txt")]
    [InlineData("missing/**")]
    [InlineData("**/*.txt")]
    [InlineData("!src/**")]
    public async Task Directories_of_the_scope_are_copied_so_that_they_can_be_renamed(string glob, params string[] expected)
    {
        repository.Write("a.txt", "1").Write("src/deep/b.txt", "2").Write("other/o.txt", "3");
        for (int number = 0; number < 300; number++)
            repository.Write($"many/{number}", "");
        repository.Commit();
        string[] scope = [glob, "other/o.txt"];

        using PreparedWorkspace workspace = await PrepareAsync(scope: scope);

        Assert.Equal(expected, new[] { "src", "src/deep", "other", "many" }.Where(path => IsOpaque(workspace, path)));
        bool isAboutAll = glob.StartsWith("**", StringComparison.Ordinal);
        Assert.Equal(!isAboutAll, ScopeSeed.Covers(scope, workspace.Layers!));
        Assert.False(ScopeSeed.Covers([], workspace.Layers!));
    }

    [Fact]
    public async Task A_small_tree_is_copied_whole_for_a_job_that_may_change_everything()
    {
        repository.Write("a.txt", "1").Write("src/deep/b.txt", "2").Commit();

        using PreparedWorkspace workspace = await PrepareAsync();

        Assert.True(ScopeSeed.Covers([], workspace.Layers!));
        Assert.True(ScopeSeed.Covers(["**/*.txt", "src/**"], workspace.Layers!));
    }

    [Fact]
    public async Task Packages_that_became_a_link_are_left_out_and_a_warning_says_so()
    {
        repository.Write(".gitignore", "node_modules\n").Write("web/package.json", "{}").Commit();
        repository.Write("web/node_modules/m/index.js", "m");
        (await PrepareAsync()).Dispose();
        Directory.Move(Path.Combine(repository.Root, "web/node_modules"), repository["elsewhere"]);
        File.CreateSymbolicLink(Path.Combine(repository.Root, "web/node_modules"), repository["elsewhere"]);

        using PreparedWorkspace again = await PrepareAsync();

        Assert.Empty(again.View!.Artifacts);
        Assert.Contains("'web/node_modules'", Assert.Single(again.Warnings), StringComparison.Ordinal);
    }

    public void Dispose() => repository.Dispose();

    private static bool IsOpaque(PreparedWorkspace workspace, string path)
    {
        using OpenDirectory upper = OpenDirectory.Open(workspace.Root);
        if (upper.Find(path) is null)
            return false;
        using OpenDirectory directory = upper.OpenMade(path);
        return directory.IsOpaque();
    }

    private async Task<PreparedWorkspace> PrepareAsync(int job = 1, string? baseName = null, string? directory = null, string[]? scope = null, params string[] beside)
    {
        var state = new StateDirectory(repository["state"]);
        state.Ensure();
        var settings = new WorkspaceSettings();
        var snapshots = new SnapshotStore(repository.Client, state, new SnapshotEviction(state, settings, TimeProvider.System), TimeProvider.System);
        RepositorySpec spec = await repository.ResolveAsync(baseName, directory);
        return await new OverlayWorkspace(repository.Client, snapshots, settings, TimeProvider.System).PrepareAsync(
            new OverlayRequest(spec, repository.Place(job), scope ?? [], beside), CancellationToken.None);
    }
}
