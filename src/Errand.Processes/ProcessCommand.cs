namespace Errand.Processes;

/// <summary>A program to run: an argument list, never a command string, and a complete environment, never an inherited one.</summary>
/// <param name="FileName">Absolute path of the program, or a name that is looked up in <c>PATH</c> of <see cref="Environment"/>.</param>
/// <param name="Arguments">Its arguments, without the program's own name.</param>
public sealed record ProcessCommand(string FileName, IReadOnlyList<string> Arguments)
{
    /// <summary>Absolute path of the directory to start in.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>All variables of the new process.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>What the process reads on its standard input, which is then closed. Default: nothing.</summary>
    public ReadOnlyMemory<byte> StandardInput { get; init; }
}
