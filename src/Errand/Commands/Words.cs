using System.CommandLine;

namespace Errand.Commands;

/// <summary>Makes options and arguments that read one way in every command. All values are texts: <see cref="Bind"/> gives better reasons than a parser can.</summary>
internal static class Words
{
    public static Option<bool> Flag(string name, string description) => new(name) { Description = description };

    public static Option<string?> Value(string name, string placeholder, string description) => new(name) { Description = description, HelpName = placeholder };

    /// <summary>An option that may be given again and again.</summary>
    public static Option<string[]> Values(string name, string placeholder, string description) =>
        new(name) { Description = description, HelpName = placeholder, DefaultValueFactory = _ => [], Arity = ArgumentArity.OneOrMore };

    /// <summary>Why something is decided; the journal keeps it.</summary>
    public static Option<string?> Why() => Value("--why", "TEXT", "Why, in your words; the job's story keeps it.");

    public static Argument<string> Id() => new("ID") { Description = "A job, such as j7." };

    public static Argument<string[]> Ids() => new("ID") { Description = "Jobs, such as j7.", Arity = ArgumentArity.OneOrMore };
}
