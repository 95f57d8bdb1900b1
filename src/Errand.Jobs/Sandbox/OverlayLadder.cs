using Errand.Core;
using Errand.Jobs.Sandbox.Bubblewrap;
using Errand.Jobs.Store;
using Errand.Processes;

namespace Errand.Jobs.Sandbox;

/// <summary>
/// The ways to mount overlays for the programs of a sandbox, the simplest first. Whether one works is never guessed from versions or settings: it is tried, by
/// mounting one where workspaces will be and changing it.
/// </summary>
public sealed class OverlayLadder(ProcessRunner processes, StateDirectory state, ErrandEnvironment environment)
{
    private static readonly OverlayWay[] Ways = [OverlayWay.Own, OverlayWay.Outer];

    private readonly BubblewrapFinder finder = new(processes, environment);
    private readonly OverlayTrial trial = new(new SandboxTrial(processes), state);

    /// <summary>Tries every way with every program, and writes nothing down.</summary>
    /// <param name="cancellationToken">Stops the trials.</param>
    /// <returns>One finding for each program and way, what jobs get first; those of way <see cref="OverlayWay.None"/> hold for all ways.</returns>
    public async Task<IReadOnlyList<OverlayFinding>> ExamineAsync(CancellationToken cancellationToken)
    {
        (IReadOnlyList<string> programs, IReadOnlyList<string> complaints) = await finder.FindAsync(cancellationToken);
        List<OverlayFinding> findings = [.. complaints.Select(complaint => new OverlayFinding(OverlayWay.None, null, complaint))];
        foreach (string program in programs)
        {
            foreach (OverlayWay way in Ways)
                findings.Add(await TryAsync(program, way, cancellationToken));
        }

        return findings.Count > 0 ? findings : [Failed(failures: [])];
    }

    /// <summary>A sandbox in which overlays can be mounted: the first program that can at all, in the simplest way that works with it. Remembers that it did.</summary>
    /// <param name="cancellationToken">Stops the trials.</param>
    /// <returns>Its sandbox is null where nothing can.</returns>
    public async Task<OverlayFinding> FindAsync(CancellationToken cancellationToken)
    {
        foreach (string program in finder.Candidates())
        {
            foreach (OverlayWay way in Ways.Where(way => Proof(way).Has(program)))
                return new OverlayFinding(way, new BubblewrapSandbox(program, way), program);
        }

        (IReadOnlyList<string> programs, IReadOnlyList<string> complaints) = await finder.FindAsync(cancellationToken);
        var failures = new List<string>(complaints);
        foreach (string program in programs)
        {
            foreach (OverlayWay way in Ways)
            {
                OverlayFinding finding = await TryAsync(program, way, cancellationToken);
                if (finding.Sandbox is null)
                {
                    failures.Add(finding.Reason);
                    continue;
                }

                Proof(way).Keep(program);
                return finding;
            }
        }

        return Failed(failures);
    }

    private async Task<OverlayFinding> TryAsync(string program, OverlayWay way, CancellationToken cancellationToken)
    {
        var sandbox = new BubblewrapSandbox(program, way);
        return await trial.RunAsync(sandbox, cancellationToken) is { } failure
            ? new OverlayFinding(way, null, $"{program}: {failure}")
            : new OverlayFinding(way, sandbox, program);
    }

    private static OverlayFinding Failed(List<string> failures) =>
        new(OverlayWay.None, null, failures.Count > 0 ? string.Join("; ", failures) : BubblewrapFinder.NotInstalled);

    private BootProof Proof(OverlayWay way) => new(state, $"overlay-{SnakeCase.Of(way)}");
}
