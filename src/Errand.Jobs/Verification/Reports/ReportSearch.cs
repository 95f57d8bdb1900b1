using System.Text;
using Errand.Jobs.Git;
using Errand.Jobs.Workspaces.Files;

namespace Errand.Jobs.Verification.Reports;

/// <summary>
/// Finds files with names of reports: <c>*.trx</c>, <c>TEST-*.xml</c>, <c>junit*.xml</c>, and XML below a directory <c>test-results</c>. Links are not followed. It runs after every check that
/// prints no counts, over whatever tree that is, so it asks nothing about a file but its name.
/// </summary>
internal sealed class ReportSearch
{
    private const int MostEntries = 500_000;
    private const int MostFiles = 2_000;
    private const int Deepest = 64;

    private readonly List<string> found = [];
    private int looked;

    /// <summary>Their paths, ordered; the first ones if there are too many.</summary>
    public static IReadOnlyList<string> In(OpenDirectory root)
    {
        var search = new ReportSearch();
        search.Walk(root, "", isBelowResults: false, depth: 0);
        search.found.Sort(StringComparer.Ordinal);
        return search.found;
    }

    private void Walk(OpenDirectory directory, string path, bool isBelowResults, int depth)
    {
        foreach ((string name, bool isDirectory) in directory.ReadWanted((name, isDirectory) => IsWanted(name, isDirectory, isBelowResults)))
        {
            if (!isDirectory)
            {
                if (found.Count < MostFiles)
                    found.Add(GitPath.Join(path, name));
                continue;
            }

            if (depth < Deepest)
                WalkInto(directory, name, GitPath.Join(path, name), isBelowResults || name == "test-results", depth + 1);
        }
    }

    private void WalkInto(OpenDirectory parent, string name, string path, bool isBelowResults, int depth)
    {
        try
        {
            using OpenDirectory child = parent.OpenChild(name);
            Walk(child, path, isBelowResults, depth);
        }
        catch (FileFault)
        {
            // What cannot be read has no report that could be.
            return;
        }
    }

    private bool IsWanted(ReadOnlySpan<byte> name, bool isDirectory, bool isBelowResults)
    {
        if (++looked > MostEntries)
            return false;
        return isDirectory ? !name.SequenceEqual("node_modules"u8) && !name.SequenceEqual(".git"u8) : IsReport(name, isBelowResults);
    }

    private static bool IsReport(ReadOnlySpan<byte> name, bool isBelowResults)
    {
        if (name.Length <= 4 || name[^4] != (byte)'.')
            return false;
        if (Ascii.EqualsIgnoreCase(name[^4..], ".trx"u8))
            return true;
        return Ascii.EqualsIgnoreCase(name[^4..], ".xml"u8)
            && (isBelowResults || name.StartsWith("TEST-"u8) || name.Length > 5 && Ascii.EqualsIgnoreCase(name[..5], "junit"u8));
    }
}
