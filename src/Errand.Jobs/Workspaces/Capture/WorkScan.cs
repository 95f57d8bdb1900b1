using Errand.Core;
using Errand.Jobs.Git;
using Errand.Jobs.Workspaces.Files;
using Errand.Jobs.Workspaces.Ignore;

namespace Errand.Jobs.Workspaces.Capture;

/// <summary>
/// Compares a tree on disk with the base by content, mode and kind, reading only files whose stamp does not prove them unchanged. Of an overlay it reads the
/// upper layer, where a file may also lie because it was only opened for writing.
/// </summary>
internal sealed class WorkScan
{
    private readonly WorkspaceRecord record;
    private readonly BaseTree tree;
    private readonly IgnoreRules rules;
    private readonly CaptureLimits limits;
    private readonly Dictionary<string, KnownFile> known;
    private readonly List<FoundEntry> changed = [];
    private readonly List<string> vanished = [];
    private readonly List<Violation> violations = [];
    private long bytes;

    public WorkScan(WorkspaceRecord record, BaseTree tree, IgnoreRules rules, CaptureLimits limits)
    {
        this.record = record;
        this.tree = tree;
        this.rules = rules;
        this.limits = limits;
        known = record.Files.ToDictionary(file => file.Entry.Path);
    }

    /// <summary>Files that are taken although they are ignored.</summary>
    public IReadOnlySet<string> Named { get; init; } = new HashSet<string>();

    /// <summary>The layers below the tree, the uppermost first, when it is an overlay's upper one; null = the tree is whole.</summary>
    public IReadOnlyList<string>? Lowers { get; init; }

    private bool IsUpper => Lowers is not null;

    /// <exception cref="FileFault">The root cannot be read.</exception>
    public ScannedWork Run(OpenDirectory root)
    {
        var ignored = record.Isolation == IsolationKind.Inplace ? new IgnoredFiles() : null;
        var walk = new TreeWalk(tree, rules, limits)
        {
            LeftOut = record.LeftOut.ToHashSet(),
            Unlocks = record.Isolation != IsolationKind.Inplace,
            IgnoredFiles = ignored,
            Named = Named,
            IsUpper = IsUpper,
        };
        walk.Run(root);

        // Changes of what was there go first: they must not be crowded out by new files.
        using var cursor = new DirectoryCursor(root);
        using var links = new LinkJudge(root, Lowers, tree, walk.Replaced);
        foreach (FoundEntry entry in walk.Found.OrderBy(entry => entry.Base is null))
            Compare(links, cursor, entry);
        ReportOtherNames(root);

        return new ScannedWork(changed, Deleted(walk), [.. walk.Violations, .. violations], IgnoredWarning(walk))
        {
            Ignored = ignored?.Since(record.Ignored) ?? [],
        };
    }

    /// <summary>Ignored files in a clone are the worker's, and go with it. In the user's tree they are as good as always the user's.</summary>
    private string? IgnoredWarning(TreeWalk walk)
    {
        if (walk.IgnoredCount == 0 || record.Isolation == IsolationKind.Inplace)
            return null;

        string named = string.Join(", ", walk.Ignored.Select(path => Escaping.Quote(path, '\'')));
        string more = walk.IgnoredCount > walk.Ignored.Count ? $" and {walk.IgnoredCount - walk.Ignored.Count:N0} more" : "";
        return $"Not part of the work, because .gitignore names them: {named}{more}. Checks and delivery do not have them. A scope that names such a file makes it part of the work.";
    }

    private void Compare(LinkJudge links, DirectoryCursor cursor, FoundEntry entry)
    {
        try
        {
            if (IsUntouched(entry))
                return;

            if (entry.Status.SetsIdentity)
                Report(entry, "The file would run with the rights of its owner or group; it is captured without that");
            if (IsSame(cursor, entry) || !IsWithinLimits(entry))
                return;

            if (entry.Status.IsLink && links.LeadsOut(entry.Path) is { } target)
                violations.Add(new Violation(entry.Path, ViolationKind.EscapingLink, $"The link leads out of the repository, to {Escaping.Quote(target, '\'')}."));
            changed.Add(entry);
        }
        catch (FileFault fault) when (fault.Error == Posix.NotFound)
        {
            vanished.Add(entry.Path);
        }
        catch (FileFault fault)
        {
            Report(entry, $"It cannot be read: {fault.Reason}");
        }
    }

