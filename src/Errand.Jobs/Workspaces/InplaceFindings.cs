using Errand.Core;
using Errand.Jobs.Git;
using Errand.Jobs.Workspaces.Capture;
using Errand.Jobs.Workspaces.Files;
using Errand.Jobs.Workspaces.Ignore;

namespace Errand.Jobs.Workspaces;

/// <summary>What is on disk in the user's tree.</summary>
/// <param name="Files">Files and links, tracked or not, without ignored ones.</param>
/// <param name="LeftOut">Paths that no commit can hold or that are too large; they are no part of a job's work.</param>
/// <param name="Warnings">What has to be said about them.</param>
internal sealed record InplaceFindings(IReadOnlyList<InplaceFile> Files, IReadOnlyList<string> LeftOut, IReadOnlyList<string> Warnings)
{
    /// <summary>Ignored files, as many as are looked at.</summary>
    public IReadOnlyList<IgnoredFile> Ignored { get; private init; } = [];

    /// <summary>The paths of the files.</summary>
    public IReadOnlySet<string> Paths { get; } = Files.Select(file => file.Entry.Path).ToHashSet();

    /// <exception cref="FileFault">The root cannot be read.</exception>
    public static InplaceFindings Of(string path, BaseTree tracked, WorkspaceRecord record, CaptureLimits limits)
    {
        using OpenDirectory root = OpenDirectory.Open(path);
        var walk = new TreeWalk(tracked, new IgnoreRules(record.IgnoreFiles), limits) { ReadsIgnoreFiles = true, IgnoredFiles = new IgnoredFiles() };
        walk.Run(root);

        List<string> leftOut = [.. walk.Violations.Where(violation => violation.Kind != ViolationKind.Name || IsRefused(violation.Path)).Select(LeftOutPath)];
        var files = new List<InplaceFile>();
        long bytes = 0;
        using var cursor = new DirectoryCursor(root);
        foreach (FoundEntry entry in walk.Found.Where(entry => !IsBelow(entry.Path, leftOut)))
        {
            if (Examine(cursor, entry, record.ModeOf(entry), record.Format) is not { } file
                || !file.IsStored && (entry.Status.Size > limits.FileBytes || (bytes += entry.Status.Size) > limits.Bytes))
            {
                leftOut.Add(entry.Path);
                continue;
            }

            files.Add(file);
        }

        return new InplaceFindings(files, leftOut, Describe(leftOut, tracked)) { Ignored = walk.IgnoredFiles.Files };
    }

    private static InplaceFile? Examine(DirectoryCursor cursor, FoundEntry entry, int mode, ObjectFormat format)
    {
        try
        {
            OpenDirectory parent = cursor.ParentOf(entry.Path, out string name);
            string? id = mode == FileModes.Link ? BlobHasher.Hash(parent.ReadLink(name), format) : FileContent.Hash(parent, name, format);
            return id is null ? null : new InplaceFile(new TreeEntry(entry.Path, mode, id), entry.Status.Stamp, entry.Base?.Id == id);
        }
        catch (FileFault)
        {
            return null;
        }
    }

    /// <summary>A nested repository is left out as a whole, as git itself does.</summary>
    private static string LeftOutPath(Violation violation) =>
        violation.Path.EndsWith("/.git", StringComparison.Ordinal) ? GitPath.DirectoryOf(violation.Path) : violation.Path;

    private static bool IsRefused(string path) => EntryNames.IsGitDirectory(path[(path.LastIndexOf('/') + 1)..]);

    private static bool IsBelow(string path, List<string> directories) =>
        directories.Exists(directory => path.Length > directory.Length && path[directory.Length] == '/' && path.StartsWith(directory, StringComparison.Ordinal));

    private static List<string> Describe(List<string> leftOut, BaseTree tracked)
    {
        var warnings = new List<string>();
        string[] submodules = [.. tracked.Entries.Where(entry => entry.Mode == FileModes.Submodule).Select(entry => entry.Path)];
        string[] others = [.. leftOut.Except(submodules)];
        if (others.Length > 0)
            warnings.Add($"{WorkspaceWarnings.Count(others.Length, "path is", "paths are")} not watched, being a repository of its own, too large or unreadable: {Names(others)}.");
        if (submodules.Length > 0)
            warnings.Add($"Changes inside {WorkspaceWarnings.Count(submodules.Length, "submodule are", "submodules are")} not captured: {Names(submodules)}.");
        return warnings;
    }

    private static string Names(IEnumerable<string> paths) => WorkspaceWarnings.Names([.. paths.Select(path => Escaping.Quote(path, '\''))]);
}
