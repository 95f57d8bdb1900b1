using Errand.Core;

namespace Errand.Jobs.Workspaces;

/// <summary>Refuses what could be anything but a revision before git sees it.</summary>
internal static class RevisionName
{
    /// <summary>The word that stands for the user's uncommitted state. A branch of that name is written <c>heads/dirty</c>.</summary>
    public const string Dirty = "dirty";

    private const int LongestName = 250;

    /// <exception cref="ErrandException">The text is an option, a path, a range, or holds characters that no revision has.</exception>
    public static void Require(string name)
    {
        if (Fault(name) is { } fault)
        {
            string shown = name.Length > 80 ? name[..80] : name;
            throw new ErrandException(ErrorCatalog.RevisionRefused, $"base {Escaping.Quote(shown, '\'')} is refused: {fault}. Example: main, v1.2, HEAD~2 or dirty.");
        }
    }

    private static string? Fault(string name)
    {
        if (name.Length == 0)
            return "it is empty";
        if (name.Length > LongestName)
            return $"it is longer than {LongestName} characters";
        if (name[0] == '-')
            return "a revision does not begin with '-'";
        if (name[0] == '/' || name.StartsWith("./", StringComparison.Ordinal))
            return "it looks like a path";
        if (name.Contains("..", StringComparison.Ordinal))
            return "'..' names a range or a path, not one commit";
        if (name.Any(character => char.IsControl(character) || char.IsWhiteSpace(character) || char.IsSurrogate(character)))
            return "it holds a space or a control character";
        if (name.AsSpan().ContainsAny(":?*[\\"))
            return "it holds one of the characters : ? * [ \\";
        return name[0] == '^' ? "'^' at the beginning leaves a commit out" : null;
    }
}
