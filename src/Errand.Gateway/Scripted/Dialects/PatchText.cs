using System.Text;

namespace Errand.Gateway.Scripted;

/// <summary>Patches in the form that Codex applies.</summary>
internal static class PatchText
{
    /// <summary>Whether a patch can make this content: it always ends the last line.</summary>
    public static bool CanHold(string text) => text.EndsWith('\n') && !text.Contains('\r', StringComparison.Ordinal);

    public static string Add(string path, string text) => Wrap($"*** Add File: {path}\n{Lines('+', text)}");

    public static string Update(string path, string old, string replacement) =>
        Wrap($"*** Update File: {path}\n@@\n{Lines('-', old)}{Lines('+', replacement)}");

    /// <summary>A shell command that applies a patch; Codex recognizes this very form and reports a file change instead of a command.</summary>
    // No line of a patch can be the end mark, because each begins with a mark of its own.
    public static string Command(string patch) => $"apply_patch <<'EOF'\n{patch}\nEOF\n";

    private static string Wrap(string body) => $"*** Begin Patch\n{body}*** End Patch";

    private static string Lines(char mark, string text)
    {
        var marked = new StringBuilder();
        if (text.Length == 0)
            return "";

        foreach (var line in (text.EndsWith('\n') ? text[..^1] : text).Split('\n'))
            marked.Append(mark).Append(line).Append('\n');
        return marked.ToString();
    }
}