    /// <summary>Whether the stamp alone proves that the file is as it was. What lies in an upper layer has been touched.</summary>
    private bool IsUntouched(FoundEntry entry) =>
        !IsUpper && entry.Base is { } before && before.Mode == record.ModeOf(entry)
        && known.TryGetValue(entry.Path, out KnownFile file) && file.Stamp == entry.Status.Stamp && record.Trusts(file.Stamp) && file.Entry.Id == before.Id;

    private bool IsSame(DirectoryCursor cursor, FoundEntry entry)
    {
        if (entry.Base is not { } before || before.Mode != record.ModeOf(entry))
            return false;

        OpenDirectory parent = cursor.ParentOf(entry.Path, out string name);
        return before.Id == (entry.Status.IsLink ? BlobHasher.Hash(parent.ReadLink(name), record.Format) : FileContent.Hash(parent, name, record.Format));
    }

    private bool IsWithinLimits(FoundEntry entry)
    {
        long size = entry.Status.Size;
        if (size > limits.FileBytes)
        {
            violations.Add(new Violation(entry.Path, ViolationKind.Limit, $"The file has {size:N0} bytes; files of up to {limits.FileBytes:N0} are captured."));
            return false;
        }

        if (bytes + size > limits.Bytes)
        {
            violations.Add(new Violation(entry.Path, ViolationKind.Limit, $"All changed files together have more than {limits.Bytes:N0} bytes; this one is not captured."));
            return false;
        }

        bytes += size;
        return true;
    }

    /// <summary>
    /// A changed file that is known by a name elsewhere, too, may be one of the user's that a worker has linked here. Names in ignored directories are no concern,
    /// and a file that was there from the start is not one from elsewhere.
    /// </summary>
    private void ReportOtherNames(OpenDirectory root)
    {
        FoundEntry[] suspects = [.. changed.Where(entry => entry.Status is { IsFile: true, Links: > 1 } && !WasHere(entry))];
        if (suspects.Length == 0)
            return;

        Dictionary<ulong, uint> names = LinkNames.Count(root, [.. suspects.Select(entry => entry.Status.Inode)]);
        foreach (FoundEntry entry in suspects.Where(entry => names.GetValueOrDefault(entry.Status.Inode) < entry.Status.Links))
            Report(entry, "The file has other names outside of the workspace");
    }

    private bool WasHere(FoundEntry entry) => !IsUpper && known.TryGetValue(entry.Path, out KnownFile file) && file.Stamp.Inode == entry.Status.Stamp.Inode;

    private void Report(FoundEntry entry, string detail) => violations.Add(new Violation(entry.Path, ViolationKind.Special, detail + "."));

    private List<string> Deleted(TreeWalk walk)
    {
        if (IsUpper && walk.Replaced.Count == 0)
            return [];

        HashSet<string> present = walk.Found.Select(entry => entry.Path).ToHashSet();
        present.ExceptWith(vanished);
        IEnumerable<TreeEntry> candidates = IsUpper ? walk.Replaced.SelectMany(tree.AtOrBelow) : tree.Entries.Where(entry => !IsVirtual(entry));
        return [.. candidates
            .Where(entry => !present.Contains(entry.Path) && entry.Mode != FileModes.Submodule && !IsUnread(entry.Path, walk.Unread))
            .Select(entry => entry.Path)
            .Distinct()];
    }

    private bool IsVirtual(TreeEntry entry) => known.TryGetValue(entry.Path, out KnownFile file) && file.IsVirtual;

    private static bool IsUnread(string path, IReadOnlyList<string> unread) =>
        unread.Any(directory => path.StartsWith(directory + '/', StringComparison.Ordinal));
}
