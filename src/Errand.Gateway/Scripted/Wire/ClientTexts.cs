using System.Text.RegularExpressions;

namespace Errand.Gateway.Scripted;

/// <summary>What clients tell the model in the user's name. Behind a gateway any client may speak any protocol, so all of it is known everywhere.</summary>
internal static partial class ClientTexts
{
    /// <summary>The user's own words.</summary>
    public static string Without(string text) => ClientText().Replace(text, "").Trim();

    /// <summary>Where the client says that it works; null = this text does not tell.</summary>
    public static string? WorkingDirectoryIn(string text) => DirectoryLine().Match(text) is { Success: true } line ? line.Groups[1].Value.Trim() : null;

    [GeneratedRegex(@"<(system-reminder|environment_context|user_instructions|turn_aborted|subagent_notification)>.*?</\1>|# AGENTS\.md instructions.*?</INSTRUCTIONS>", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex ClientText();

    [GeneratedRegex(@"(?:[Ww]orking directory: *|<cwd>)(/[^\r\n<]*)", RegexOptions.CultureInvariant)]
    private static partial Regex DirectoryLine();
}
