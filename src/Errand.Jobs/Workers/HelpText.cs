using System.Text.RegularExpressions;

namespace Errand.Jobs.Workers;

/// <summary>Reads the help of a command-line program.</summary>
internal static partial class HelpText
{
    /// <summary>The long flags that have a line of their own; flags that are only mentioned in a sentence do not count.</summary>
    public static HashSet<string> Flags(string help) =>
        [.. OptionLine().Matches(help).SelectMany(line => LongFlag().Matches(line.Value)).Select(flag => flag.Value)];

    // "  -c, --config <key=value>   Text": two spaces or more, or the end of the line, end the option and begin its text.
    [GeneratedRegex(@"^ +-.*?(?=  |$)", RegexOptions.Multiline)]
    private static partial Regex OptionLine();

    [GeneratedRegex(@"(?<=[ ,]|^)--[A-Za-z][A-Za-z0-9-]*", RegexOptions.None)]
    private static partial Regex LongFlag();
}
