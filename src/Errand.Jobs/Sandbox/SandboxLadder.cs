using Errand.Core;
using Errand.Jobs.Sandbox.Bubblewrap;
using Errand.Jobs.Store;
using Errand.Processes;

namespace Errand.Jobs.Sandbox;

/// <summary>
/// The ways to hold a worker, the strongest first. Whether one works is never guessed from versions or settings: it is tried, with a program that writes where
/// it may and where it may not.
/// </summary>
public sealed class SandboxLadder(ProcessRunner processes, StateDirectory state, ErrandEnvironment environment)
{
    private static readonly SandboxKind[] Kinds = [.. Enum.GetValues<SandboxKind>().OrderDescending()];

    private const string Trial = "echo held > \"$1/written\" && ! echo x 2>/dev/null > /usr/errand-was-here && ! [ -e \"$2\" ] && [ ! -e /etc/shadow ]";
    private const string Works = "held\n";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly BootProof proof = new(state);

    /// <summary>Tries every rung, and writes nothing down.</summary>
    /// <returns>One finding for each, the strongest first; the last, which is no sandbox at all, always works.</returns>
    public async Task<IReadOnlyList<RungFinding>> ExamineAsync(CancellationToken cancellationToken)
    {
        var findings = new List<RungFinding>();
        foreach (SandboxKind kind in Kinds)
            findings.Add(await ExamineAsync(kind, remembers: false, cancellationToken));
        return findings;
    }

    /// <summary>The strongest rung that works.</summary>
    /// <param name="highest">The first rung that is tried.</param>
    /// <param name="cancellationToken">Stops the trial.</param>
    /// <returns>What was found on the way down; the last works.</returns>
    public async Task<IReadOnlyList<RungFinding>> ClimbDownAsync(SandboxKind highest, CancellationToken cancellationToken)
    {
        var findings = new List<RungFinding>();
        foreach (SandboxKind kind in Kinds.Where(kind => kind <= highest))
        {
            findings.Add(await ExamineAsync(kind, remembers: true, cancellationToken));
            if (findings[^1].Sandbox is not null)
                break;
        }

        return findings;
    }

    private Task<RungFinding> ExamineAsync(SandboxKind kind, bool remembers, CancellationToken cancellationToken) => kind switch
    {
        SandboxKind.Bubblewrap => ExamineBubblewrapAsync(remembers, cancellationToken),
        _ => Task.FromResult(new RungFinding(SandboxKind.None, new BareSandbox(), "workers run with all your rights")),
    };

    private async Task<RungFinding> ExamineBubblewrapAsync(bool remembers, CancellationToken cancellationToken)
    {
        (IReadOnlyList<string> programs, IReadOnlyList<string> complaints) = await new BubblewrapFinder(processes, environment).FindAsync(cancellationToken);
        var failures = new List<string>(complaints);
        foreach (string program in programs)
        {
            var sandbox = new BubblewrapSandbox(program);
            if (remembers && proof.Has(program))
                return new RungFinding(SandboxKind.Bubblewrap, sandbox, program);
            if (await TryAsync(sandbox, cancellationToken) is { } failure)
            {
                failures.Add($"{program}: {failure}");
                continue;
            }

            if (remembers)
                proof.Keep(program);
            return new RungFinding(SandboxKind.Bubblewrap, sandbox, program);
        }

        return new RungFinding(
            SandboxKind.Bubblewrap, null, failures.Count > 0 ? string.Join("; ", failures) : "bubblewrap is not installed; install it with your package manager, such as: apt-get install bubblewrap");
    }

    /// <summary>Runs a program in the sandbox that writes; null = it could do exactly what it may.</summary>
    private async Task<string?> TryAsync(BubblewrapSandbox sandbox, CancellationToken cancellationToken)
    {
        const int longest = 4096;
        DirectoryInfo place = Directory.CreateTempSubdirectory("errand-sandbox-");
        try
        {
            string written = Path.Combine(place.FullName, "written");
            string hidden = Path.Combine(place.FullName, "hidden");
            await File.WriteAllTextAsync(hidden, "", cancellationToken);
            string home = Directory.CreateDirectory(Path.Combine(place.FullName, "home")).FullName;
            var spec = new SandboxSpec { Mounts = [BindMount.Writable(home)], Home = home, Network = SandboxNetwork.None };
            var command = new ProcessCommand("/bin/sh", ["-c", Trial, "sh", home, hidden])
            {
                WorkingDirectory = home,
                Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin" },
            };
            written = Path.Combine(home, "written");
            using var patience = new CancellationTokenSource(Patience);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
            await using SandboxedRun run = sandbox.Prepare(spec, command);
            CapturedOutput answer = await processes.CaptureAsync(run.Command, longest, either.Token);
            bool works = answer.Exit.ExitCode == 0 && File.Exists(written) && await File.ReadAllTextAsync(written, cancellationToken) == Works;
            return works ? null : SandboxFailure.Explain(answer.Error);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ProcessStartException or PlatformNotSupportedException)
        {
            return fault.Message.TrimEnd('.');
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"it did not answer within {Patience.TotalSeconds:0} s";
        }
        finally
        {
            place.Delete(recursive: true);
        }
    }
}
