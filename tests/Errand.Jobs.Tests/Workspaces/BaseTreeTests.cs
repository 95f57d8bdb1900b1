using Errand.Jobs.Git;
using Errand.Jobs.Tests.Git;
using Errand.Jobs.Workspaces.Capture;

namespace Errand.Jobs.Tests.Workspaces;

/// <summary>A tree that is looked up in an index answers as one that was listed.</summary>
public sealed class BaseTreeTests : IDisposable
{
    private readonly TestRepository repository = new();

    public BaseTreeTests() => repository
        .Write("d-", "1").Write("d/a", "1").Write("d/e/.gitignore", "1").Write("d/e/f", "1").Write("d.x/a", "1").Write("d0", "1")
        .Write(".gitignore", "1").Write("x.gitignore", "1").Write("ä/ö", "1").Write("z z/\"q\"\n", "1").Shell("ln -s d link; chmod +x d/a; printf 1 > \"$(printf 'stray\\377')\"");

    public void Dispose() => repository.Dispose();

    [Theory]
    [InlineData("sha1")]
    [InlineData("sha256")]
    public async Task Both_give_the_same_answers(string format)
    {
        using var other = new TestRepository($"--object-format={format}");
        other.Shell($"cd '{repository.Root}' && tar c --exclude ./.git . | tar x -C '{other.Root}'");
        other.Commit();
        BaseTree indexed = IndexedTree.TryRead(File.ReadAllBytes(Path.Combine(other.GitDirectory, "index")), format == "sha1" ? ObjectFormat.Sha1 : ObjectFormat.Sha256)!;
        var listed = new ListedTree(await TreeListing.OfTreeAsync(other.Client, other.GitDirectory, "HEAD", CancellationToken.None));

        Assert.Equal(listed.Entries.OrderBy(entry => entry.Path, StringComparer.Ordinal), indexed.Entries.OrderBy(entry => entry.Path, StringComparer.Ordinal));
        Assert.Equal(["d/e/.gitignore", ".gitignore"], indexed.Named(".gitignore").Select(entry => entry.Path).OrderByDescending(path => path.Length));
        Assert.Equal(listed.Named("a").ToHashSet(), indexed.Named("a").ToHashSet());
        string[] paths = [.. listed.Entries.Select(entry => entry.Path), .. listed.Entries.Select(entry => GitPath.DirectoryOf(entry.Path)), "", "d/", "d/e", "d/z", "zz", "\0", "D", "e", "d/e/f/g"];
        Assert.All(paths, path =>
        {
            Assert.Equal(listed.Find(path), indexed.Find(path));
            Assert.Equal(listed.HasDirectory(path), indexed.HasDirectory(path));
            Assert.Equal(listed.AtOrBelow(path).ToHashSet(), indexed.AtOrBelow(path).ToHashSet());
        });
    }

    [Fact]
    public void An_index_is_not_looked_up_in_unless_it_is_whole_and_in_order()
    {
        repository.Commit();
        byte[] content = File.ReadAllBytes(Path.Combine(repository.GitDirectory, "index"));
        Assert.NotNull(IndexedTree.TryRead(content, ObjectFormat.Sha1));

        byte[] changed = [.. content];
        changed[80] ^= 1;
        Assert.Null(IndexedTree.TryRead(changed, ObjectFormat.Sha1));
        for (int length = 0; length < content.Length; length += 11)
            Assert.Null(IndexedTree.TryRead(content[..length], ObjectFormat.Sha1));
        repository.Git("update-index", "--index-version=4");
        Assert.Null(IndexedTree.TryRead(File.ReadAllBytes(Path.Combine(repository.GitDirectory, "index")), ObjectFormat.Sha1));
    }
}
