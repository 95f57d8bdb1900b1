using Errand.Core;
using Errand.Jobs.Git;
using Errand.Jobs.Requests;
using Errand.Jobs.Workspaces.Files;

namespace Errand.Jobs.Verification;

/// <summary>Files of a host's that judge work and that the worker never sees: kept with the job, laid over the tree that hidden checks run on.</summary>
public sealed class HiddenFiles(TreeObjects objects)
{
    private const int MostFiles = 1_000;
    private const long MostBytes = 64L << 20;
    private const string Example = "/home/me/judging";

    /// <summary>Copies a host's directory to where a job keeps it.</summary>
    /// <param name="from">The directory, an absolute path.</param>
    /// <param name="to">Where to; it is made.</param>
    /// <exception cref="ErrandException">There is no such directory, or it holds more than it may, or anything but files and directories.</exception>
    public static void Copy(string from, string to)
    {
        if (!Directory.Exists(from))
            throw RequestValidator.Refused("hidden files", from, "there is no such directory", Example);

        long bytes = 0;
        int count = 0;
        foreach (FileSystemInfo entry in new DirectoryInfo(from).EnumerateFileSystemInfos("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = false }))
        {
            if (entry.LinkTarget is not null)
                throw RequestValidator.Refused("hidden files", entry.FullName, "it is a symbolic link", "a directory of plain files");
            if (entry is not FileInfo file)
                continue;

            bytes += file.Length;
            if (++count > MostFiles || bytes > MostBytes)
                throw RequestValidator.Refused("hidden files", from, $"it holds more than {MostFiles:N0} files or {MostBytes >> 20} MiB", Example);

            string target = Path.Combine(to, Path.GetRelativePath(from, file.FullName));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            file.CopyTo(target);
        }
    }

    /// <summary>A tree with the files in it, in place of what it has there.</summary>
    /// <returns>The tree's full name; the given one when there are no files.</returns>
    internal async Task<string> LayOverAsync(JobRepository repository, string tree, string directory, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(directory))
            return tree;

        var edits = new List<TreeEntry>();
        foreach (string file in Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            byte[] content = await FileFaults.Guard(file, () => File.ReadAllBytesAsync(file, cancellationToken));
            bool isExecutable = (File.GetUnixFileMode(file) & UnixFileMode.UserExecute) != 0;
            edits.Add(new TreeEntry(Path.GetRelativePath(directory, file), isExecutable ? FileModes.Executable : FileModes.Regular, await objects.WriteAsync(repository, content, cancellationToken)));
        }

        return edits.Count == 0 ? tree : await objects.ComposeAsync(repository, tree, edits, cancellationToken);
    }
}
