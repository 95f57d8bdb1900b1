using System.CommandLine;

namespace Errand.Commands;

/// <summary>The parser forgets the empty value of <c>--key=</c> and takes the next word for it. As a word of its own the value stays what it is.</summary>
internal static class EmptyValues
{
    /// <summary>The command line with an empty word behind every option that is given with an empty value.</summary>
    /// <param name="words">The command line.</param>
    /// <param name="root">All commands.</param>
    public static string[] Keep(IReadOnlyList<string> words, Command root)
    {
        if (!words.Any(word => word is ['-', .., '=']))
            return [.. words];

        HashSet<string> names = [.. ValueOptions(root).SelectMany(option => (IEnumerable<string>)[option.Name, .. option.Aliases])];
        var kept = new List<string>();
        bool isLiteral = false;
        foreach (string word in words)
        {
            isLiteral |= word == "--";
            if (!isLiteral && word is ['-', .., '='] && names.Contains(word[..^1]))
                kept.AddRange([word[..^1], ""]);
            else
                kept.Add(word);
        }

        return [.. kept];
    }

    private static IEnumerable<Option> ValueOptions(Command command) =>
        command.Options.Where(option => option.Arity.MinimumNumberOfValues > 0).Concat(command.Subcommands.SelectMany(ValueOptions));
}
