using System.Text;
using System.Text.RegularExpressions;
using Errand.Core;
using Errand.Jobs.Workers;
using Errand.Processes;

namespace Errand.Jobs.Sandbox.Bubblewrap;

/// <summary>
/// Finds bubblewrap: the system's, or else the one that Codex brings. The system's first, since some distributions allow namespaces to programs by their path.
/// </summary>
internal sealed partial class BubblewrapFinder(ProcessRunner processes, ErrandEnvironment environment)
{
    /// <summary>What is wrong, and what helps, where nothing is found.</summary>
    public const string NotInstalled = "bubblewrap is not installed; install it with your package manager, such as: apt-get install bubblewrap";

    /// <summary>The first version that can forbid further user namespaces.</summary>
    private static readonly Version Oldest = new(0, 8);

    /// <summary>Programs that are new enough, the best first; for each other one that exists a sentence.</summary>
    public async Task<(IReadOnlyList<string> Programs, IReadOnlyList<string> Complaints)> FindAsync(CancellationToken cancellationToken)
    {
        var programs = new List<string>();
        var complaints = new List<string>();
        foreach (string candidate in Candidates())
        {
            if (await ComplaintAsync(candidate, cancellationToken) is { } complaint)
                complaints.Add(complaint);
            else
                programs.Add(candidate);
        }

        return (programs, complaints);
    }

    /// <summary>All that exist, the best first, without asking them for their version.</summary>
    public IEnumerable<string> Candidates() => Places().Distinct();

    private IEnumerable<string> Places()
    {
        string[] path = SearchPath.Absolute(environment.Variables.GetValueOrDefault("PATH")).Split(':');
        foreach (string directory in path.Append("/usr/bin").Append("/usr/local/bin"))
        {
            string system = Path.Combine(directory, "bwrap");
            if (WorkerProgram.IsExecutable(system))
                yield return system;
        }

        // Where `./errand` puts the pinned worker programs for the demo.
        string[] tools = environment.Variables.GetValueOrDefault("ERRAND_TOOLS") is { Length: > 0 } pinned ? [pinned] : [];
        foreach (string codex in path.Concat(tools).Select(directory => Path.Combine(directory, "codex")).Where(File.Exists))
        {
            if (CodexResource(codex) is { } own)
                yield return own;
        }
    }

    /// <summary><c>…/codex-linux-x64/vendor/TRIPLE/codex-resources/bwrap</c>, from any link or launcher of the package.</summary>
    private static string? CodexResource(string codex)
    {
        string file = new FileInfo(codex).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? codex;
        string platform = $"@openai/codex-linux-{NodePackages.Architecture}";
        string? package = NodePackages.RootOf(file, "@openai/codex") is { } launcher ? NodePackages.Resolve(launcher, platform) : NodePackages.RootOf(file, platform);
        if (package is null || !Directory.Exists(Path.Combine(package, "vendor")))
            return null;
        return Directory.EnumerateDirectories(Path.Combine(package, "vendor")).Select(triple => Path.Combine(triple, "codex-resources", "bwrap")).FirstOrDefault(WorkerProgram.IsExecutable);
    }

    private async Task<string?> ComplaintAsync(string program, CancellationToken cancellationToken)
    {
        const int longest = 4096;
        var command = new ProcessCommand(program, ["--version"]) { WorkingDirectory = "/", Environment = new Dictionary<string, string>() };
        try
        {
            CapturedOutput answer = await processes.CaptureAsync(command, longest, cancellationToken);
            string said = Encoding.UTF8.GetString(answer.Output.Span).Trim();
            Match match = VersionLine().Match(said);
            // A build without a number, such as the one that Codex brings, is newer than any of the old ones.
            return !match.Success || Version.Parse(match.Groups[1].ValueSpan) >= Oldest ? null : $"{program} is {said} and {Oldest} is needed";
        }
        catch (ProcessStartException fault)
        {
            return $"{program} cannot be run: {fault.Message.TrimEnd('.')}";
        }
    }

    [GeneratedRegex(@"(\d+\.\d+(?:\.\d+)?)")]
    private static partial Regex VersionLine();
}
