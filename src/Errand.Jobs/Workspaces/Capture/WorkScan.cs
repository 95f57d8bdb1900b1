using Errand.Core;
using Errand.Jobs.Git;
using Errand.Jobs.Workspaces.Files;
using Errand.Jobs.Workspaces.Ignore;

namespace Errand.Jobs.Workspaces.Capture;

/// <summary>Compares a tree on disk with the base by content, mode and kind, reading only files whose stamp does not prove them unchanged.</summary>
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

    /// <exception cref="FileFault">The root cannot be read.</exception>
    public ScannedWork Run(OpenDirectory root)
    {
        var ignored = record.Isolation == IsolationKind.Inplace ? new IgnoredFiles() : null;
        var walk = new TreeWalk(tree, rules, limits)
        {
            LeftOut = record.LeftOut.ToHashSet(),
            Unlocks = record.Isolation == IsolationKind.Checkout,
            IgnoredFiles = ignored,
            Named = Named,
        };
        walk.Run(root);

        // Changes of what was there go first: they must not be crowded out by new files.
        using var cursor = new DirectoryCursor(root);
        foreach (FoundEntry entry in walk.Found.OrderBy(entry => entry.Base is null))
            Compare(root, cursor, entry);

        return new ScannedWork(changed, Deleted(walk), [.. walk.Violations, .. violations], IgnoredWarning(walk))
        {
            Ignored = ignored?.Since(record.Ignored) ?? [],
        };
    }

    /// <summary>Ignored files in a clone are the worker's, and go with it. In the user's tree they are as good as always the user's.</summary>
    private string? IgnoredWarning(TreeWalk walk)
    {
        if (walk.IgnoredCount == 0 || record.Isolation != IsolationKind.Checkout)
            return null;

        string named = string.Join(", ", walk.Ignored.Select(path => Escaping.Quote(path, '\'')));
        string more = walk.IgnoredCount > walk.Ignored.Count ? $" and {walk.IgnoredCount - walk.Ignored.Count:N0} more" : "";
        return $"Not part of the work, because .gitignore names them: {named}{more}. Checks and delivery do not have them. A scope that names such a file makes it part of the work.";
    }

    private void Compare(OpenDirectory root, DirectoryCursor cursor, FoundEntry entry)
    {
        try
        {
            if (IsUnchanged(cursor, entry) || !IsWithinLimits(entry))
                return;

            if (entry.Status.IsLink)
                ReportEscape(root, cursor, entry);
            changed.Add(entry);
        }
        catch (FileFault fault) when (fault.Error == Posix.NotFound)
        {
            vanished.Add(entry.Path);
        }
        catch (FileFault fault)
        {
            violations.Add(new Violation(entry.Path, ViolationKind.Special, $"It cannot be read: {fault.Reason}."));
        }
    }

    private bool IsUnchanged(DirectoryCursor cursor, FoundEntry entry)
    {
        if (entry.Base is not { } before || before.Mode != record.ModeOf(entry))
            return false;

        if (known.TryGetValue(entry.Path, out KnownFile file) && file.Stamp == entry.Status.Stamp && record.Trusts(file.Stamp))
            return file.Entry.Id == before.Id;

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

    private void ReportEscape(OpenDirectory root, DirectoryCursor cursor, FoundEntry entry)
    {
        OpenDirectory parent = cursor.ParentOf(entry.Path, out string name);
        string target = GitPath.Decode(parent.ReadLink(name));
        if (LinkTarget.LeadsOut(entry.Path, target) || root.LeadsOut(entry.Path))
            violations.Add(new Violation(entry.Path, ViolationKind.EscapingLink, $"The link leads out of the repository, to {Escaping.Quote(target, '\'')}."));
    }

    private List<string> Deleted(TreeWalk walk)
    {
        HashSet<string> present = walk.Found.Select(entry => entry.Path).ToHashSet();
        present.ExceptWith(vanished);
        return [.. tree.Entries
            .Where(entry => !present.Contains(entry.Path) && entry.Mode != FileModes.Submodule && !IsVirtual(entry) && !IsUnread(entry.Path, walk.Unread))
            .Select(entry => entry.Path)];
    }

    private bool IsVirtual(TreeEntry entry) => known.TryGetValue(entry.Path, out KnownFile file) && file.IsVirtual;

    private static bool IsUnread(string path, IReadOnlyList<string> unread) =>
        unread.Any(directory => path.StartsWith(directory + '/', StringComparison.Ordinal));
}
