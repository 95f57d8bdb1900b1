using Errand.Core;
using Errand.Jobs.Sandbox.Bubblewrap;
using Errand.Jobs.Sandbox.Landlock;
using Errand.Jobs.Store;
using Errand.Processes;
using Errand.Processes.Confinement;
using Errand.Processes.Entry;

namespace Errand.Jobs.Sandbox;

/// <summary>
/// The ways to hold a worker, the strongest first. Whether one works is never guessed from versions or settings: it is tried, with a program that writes where
/// it may and where it may not.
/// </summary>
public sealed class SandboxLadder(ProcessRunner processes, StateDirectory state, ErrandEnvironment environment)
{
    private static readonly SandboxKind[] Kinds = [.. Enum.GetValues<SandboxKind>().OrderDescending()];

    private const string Trial = "echo held > \"$1/written\" && ! echo x 2>/dev/null > /usr/errand-was-here && ! [ -e \"$2\" ] && [ ! -e /etc/shadow ]";
    private const string LandlockTrial =
        "echo held > \"$1/written\" && ! (echo x > \"$2\") 2>/dev/null && ! cat \"$2\" > /dev/null 2>&1 && ! cat /etc/shadow > /dev/null 2>&1 && ! ls / > /dev/null 2>&1";
    private const string Works = "held\n";

    private readonly BootProof proof = new(state, "sandbox");
    private readonly SandboxTrial trial = new(processes);

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
        SandboxKind.Landlock => ExamineLandlockAsync(cancellationToken),
        _ => Task.FromResult(new RungFinding(SandboxKind.None, new BareSandbox(), "workers run with all your rights")),
    };

    private async Task<RungFinding> ExamineBubblewrapAsync(bool remembers, CancellationToken cancellationToken)
    {
        var finder = new BubblewrapFinder(processes, environment);
        if (remembers && finder.Candidates().FirstOrDefault(proof.Has) is { } known)
            return new RungFinding(SandboxKind.Bubblewrap, new BubblewrapSandbox(known), known);

        (IReadOnlyList<string> programs, IReadOnlyList<string> complaints) = await finder.FindAsync(cancellationToken);
        var failures = new List<string>(complaints);
        foreach (string program in programs)
        {
            var sandbox = new BubblewrapSandbox(program);
            if (await TryAsync(sandbox, Trial, cancellationToken) is { } failure)
            {
                failures.Add($"{program}: {failure}");
                continue;
            }

            if (remembers)
                proof.Keep(program);
            return new RungFinding(SandboxKind.Bubblewrap, sandbox, program);
        }

        return new RungFinding(
            SandboxKind.Bubblewrap, null, failures.Count > 0 ? string.Join("; ", failures) : BubblewrapFinder.NotInstalled);
    }

    private async Task<RungFinding> ExamineLandlockAsync(CancellationToken cancellationToken)
    {
        int version = LandlockRuleset.Version;
        if (version < LandlockRuleset.FirstWithPorts || !EntryProgram.IsSupported)
        {
            return new RungFinding(
                SandboxKind.Landlock, null, version == 0 ? "the kernel has no Landlock, or a container forbids it" : $"the kernel's Landlock is version {version}, which cannot limit connections; Linux 6.7 has one that can");
        }

        var sandbox = new LandlockSandbox();
        return await TryAsync(sandbox, LandlockTrial, cancellationToken) is { } failure
            ? new RungFinding(SandboxKind.Landlock, null, failure)
            : new RungFinding(SandboxKind.Landlock, sandbox, $"version {version} of the kernel's Landlock, which hides neither files nor processes");
    }

    /// <summary>Runs a program in the sandbox that writes; null = it could do exactly what it may.</summary>
    private async Task<string?> TryAsync(ISandbox sandbox, string script, CancellationToken cancellationToken)
    {
        DirectoryInfo place = Directory.CreateTempSubdirectory("errand-sandbox-");
        try
        {
            string hidden = Path.Combine(place.FullName, "hidden");
            await File.WriteAllTextAsync(hidden, "", cancellationToken);
            string home = Directory.CreateDirectory(Path.Combine(place.FullName, "home")).FullName;
            string written = Path.Combine(home, "written");
            var spec = new SandboxSpec { Mounts = [BindMount.Writable(home)], Home = home, Network = SandboxNetwork.None };
            (CapturedOutput? answer, string? failure) = await trial.RunAsync(sandbox, spec, ["/bin/sh", "-c", script, "sh", home, hidden], cancellationToken);
            if (answer is null)
                return failure;
            bool works = answer.Exit.ExitCode == 0 && File.Exists(written) && await File.ReadAllTextAsync(written, cancellationToken) == Works;
            return works ? null : SandboxFailure.Explain(answer.Error);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return fault.Message.TrimEnd('.');
        }
        finally
        {
            place.Delete(recursive: true);
        }
    }
}
