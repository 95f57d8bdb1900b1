using System.Text.RegularExpressions;

namespace Errand.Jobs.Workers;

/// <summary>
/// The names that workers give their sessions. They come back as arguments and variables, and whatever a worker starts can print one in its place:
/// only what can be nothing but a name is taken.
/// </summary>
internal static partial class SessionIds
{
    /// <summary>The session that a line names; null = it names none, or none that can be used.</summary>
    public static string? SessionId(this JsonFields line, string name) => line.Text(name) is { } id && Usable().IsMatch(id) ? id : null;

    [GeneratedRegex("^[A-Za-z0-9_][A-Za-z0-9_.:-]{0,127}\\z")]
    private static partial Regex Usable();
}
