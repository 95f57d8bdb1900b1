using Errand.Core;
using Errand.Jobs.Git;
using Errand.Jobs.Workspaces.Files;
using Errand.Jobs.Workspaces.Ignore;

namespace Errand.Jobs.Workspaces.Capture;

/// <summary>
/// Finds what is on disk, whatever a worker has left there. It goes by descriptors and follows no link, so it never leaves the tree; it reads names as
/// bytes; it enters a new directory only as deep as the limits allow; and what git cannot hold becomes a violation instead of an error.
/// The <c>.git</c> at the root is skipped unseen: what a worker commits there changes nothing. The tree is whole, or it is what an overlay has above the base.
/// </summary>
internal sealed class TreeWalk(BaseTree tree, IgnoreRules rules, CaptureLimits limits)
{
    private const string GitName = ".git";
    private const int OwnerReads = 0x140;

    private readonly List<FoundEntry> found = [];
    private readonly List<Violation> violations = [];
    private readonly List<string> unread = [];
    private readonly List<string> ignored = [];
    private readonly HashSet<string> replaced = [];
    private int newFiles;
    private int ignoredCount;

    /// <summary>Paths that are passed over, because they were there before the work began; not those that are named.</summary>
    public IReadOnlySet<string> LeftOut { get; init; } = new HashSet<string>();

    /// <summary>Files that are taken although they are ignored.</summary>
    public IReadOnlySet<string> Named { get; init; } = new HashSet<string>();

    /// <summary>How many ignored entries are named. Default 3.</summary>
    public int MostIgnored { get; init; } = 3;

    /// <summary>Whether ignore files on disk count. Only for a tree that no worker has touched yet.</summary>
    public bool ReadsIgnoreFiles { get; init; }

    /// <summary>Looks at what is ignored; null = nobody does.</summary>
    public IgnoredFiles? IgnoredFiles { get; init; }

    /// <summary>Whether directories that may not be read are given the right. Only for a tree of Errand's own.</summary>
    public bool Unlocks { get; init; }

    /// <summary>Whether the tree on disk is an overlay's upper layer: what is not there is as the base has it.</summary>
    public bool IsUpper { get; init; }

    /// <summary>Paths of an upper layer that take the place of all that the base has there and below; empty for the root.</summary>
    public HashSet<string> Replaced => replaced;

    /// <summary>Files and links that belong to the work, changed or not.</summary>
    public IReadOnlyList<FoundEntry> Found => found;

    public IReadOnlyList<Violation> Violations => violations;

    /// <summary>Directories whose content is unknown, because they could not be read.</summary>
    public IReadOnlyList<string> Unread => unread;

    /// <summary>How many entries were passed over because they are ignored; a directory counts once.</summary>
    public int IgnoredCount => ignoredCount;

    /// <summary>The first of them; directories end with a slash.</summary>
    public IReadOnlyList<string> Ignored => ignored;

    /// <exception cref="FileFault">The root itself cannot be read.</exception>
    public void Run(OpenDirectory root)
    {
        NoteOpaque(root, "");
        Walk(root, "", isIgnored: false, depth: 0);
        if (newFiles > limits.Files)
            Report("", ViolationKind.Limit, $"There are {newFiles:N0} new files; {limits.Files:N0} are captured.");
    }

    private void Walk(OpenDirectory directory, string path, bool isIgnored, int depth)
    {
        List<DirectoryItem> items = directory.Read();
        if (ReadsIgnoreFiles && items.Any(item => item is { Name: IgnoreRules.FileName, Status.IsFile: true }))
            rules.Add(path, FileContent.Read(directory, IgnoreRules.FileName, limits.FileBytes) ?? []);

        foreach (DirectoryItem item in items)
        {
            string itemPath = GitPath.Join(path, item.Name);
            if (LeftOut.Contains(itemPath) && !Named.Contains(itemPath) && !HasNamed(itemPath))
                continue;

            if (depth == 0 && item.Name == GitName)
                PassGit(directory, item);
            else if (item.Status.IsDirectory)
                Visit(directory, item, itemPath, isIgnored, depth + 1);
            else
                Add(directory, item, itemPath, isIgnored);
        }
    }

    /// <summary>The job's own git directory lies over an empty directory of the upper layer, which a worker cannot reach.</summary>
    private void PassGit(OpenDirectory root, DirectoryItem item)
    {
        if (!IsUpper)
            return;

        if (item.Status.IsDirectory)
        {
            using OpenDirectory mountPoint = Open(root, item);
            if (mountPoint.Read().Count == 0)
                return;
        }

        Report(GitName, ViolationKind.Special, "The place of the job's git directory is not as it was made.");
    }

