using System.Text.RegularExpressions;
using Errand.Core;

namespace Errand.Jobs.Verification;

/// <summary>Files of the base that the commands of checks themselves name: scripts that check, and references that something is compared with.</summary>
internal static partial class CheckFiles
{
    private static readonly string[] Interpreters = ["sh", "bash", "dash", "zsh", "node", "python", "python3", "ruby", "perl", "php", "deno", "bun", "tsx", "ts-node", "."];

    private static readonly string[] Comparers = ["diff", "cmp", "sha256sum", "md5sum", "sha1sum"];

    /// <summary>The paths and their classes.</summary>
    /// <param name="checks">The checks.</param>
    /// <param name="files">All files of the base.</param>
    public static Dictionary<string, ProtectedClass> Of(IEnumerable<CheckSpec> checks, IReadOnlySet<string> files)
    {
        var found = new Dictionary<string, ProtectedClass>();
        foreach (string command in checks.SelectMany(check => Separators().Split(check.Command)))
        {
            string[] words = [.. command.Split([' ', '\t', '\n', '<', '>', '(', ')'], StringSplitOptions.RemoveEmptyEntries).Select(word => word.Trim('\'', '"')).SkipWhile(word => word.Contains('='))];
            if (words.Length == 0)
                continue;

            if (Array.IndexOf(Comparers, words[0]) >= 0)
            {
                foreach (string word in words[1..].Select(Plain).Where(files.Contains))
                    found[word] = ProtectedClass.Tests;
            }

            string? script = Array.IndexOf(Interpreters, words[0]) >= 0 ? words[1..].FirstOrDefault(word => word[0] != '-') : words[0];
            if (script is not null && files.Contains(Plain(script)) && CheckerName().IsMatch(Plain(script)))
                found[Plain(script)] = ProtectedClass.Config;
        }

        return found;
    }

    private static string Plain(string word) => word.Begins("./") ? word[2..] : word;

    [GeneratedRegex(@"&&|\|\||[;|\n]", RegexOptions.NonBacktracking)]
    private static partial Regex Separators();

    /// <summary>A name that says that the program checks; any other may be the work itself.</summary>
    [GeneratedRegex(@"(^|[/._-])(run)?(test|tests|check|checks|verify|lint|ci|validate|coverage|spec|specs|assert|smoke|e2e)([/._-]|s?$)", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex CheckerName();
}
