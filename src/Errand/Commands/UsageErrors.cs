using System.CommandLine;
using System.CommandLine.Parsing;
using Errand.Core;

namespace Errand.Commands;

/// <summary>What is wrong with the form of a command line, in our words: the word, the reason, what was probably meant.</summary>
internal static class UsageErrors
{
    /// <summary>The first thing that is wrong; null = nothing.</summary>
    public static ErrandException? Find(ParseResult line) => UnknownWord(line) ?? DashedArgument(line) ?? Other(line);

    private static ErrandException? UnknownWord(ParseResult line)
    {
        if (line.UnmatchedTokens is not [var word, ..])
            return null;

        Command command = line.CommandResult.Command;
        if (word.StartsWith('-'))
            return NoOption(command, word);
        if (command is RootCommand)
        {
            string[] verbs = [.. command.Subcommands.Where(verb => !verb.Hidden).Select(verb => verb.Name)];
            return Refuse($"{Escaping.Quote(word, 80)} is no command.{Nearest.Suggest(word, verbs)} Commands: {string.Join(", ", verbs)}.", command);
        }

        string advice = command is RunCommand ? " Put the whole task into one pair of quotes." : "";
        return Refuse($"{Escaping.Quote(word, 80)} is one word too many.{advice}", command);
    }

    /// <summary>
    /// The parser takes a misspelled option for an argument, and a job would be started with the task <c>--detahc</c>. So an argument that begins
    /// with a dash must stand behind <c>--</c>.
    /// </summary>
    private static ErrandException? DashedArgument(ParseResult line)
    {
        if (line.Tokens.Any(token => token.Type == TokenType.DoubleDash))
            return null;

        Token? dashed = line.CommandResult.Children.OfType<ArgumentResult>()
            .SelectMany(argument => argument.Tokens)
            .FirstOrDefault(token => token.Value is ['-', _, ..]);
        return dashed is null ? null : NoOption(line.CommandResult.Command, dashed.Value);
    }

    private static ErrandException? Other(ParseResult line) =>
        line.Errors is [var error, ..] ? Refuse($"{Escaping.Escape(error.Message).TrimEnd('.')}.", line.CommandResult.Command) : null;

    private static ErrandException NoOption(Command command, string word)
    {
        string[] options = [.. command.Options.SelectMany(option => (IEnumerable<string>)[option.Name, .. option.Aliases])];
        string name = word.Split('=', 2)[0];
        return Refuse($"{Escaping.Quote(word, 80)} is no option of {NameOf(command)}.{Nearest.Suggest(name, options)} To give it as a value, put it behind '--'.", command);
    }

    private static ErrandException Refuse(string sentence, Command command) => new(ErrorCatalog.InvalidArgument, $"{sentence} See {NameOf(command)} --help.");

    private static string NameOf(Command command) => command switch
    {
        RootCommand => "errand",
        _ when command.Parents.OfType<Command>().FirstOrDefault() is { } parent => $"{NameOf(parent)} {command.Name}",
        _ => $"errand {command.Name}",
    };
}
