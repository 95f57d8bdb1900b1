using System.Security.Cryptography;
using System.Text;
using Errand.Core;
using Errand.Jobs.Requests;
using Errand.Jobs.Workspaces.Files;

namespace Errand.Jobs.Verification;

/// <summary>Files of a host's that judge work and that the worker never sees: kept with the job, laid over the tree that hidden checks run on.</summary>
public static class HiddenFiles
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

    /// <summary>
    /// Puts the files into a tree that was written for checks, in place of what it has there. They are never made objects of git: a worker's clone borrows the
    /// job's objects. A link of the worker's where a directory has to be is replaced, not followed.
    /// </summary>
    internal static void LayOver(string directory, string tree)
    {
        FileFaults.Guard(tree, () =>
        {
            foreach (string file in Files(directory))
            {
                string parent = tree;
                string[] names = Path.GetRelativePath(directory, file).Split(Path.DirectorySeparatorChar);
                foreach (string name in names[..^1])
                {
                    parent = Path.Combine(parent, name);
                    var there = new FileInfo(parent);
                    if (there.LinkTarget is not null || there.Exists)
                        there.Delete();
                    Directory.CreateDirectory(parent);
                }

                string target = Path.Combine(parent, names[^1]);
                if (new FileInfo(target).LinkTarget is null && Directory.Exists(target))
                    TreeRemoval.Remove(target);
                File.Delete(target);
                File.Copy(file, target);
            }
        });
    }

    /// <summary>A name for the files with their content, for results that depend on them.</summary>
    internal static string Fingerprint(string directory) => FileFaults.Guard(directory, () =>
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string file in Files(directory))
        {
            byte[] content = File.ReadAllBytes(file);
            hash.AppendData(Encoding.UTF8.GetBytes($"{Path.GetRelativePath(directory, file)}\0{File.GetUnixFileMode(file)}\0{content.Length}\0"));
            hash.AppendData(content);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    });

    private static IEnumerable<string> Files(string directory) => Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal);
}
