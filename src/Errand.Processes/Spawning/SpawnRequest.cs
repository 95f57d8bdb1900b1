using System.Runtime.InteropServices;
using Errand.Processes.Native;

namespace Errand.Processes.Spawning;

/// <summary>Everything that a new process gets, checked: it can be started or the system refuses it.</summary>
internal sealed class SpawnRequest
{
    private SpawnRequest(ProcessCommand command, string path, IReadOnlyList<string> environment)
    {
        Command = command;
        Path = path;
        Environment = environment;
    }

    public ProcessCommand Command { get; }

    /// <summary>Absolute path of the program.</summary>
    public string Path { get; }

    /// <summary>The variables as <c>NAME=VALUE</c>.</summary>
    public IReadOnlyList<string> Environment { get; }

    /// <summary>What becomes descriptor 0; none = our own.</summary>
    public Descriptor? Input { get; init; }

    /// <summary>What becomes descriptor 1; none = our own.</summary>
    public Descriptor? Output { get; init; }

    /// <summary>What becomes descriptor 2; none = our own.</summary>
    public Descriptor? Error { get; init; }

    /// <summary>What becomes descriptor 3 in place of the command's own; none = those of the command.</summary>
    public Descriptor? Extra { get; init; }

    /// <summary>What becomes descriptors 3, 4, ….</summary>
    public IReadOnlyList<SafeHandle> Extras => Extra is null ? Command.Inherited : [Extra];

    public SpawnCapabilities Capabilities { get; private init; } = SpawnCapabilities.Detected;

    /// <summary>Checks a command and finds its program.</summary>
    /// <exception cref="ProcessStartException">It cannot be started as it is written.</exception>
    public static SpawnRequest For(
        ProcessCommand command, Descriptor? input, Descriptor? output, Descriptor? error, Descriptor? extra = null) =>
        new(command, ProgramFinder.Find(command), Check(command)) { Input = input, Output = output, Error = error, Extra = extra };

    /// <summary>The same request for a C library that can do other things.</summary>
    public SpawnRequest WithCapabilities(SpawnCapabilities capabilities) =>
        new(Command, Path, Environment) { Input = Input, Output = Output, Error = Error, Extra = Extra, Capabilities = capabilities };

    private static List<string> Check(ProcessCommand command)
    {
        if (!System.IO.Path.IsPathRooted(command.WorkingDirectory))
            throw new ProcessStartException(command.FileName, $"its working directory '{command.WorkingDirectory}' is not absolute");
        // The kernel would end each of them at the NUL, without a word.
        if (HasNul(command.WorkingDirectory) || command.Arguments.Any(HasNul))
            throw new ProcessStartException(command.FileName, "an argument or its working directory contains a NUL character");

        if (command.Inherited.Count > Descriptor.FirstFree - 8)
            throw new ProcessStartException(command.FileName, $"it shall inherit {command.Inherited.Count} descriptors, and there is room for {Descriptor.FirstFree - 8}");

        var variables = new List<string>(command.Environment.Count);
        foreach ((string name, string value) in command.Environment)
        {
            if (name.Length == 0 || name.Contains('=', StringComparison.Ordinal) || HasNul(name) || HasNul(value))
            {
                throw new ProcessStartException(
                    command.FileName, $"the environment variable '{name}' has an impossible name or a NUL character in its value");
            }

            variables.Add($"{name}={value}");
        }

        return variables;
    }

    private static bool HasNul(string text) => text.Contains('\0', StringComparison.Ordinal);
}
