using Errand.Jobs.Sandbox;
using Errand.Jobs.Store;
using Errand.Processes;

namespace Errand.Jobs.Tests.Sandbox;

/// <summary>The way in which this machine mounts overlays, with a workspace as jobs have it by default.</summary>
public class OverlayRung : Rung
{
    internal override Task<VictimRun> RunAsync(string script) => Victim.RunInOverlayAsync(script, Sandbox!);

    private protected override async Task<(ISandbox? Sandbox, string Reason)> FindAsync(ProcessRunner processes, StateDirectory state)
    {
        OverlayFinding finding = await new OverlayLadder(processes, state, Victim.Environment).FindAsync(CancellationToken.None);
        return (finding.Sandbox, finding.Reason);
    }
}
