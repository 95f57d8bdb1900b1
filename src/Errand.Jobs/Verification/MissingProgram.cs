namespace Errand.Jobs.Verification;

/// <summary>What a shell says of a program that it cannot start.</summary>
/// <param name="Name">The program, as the command named it.</param>
/// <param name="IsForbidden">Whether it is there but may not be run.</param>
internal sealed record MissingProgram(string Name, bool IsForbidden)
{
    private const string Denied = ": Permission denied";

    /// <summary>Programs that start others and say so when they cannot.</summary>
    private static readonly HashSet<string> Launchers =
    [
        "ash", "asdf", "bash", "busybox", "dash", "env", "gmake", "make", "mise", "nice", "nodenv", "pyenv", "rbenv", "sh", "timeout", "xargs",
    ];

    /// <summary>Endings of the message behind the program's name, in dash, bash, make and env.</summary>
    private static readonly string[] Endings =
    [
        ": command not found", ": Command not found", ": not found", ": No such file or directory", ": bad interpreter: No such file or directory",
        ": cannot execute: required file not found", Denied,
    ];

    /// <summary>
    /// Reads <c>sh: 1: pytest: not found</c>, <c>/bin/sh: line 3: pytest: command not found</c>, <c>make: pytest: No such file or directory</c>,
    /// <c>/usr/bin/env: 'node': No such file or directory</c> or <c>sh: 1: ./run.sh: Permission denied</c>; null for any other line.
    /// </summary>
    public static MissingProgram? Find(string line)
    {
        if (line.Length > 1_000)
            return null;
        if (line.Begins("zsh: command not found: "))
            return new MissingProgram(line["zsh: command not found: ".Length..], IsForbidden: false);

        string? ending = Array.Find(Endings, ending => line.Ends(ending));
        if (ending is null)
            return null;

        string[] parts = line[..^ending.Length].Split(": ");
        if (parts.Length < 2 || !IsLauncher(parts[0]))
            return null;

        // Between the shell and the program stands where in the script the shell was; a bad interpreter stands behind its script.
        int program = 1;
        while (program < parts.Length - 1 && IsPlace(parts[program]))
            program++;
        string name = parts[program].Trim('\'', '"', '‘', '’', '`');

        // A shell that may not look into a directory of PATH says the same of a program that is nowhere.
        bool isForbidden = ending == Denied && name.Contains('/', StringComparison.Ordinal);
        return name.Length == 0 ? null : new MissingProgram(name, isForbidden);
    }

    private static bool IsLauncher(string text)
    {
        string name = text[(text.LastIndexOf('/') + 1)..];
        int bracket = name.IndexOf('[', StringComparison.Ordinal);
        name = bracket > 0 ? name[..bracket] : name;
        return Launchers.Contains(name) || name.Ends(".sh");
    }

    /// <summary><c>1</c> or <c>line 3</c>.</summary>
    private static bool IsPlace(string text) =>
        text.Length > 0 && char.IsAsciiDigit(text[^1]) && (text.Begins("line ") || text.All(char.IsAsciiDigit));
}
