using System.Runtime.InteropServices;

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

    /// <summary>
    /// Name of a variable in <see cref="Environment"/> whose value no other run has. Whatever carries it belongs to this run, however far
    /// it detached. Null = the run's processes are found by their parents and their session alone.
    /// </summary>
    public string? MarkerVariable { get; init; }

    /// <summary>
    /// What the process finds open as descriptors 3, 4, …, in this order; at most 24. Whoever made them disposes them, once the process was started.
    /// </summary>
    public IReadOnlyList<SafeHandle> Inherited { get; init; } = [];

    /// <summary>
    /// How many processes stand between the one that is started and the program that is meant, each the only child of the one above; an interrupt
    /// goes to that program. Default 0: it is the one that is started.
    /// </summary>
    public int Wrappers { get; init; }
}
