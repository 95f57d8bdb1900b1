using System.Runtime.CompilerServices;

namespace Errand.Testing;

/// <summary>
/// Compares what a stranger can see with a committed copy, so that a change of it is a visible difference in review. A mismatch leaves
/// what was seen as <c>*.received.txt</c>, which git ignores. To accept it, move it over the file that the message names, or run the test
/// again with <c>ERRAND_APPROVE=1</c>, which writes what is seen into the approved files.
/// </summary>
public static class Approved
{
    private const string Generated = "<!-- generated: ";
    private const string End = "<!-- end -->";

    /// <summary>The text must equal <c>NAME.approved.txt</c> beside the test.</summary>
    public static void Equal(string text, string name, [CallerFilePath] string testFile = "")
    {
        // A build that hides the machine's paths leaves only what is below the root: /_/tests/….
        int tests = testFile.Replace('\\', '/').LastIndexOf("/tests/", StringComparison.Ordinal);
        string directory = Path.GetDirectoryName(Path.Combine(ToolPaths.Repository, testFile[(tests + 1)..]))!;
        Compare(Path.Combine(directory, $"{name}.approved.txt"), Path.Combine(directory, $"{name}.received.txt"), text.TrimEnd('\n') + "\n");
    }

    /// <summary>The text must equal what stands in a document between <c>&lt;!-- generated: SECTION --&gt;</c> and <c>&lt;!-- end --&gt;</c>.</summary>
    /// <param name="document">The document's path below the repository's root.</param>
    /// <param name="section">The section's name.</param>
    /// <param name="text">What should stand there.</param>
    public static void Section(string document, string section, string text)
    {
        string path = Path.Combine(ToolPaths.Repository, document);
        string content = File.ReadAllText(path);
        string marker = $"{Generated}{section} -->\n";
        int start = content.IndexOf(marker, StringComparison.Ordinal) + marker.Length;
        int end = content.IndexOf(End, start, StringComparison.Ordinal);
        if (start < marker.Length || end < 0)
            throw new ApprovalException($"{document} has no section '{section}' between '{marker.Trim()}' and '{End}'.");

        Compare(path, $"{path}.received.txt", string.Concat(content.AsSpan(0, start), text.TrimEnd('\n'), "\n", content.AsSpan(end)));
    }

    /// <summary>The text must equal a whole file.</summary>
    /// <param name="document">The file's path below the repository's root.</param>
    /// <param name="text">What should stand there.</param>
    public static void Document(string document, string text)
    {
        string path = Path.Combine(ToolPaths.Repository, document);
        Compare(path, $"{path}.received.txt", text.TrimEnd('\n') + "\n");
    }

    private static void Compare(string approvedPath, string receivedPath, string received)
    {
        string approved = File.Exists(approvedPath) ? File.ReadAllText(approvedPath) : "";
        bool isAccepted = Environment.GetEnvironmentVariable("ERRAND_APPROVE") == "1";
        if (isAccepted && approved != received)
            File.WriteAllText(approvedPath, received);
        if (isAccepted || approved == received)
        {
            File.Delete(receivedPath);
            return;
        }

        File.WriteAllText(receivedPath, received);
        string[] approvedLines = approved.Split('\n');
        string[] receivedLines = received.Split('\n');
        int line = 0;
        while (line < Math.Min(approvedLines.Length, receivedLines.Length) && approvedLines[line] == receivedLines[line])
            line++;
        throw new ApprovalException(
            $"'{approvedPath}' differs from line {line + 1} on.\nApproved: {approvedLines.ElementAtOrDefault(line)}\nReceived: {receivedLines.ElementAtOrDefault(line)}\n" +
            $"To accept: mv '{receivedPath}' '{approvedPath}', or run the test with ERRAND_APPROVE=1.");
    }
}

/// <summary>What was seen is not what was approved.</summary>
public sealed class ApprovalException(string message) : Exception(message);
