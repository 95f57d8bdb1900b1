namespace Errand.Gateway.Scripted;

/// <summary>Texts for a POSIX shell.</summary>
internal static class ShellText
{
    public static string Quote(string text) => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    /// <summary>A command that makes a file with exactly this content, and the directory for it.</summary>
    public static string WriteFile(string path, string text)
    {
        var directory = Path.GetDirectoryName(path) is { Length: > 0 } parent ? $"mkdir -p -- {Quote(parent)} && " : "";
        return $"{directory}printf '%s' {Quote(text)} > {Quote(path)}";
    }

    public static string ReadFile(string path) => $"cat -- {Quote(path)}";
}
