using Errand.Jobs.Git;
using Errand.Jobs.Tests.Git;
using Errand.Jobs.Workspaces;
using Errand.Jobs.Workspaces.Files;

namespace Errand.Jobs.Tests.Workspaces;

public sealed class DeltaLayerTests : IDisposable
{
    private readonly TestRepository repository = new();

    [Fact]
    public async Task Above_the_first_tree_a_layer_shows_the_second()
    {
        repository.Write("same.txt", "s\n").Write("changed.txt", "1\n").Write("gone/a.txt", "a\n").Write("gone/deep/b.txt", "b\n").Write("half/a.txt", "a\n").Write("half/b.txt", "b\n")
            .Write("file-to-directory", "f\n").Write("directory-to-file/x", "x\n").Commit();
        string from = repository.Git("rev-parse", "HEAD").Trim();
        repository.Shell("rm -r gone half/a.txt file-to-directory directory-to-file; echo 2 > changed.txt; mkdir file-to-directory; echo n > file-to-directory/n; echo f > directory-to-file; ln -s same.txt link; echo x > run; chmod +x run");
        repository.Commit();
        string to = repository.Git("rev-parse", "HEAD").Trim();
        repository.Shell($"mkdir ../below ../all && git archive {from} | tar x -C ../below && git archive {to} | tar x -C ../all");
        JobRepository own = await JobRepository.OpenAsync(repository.Client, await repository.ResolveAsync(), repository["own.git"], CancellationToken.None);
        var layer = new DeltaLayer(repository.Client);

        Assert.Null(await layer.TryWriteAsync(own, from, to, repository["delta"], most: 3, CancellationToken.None));
        IReadOnlyList<TreeEntry>? changes = await layer.TryWriteAsync(own, from, to, repository["delta"], most: 100, CancellationToken.None);

        Assert.Equal(10, changes!.Count);
        using (MergedDirectory merged = MergedDirectory.Open([repository["delta"], repository["below"]]))
        using (OpenDirectory copy = OpenDirectory.Open(Directory.CreateDirectory(repository["copy"]).FullName))
            TreeCopy.Copy(merged, copy);
        repository.Shell("diff -r --no-dereference ../copy ../all && [ -x ../copy/run ]");
        Directory.CreateDirectory(repository["mounted"]);
        using MountedOverlay? overlay = MountedOverlay.TryMount($"{repository["delta"]}:{repository["below"]}", repository["mounted"]);
        if (overlay is not null)
            repository.Shell($"rmdir {overlay.Root}/.git; diff -r --no-dereference {overlay.Root} ../all && [ -x {overlay.Root}/run ] && ! [ -e {overlay.Root}/gone ]");
    }

    public void Dispose() => repository.Dispose();
}
