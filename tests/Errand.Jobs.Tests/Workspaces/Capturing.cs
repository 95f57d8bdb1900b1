using System.Text;
using Errand.Core;
using Errand.Jobs.Git;
using Errand.Jobs.Tests.Git;
using Errand.Jobs.Workspaces;
using Errand.Jobs.Workspaces.Capture;
using Errand.Jobs.Workspaces.Files;

namespace Errand.Jobs.Tests.Workspaces;

/// <summary>A repository with one job's workspace, captured and checked from all sides.</summary>
internal sealed class Capturing(TestRepository repository) : IDisposable
{
    private MountedOverlay? mounted;

    public TestRepository Repository => repository;

    public PreparedWorkspace Workspace { get; private set; } = null!;

    public string Root => Workspace.Root;

    public async Task<Capturing> PrepareAsync(string? baseName = null, int job = 1)
    {
        var checkout = new CheckoutWorkspace(repository.Client, TimeProvider.System);
        Workspace = await checkout.PrepareAsync(await repository.ResolveAsync(baseName), repository.Place(job), CancellationToken.None);
        return this;
    }

    public async Task<Capturing> PrepareInplaceAsync(int job = 1)
    {
        var inplace = new InplaceWorkspace(repository.Client, repository.Environment, TimeProvider.System);
        Workspace = await inplace.PrepareAsync(await repository.ResolveAsync(), repository.Place(job), repository["state"], CancellationToken.None);
        return this;
    }

    /// <summary>Mounts an overlay over a snapshot of the base, the way that a sandbox would have it; false where the machine has no such mounts.</summary>
    public async Task<bool> PrepareOverlayAsync()
    {
        await PrepareAsync();
        string snapshot = repository["snapshot"];
        string index = repository["snapshot.index"];
        await new TreeMaterializer(repository.Client).MaterializeAsync(Workspace.Repository, Workspace.Base, snapshot, index, CancellationToken.None);
        mounted = MountedOverlay.TryMount(snapshot, repository["layers"]);
        if (mounted is null)
            return false;

        Workspace = new PreparedWorkspace(mounted.Root, mounted.Root, Workspace.Base, Workspace.Record with { Files = [], Overlay = new OverlayRecord(Workspace.Base, mounted.Root, HasDelta: false, []) },
            Workspace.Repository, isReused: false, [], held: null)
        {
            Layers = new WorkspaceLayers(mounted.Upper, [snapshot], index),
        };
        return true;
    }

    public Capturing Write(string path, string content) => Write(path, Encoding.UTF8.GetBytes(content));

    public Capturing Write(string path, byte[] content)
    {
        string full = Path.Join(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, content);
        return this;
    }

    /// <summary>Lets a worker run a shell script.</summary>
    public Capturing Shell(string script)
    {
        repository.ShellIn(Root, script);
        return this;
    }

    /// <summary>Captures, and proves that commit, patch and clean tree are the same to the byte and that nothing of the user's has changed.</summary>
    public async Task<CapturedWork> CollectAsync(int attempt = 1, CaptureLimits? limits = null, int job = 1)
    {
        UserState? before = Workspace.Isolation == IsolationKind.Checkout ? UserState.Of(repository) : null;
        var request = new CaptureRequest
        {
            Job = new JobId(job),
            Attempt = attempt,
            Workspace = Workspace,
            PatchFile = repository[$"state/patch-{job}-{attempt}.diff"],
            Message = $"work of j{job}",
            Limits = limits ?? CaptureLimits.Default,
        };
        CapturedWork work = await new WorkCollector(repository.Client, TimeProvider.System).CollectAsync(request, CancellationToken.None);
        before?.AssertSame(repository);
        await AssertExactAsync(work);
        return work;
    }

    /// <summary>One line per change, the way that a reader would write it.</summary>
    public static string[] Summary(CapturedWork work) =>
    [
        .. work.Files.Select(file => $"{SnakeCase.Of(file.Change)} {(file.OldPath is null ? "" : file.OldPath + " -> ")}{file.Path} +{file.Added?.ToString() ?? "?"} -{file.Removed?.ToString() ?? "?"}"),
        .. work.Violations.Select(violation => $"! {SnakeCase.Of(violation.Kind)} {violation.Path}"),
    ];

    public void Dispose()
    {
        Workspace?.Dispose();
        mounted?.Dispose();
        repository.Dispose();
    }

    private async Task AssertExactAsync(CapturedWork work)
    {
        string own = Workspace.Repository.Directory;
        Assert.Equal(work.Tree, repository.GitIn(own, "rev-parse", work.Commit + "^{tree}"));
        if (work.IsInUserRepository)
            Assert.Equal(work.Commit, repository.Git("rev-parse", "refs/errand/jobs/j1"));
        repository.GitIn(own, "fsck", "--strict", work.Commit);

        // The patch on the base gives the tree.
        string index = Path.Combine(own, "test-index");
        repository.ShellIn(own, $"""
            export GIT_DIR='{own}' GIT_INDEX_FILE='{index}' HOME='{repository.Home}'
            rm -f "$GIT_INDEX_FILE"
            git read-tree {work.Base}
            if [ -s '{work.PatchFile}' ]; then git apply --cached --whitespace=nowarn '{work.PatchFile}'; fi
            test "$(git write-tree)" = {work.Tree}
            """);

        // The clean tree is the commit, byte for byte.
        string clean = repository["clean"];
        await new TreeMaterializer(repository.Client).MaterializeAsync(Workspace.Repository, work.Commit, clean, CancellationToken.None);
        IReadOnlyList<TreeEntry> expected = await TreeListing.OfTreeAsync(repository.Client, own, work.Commit, CancellationToken.None);
        Assert.Equal(expected.Where(entry => entry.Mode != FileModes.Submodule).OrderBy(entry => entry.Path, StringComparer.Ordinal), OnDisk(clean, Workspace.Record.Format));
        TreeMaterializer.Remove(clean);
    }

    /// <summary>All files below a directory as git would name them, read in the plainest way; the <c>.git</c> at the root is skipped.</summary>
    public static IReadOnlyList<TreeEntry> OnDisk(string root, ObjectFormat format = ObjectFormat.Sha1)
    {
        var entries = new List<TreeEntry>();
        using OpenDirectory top = OpenDirectory.Open(root);
        Walk(top, "");
        return [.. entries.OrderBy(entry => entry.Path, StringComparer.Ordinal)];

        void Walk(OpenDirectory directory, string path)
        {
            foreach (DirectoryItem item in directory.Read().Where(item => path.Length > 0 || item.Name != ".git"))
            {
                string itemPath = GitPath.Join(path, item.Name);
                if (item.Status.IsDirectory)
                {
                    using OpenDirectory child = directory.OpenChild(item.Name);
                    Walk(child, itemPath);
                    continue;
                }

                byte[] content = item.Status.IsLink ? directory.ReadLink(item.Name) : FileContent.Read(directory, item.Name, 1 << 30)!;
                entries.Add(new TreeEntry(itemPath, item.Status.GitMode, BlobHasher.Hash(content, format)));
            }
        }
    }
}
