using Errand.Jobs.Sandbox;

namespace Errand.Jobs.Tests.Sandbox;

/// <summary>The way in which this machine mounts overlays, with a workspace as jobs have it by default.</summary>
public class OverlayRung : Rung
{
    internal override Task<VictimRun> RunAsync(string script) => Victim.RunInOverlayAsync(script, Sandbox!);

    private protected override async Task<(ISandbox? Sandbox, string Reason)> FindAsync(SandboxLadder ladder)
    {
        OverlayFinding finding = await ladder.FindOverlayAsync(CancellationToken.None);
        return (finding.Sandbox, finding.Reason);
    }
}