    private void Visit(OpenDirectory parent, DirectoryItem item, string path, bool isIgnored, int depth)
    {
        bool isSubmodule = tree.Find(path) is { Mode: FileModes.Submodule };
        if (IsUpper && !isSubmodule && tree.Find(path) is not null)
            replaced.Add(path);

        bool isIgnoredHere = isIgnored || rules.IsIgnored(path, isDirectory: true);
        if (!isSubmodule && !tree.HasDirectory(path))
        {
            if (!HasNamed(path) && IsPassedOver(isIgnoredHere, path + '/'))
            {
                IgnoredFiles?.AddBelow(parent, item.Name, path);
                return;
            }

            if (IsRefused(item, path) || IsTooDeep(path, depth))
                return;
        }

        try
        {
            using OpenDirectory child = Open(parent, item);
            NoteOpaque(child, path);
            if (isSubmodule)
                VisitSubmodule(child, path);
            else
                Walk(child, path, isIgnoredHere, depth);
        }
        catch (FileFault fault) when (fault.Error != Posix.NotFound)
        {
            unread.Add(path);
            Report(path, ViolationKind.Special, $"The directory cannot be read: {fault.Reason}.");
        }
    }

    /// <summary>Opens a directory to read it, and where it is ours, whatever rights a worker has left on it.</summary>
    private OpenDirectory Open(OpenDirectory parent, DirectoryItem item)
    {
        if (Unlocks && (item.Status.Mode & OwnerReads) != OwnerReads)
            parent.Unlock(item.Name);
        return parent.OpenChild(item.Name);
    }

    private void NoteOpaque(OpenDirectory directory, string path)
    {
        if (IsUpper && directory.IsOpaque())
            replaced.Add(path);
    }

    private void Add(OpenDirectory directory, DirectoryItem item, string path, bool isIgnored)
    {
        if (IsUpper)
        {
            replaced.Add(path);
            if (item.Status.IsWhiteout)
                return;
        }

        TreeEntry? known = tree.Find(path);
        if (known is null && !Named.Contains(path) && IsPassedOver(isIgnored || rules.IsIgnored(path, isDirectory: false), path))
        {
            IgnoredFiles?.Add(path, item.Status, isIgnored);
            return;
        }

        if (known is null && IsRefused(item, path))
            return;

        if (item.Status.GitMode == 0)
        {
            Report(path, ViolationKind.Special, $"It is {item.Status.Kind}, which no commit can hold.");
            return;
        }

        if (known is null)
        {
            // Once enough are known, the rest is only counted.
            if (++newFiles > limits.Files)
                return;
            if (EntryNames.Fault(path) is { } fault)
                Report(path, ViolationKind.Name, fault);
        }

        found.Add(new FoundEntry(path, item.Status, known));
    }

    private bool HasNamed(string directory) => Named.Any(path => path.Length > directory.Length && path[directory.Length] == '/' && path.StartsWith(directory, StringComparison.Ordinal));

    private bool IsPassedOver(bool isIgnored, string shown)
    {
        if (isIgnored && ++ignoredCount <= MostIgnored)
            ignored.Add(shown);
        return isIgnored;
    }

    private bool IsRefused(DirectoryItem item, string path)
    {
        if (item.Name == GitName)
        {
            Report(path, ViolationKind.Special, "It makes the directory a repository of its own; the files beside it are captured, its history is not.");
            return true;
        }

        if (!EntryNames.IsGitDirectory(item.Name) && !(item.Status.IsLink && EntryNames.IsGitModules(item.Name)))
            return false;

        Report(path, ViolationKind.Name, "Git takes the name for one of its own on some systems and refuses it; it is not captured.");
        return true;
    }

    private bool IsTooDeep(string path, int depth)
    {
        if (depth <= limits.Depth)
            return false;

        Report(path, ViolationKind.Limit, $"New directories more than {limits.Depth} levels deep are not captured.");
        return true;
    }

    /// <summary>A submodule stays as the base has it. Files in its place would be lost without a word.</summary>
    private void VisitSubmodule(OpenDirectory child, string path)
    {
        if (child.Read().Count > 0)
            Report(path, ViolationKind.Special, "Files were put into a submodule; they are not captured.");
    }

    private void Report(string path, ViolationKind kind, string detail) => violations.Add(new Violation(path, kind, detail));
}
