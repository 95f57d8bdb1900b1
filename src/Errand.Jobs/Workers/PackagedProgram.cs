using System.Text;
using System.Text.RegularExpressions;
using Errand.Core;
using Errand.Processes;

namespace Errand.Jobs.Workers;

/// <summary>A worker program that npm installs: how it is found, and how it shows what it is and what it can.</summary>
internal sealed record PackagedProgram
{
    /// <summary>The command, such as <c>claude</c>.</summary>
    public required string Command { get; init; }

    /// <summary>Its name for people, such as <c>Claude Code</c>.</summary>
    public required string Title { get; init; }

    public required string Package { get; init; }

    /// <summary>What it prints for <c>--version</c>, with the version as first group.</summary>
    public required Regex VersionLine { get; init; }

    /// <summary>Flags without which a run is not what was promised.</summary>
    public required IReadOnlyList<string> RequiredFlags { get; init; }

    /// <summary>Whose flags these are, as the end of a sentence; empty = the program's own.</summary>
    public string FlagsOf { get; init; } = "";

    /// <summary>Other ways to update it than npm, as the end of a sentence.</summary>
    public string OtherUpdate { get; init; } = "";

    /// <summary>Where the native program may be, from the root of the package that its launcher is in; the best place first.</summary>
    public required Func<string, IEnumerable<string>> NativePlaces { get; init; }

    /// <summary>The package with the program for this platform, which the launcher's package depends on.</summary>
    public string PlatformPackage => $"{Package}-linux-{NodePackages.Architecture}";

    private string Remedy => $"Install it with `npm install -g {Package}`, or give its absolute path as 'command' of that worker.";

    /// <summary>Finds the native program, behind its launcher if need be.</summary>
    /// <exception cref="ErrandException">ERR5002: it is not there; the message says how to install it.</exception>
    public WorkerProgram Find(WorkerContext context)
    {
        WorkerProgram program = WorkerProgram.Find(context, Command, Remedy);
        if (NodePackages.RootOf(program.File, Package) is not { } root || WorkerProgram.IsNative(program.File))
            return program;

        return NativePlaces(root).FirstOrDefault(WorkerProgram.IsExecutable) is { } native
            ? program with { Path = native, File = native }
            : throw new ErrandException(
                ErrorCatalog.WorkerProgramMissing,
                $"'{program.Path}' of worker '{context.Worker.Name}' is only a launcher, and its package '{PlatformPackage}' is not installed. {Remedy}");
    }

    /// <summary>A command that asks the program something.</summary>
    public ProcessCommand Ask(WorkerContext context, IReadOnlyDictionary<string, string> environment, params string[] question)
    {
        WorkerProgram program = Find(context);
        return new ProcessCommand(program.Path, [.. program.FirstArguments, .. question])
        {
            WorkingDirectory = context.WorkingDirectory,
            Environment = environment,
        };
    }

    /// <summary>Reads what the program answered to <c>--version</c> and to its help.</summary>
    /// <exception cref="ErrandException">ERR5003: it is another program, or too old.</exception>
    public WorkerCapabilities Read(WorkerContext context, CapturedOutput version, CapturedOutput help)
    {
        string program = Find(context).Path;
        string said = Encoding.UTF8.GetString(version.Output.Span);
        if (version.Exit.ExitCode != 0 || VersionLine.Match(said) is not { Success: true } match)
        {
            string answer = Escaping.Quote((said + version.Error).Trim(), 200);
            throw new ErrandException(
                ErrorCatalog.WorkerProgramUnsuitable,
                $"'{program}' of worker '{context.Worker.Name}' is not {Title}: asked for --version it said {answer}. {Remedy}");
        }

        string number = match.Groups[1].Value;
        HashSet<string> flags = HelpText.Flags(Encoding.UTF8.GetString(help.Output.Span));
        string[] missing = [.. RequiredFlags.Where(flag => !flags.Contains(flag))];
        return missing.Length == 0
            ? new WorkerCapabilities(program, number, flags)
            : throw new ErrandException(
                ErrorCatalog.WorkerProgramUnsuitable,
                $"{Title} {number} at '{program}' does not know {string.Join(", ", missing)}{FlagsOf}. Update it with `npm install -g {Package}@latest`{OtherUpdate}.");
    }
}
