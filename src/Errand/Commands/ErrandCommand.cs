using System.CommandLine;

namespace Errand.Commands;

/// <summary>A verb: binds its words, calls the engine and shapes the answer. Rules about jobs are never here.</summary>
internal abstract class ErrandCommand : Command
{
    /// <param name="context">What it works with.</param>
    /// <param name="name">The verb.</param>
    /// <param name="description">What it does, for its help.</param>
    /// <param name="examples">Command lines that show its use, without the prompt.</param>
    protected ErrandCommand(CommandContext context, string name, string description, params IReadOnlyList<string> examples)
        : base(name, description)
    {
        Context = context;
        Examples = examples;
        SetAction(async (line, cancellationToken) => (int)await RunAsync(line, cancellationToken));
    }

    /// <summary>Command lines for the help.</summary>
    public IReadOnlyList<string> Examples { get; }

    protected CommandContext Context { get; }

    /// <summary>Does it.</summary>
    /// <param name="line">The command line, already without errors of form.</param>
    /// <param name="cancellationToken">The user interrupts the program. Jobs go on.</param>
    protected abstract Task<ExitCode> RunAsync(ParseResult line, CancellationToken cancellationToken);
}
