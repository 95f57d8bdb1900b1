using System.Text;
using Errand.Jobs.Git;

namespace Errand.Jobs.Workspaces.Capture;

/// <summary>Names that are an attack or an accident, judged for all file systems: the patch may be applied on another one than this.</summary>
internal static class EntryNames
{
    /// <summary>
    /// Whether git, here or on macOS or Windows, would take the name for its own directory: <c>.git</c> in any letter case, with invisible
    /// characters, with trailing dots and spaces, with a stream name, or as the short name <c>git~1</c>. Git refuses such a tree.
    /// </summary>
    public static bool IsGitDirectory(string name) =>
        IsNamed(WithoutInvisible(name), ".git") || name.Split('\\').Any(static part => IsOnNtfs(part, ".git") || IsOnNtfs(part, "git~1"));

    /// <summary>Whether git refuses a link of that name, since it reads the file: <c>.gitmodules</c> and its disguises.</summary>
    public static bool IsGitModules(string name) =>
        WithoutInvisible(name).StartsWith(".gitmodules", StringComparison.OrdinalIgnoreCase)
        || name.Split('\\').Any(static part =>
            part.StartsWith(".gitmodules", StringComparison.OrdinalIgnoreCase)
            || part.StartsWith("gitmod~", StringComparison.OrdinalIgnoreCase)
            || part.StartsWith("gi7eb", StringComparison.OrdinalIgnoreCase));

    /// <summary>What is wrong with a name that can still be captured; null = nothing. Line ends and tabs are allowed.</summary>
    public static string? Fault(string name)
    {
        if (GitPath.HasEscapes(name))
            return "The name is not valid UTF-8.";

        return name.Any(static character => char.IsControl(character) && character is not ('\n' or '\t'))
            ? "The name holds a control character."
            : null;
    }

    private static bool IsNamed(string name, string special) => name.Equals(special, StringComparison.OrdinalIgnoreCase);

    private static bool IsOnNtfs(string part, string special) =>
        part.StartsWith(special, StringComparison.OrdinalIgnoreCase) && part[special.Length..].TrimStart(' ', '.') is "" or [':', ..];

    /// <summary>What HFS+ compares: without the characters that it does not see, and without anything after a byte that is no UTF-8.</summary>
    private static string WithoutInvisible(string name)
    {
        var text = new StringBuilder(name.Length);
        foreach (char character in name)
        {
            if (char.IsLowSurrogate(character) && (text.Length == 0 || !char.IsHighSurrogate(text[^1])))
                break;

            if (character is not ((>= '\u200c' and <= '\u200f') or (>= '\u202a' and <= '\u202e') or (>= '\u206a' and <= '\u206f') or '\ufeff'))
                text.Append(character);
        }

        return text.ToString();
    }
}
