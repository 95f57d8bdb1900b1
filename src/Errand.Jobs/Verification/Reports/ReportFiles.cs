using System.Xml;
using Errand.Jobs.Git;
using Errand.Jobs.Verification.Counting;
using Errand.Jobs.Verification.Naming;
using Errand.Jobs.Workspaces.Files;

namespace Errand.Jobs.Verification.Reports;

/// <summary>
/// Counts the reports that a run has left in its tree. Only files that changed after the run began count, by their change time, which no program can set. All of it is bounded, and what
/// cannot be read is no report.
/// </summary>
internal static class ReportFiles
{
    private const int LongestFile = 16 << 20;
    private const long MostBytes = 64L << 20;

    /// <summary>The file system's time now.</summary>
    /// <param name="file">A file that was just made.</param>
    public static FileStamp Now(string file)
    {
        using OpenDirectory directory = OpenDirectory.Open(Path.GetDirectoryName(file)!);
        return directory.Status(Path.GetFileName(file))?.Stamp ?? default;
    }

    /// <summary>What the reports count, and the names in them.</summary>
    /// <param name="directories">The tree that the check ran on, or the layers that took what it made there.</param>
    /// <param name="begun">When it began.</param>
    /// <param name="names">Takes the names.</param>
    /// <returns>Null = it left no report.</returns>
    public static TestCounts? Read(IReadOnlyList<string> directories, FileStamp begun, TestNames names)
    {
        TestCounts? sum = null;
        try
        {
            long left = MostBytes;
            foreach (string directory in directories)
            {
                using OpenDirectory root = OpenDirectory.OpenRoot(directory);
                foreach (string path in ReportSearch.In(root))
                {
                    if (left <= 0 || ReadFile(root, path, begun) is not { } content)
                        continue;
                    left -= content.Length;
                    if (Count(content, names) is { } counts)
                        sum = sum is null ? counts : sum + counts;
                }
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // What was found until here was there.
            return sum;
        }

        return sum;
    }

    private static byte[]? ReadFile(OpenDirectory root, string path, FileStamp begun)
    {
        try
        {
            using OpenDirectory parent = root.OpenParent(path, out string name);
            return parent.Status(name) is { IsFile: true } status && begun.IsBefore(status.Stamp.Seconds, status.Stamp.Nanoseconds) ? FileContent.Read(parent, name, LongestFile) : null;
        }
        catch (FileFault)
        {
            return null;
        }
    }

    private static TestCounts? Count(byte[] content, TestNames names)
    {
        var report = new ReportReader();
        try
        {
            report.Read(content);
        }
        catch (XmlException)
        {
            return null;
        }

        foreach ((string name, bool hasPassed) in report.Names)
            names.Add(name, hasPassed);
        return report.Counts;
    }
}
