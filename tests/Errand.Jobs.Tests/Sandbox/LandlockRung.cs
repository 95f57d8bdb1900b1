using Errand.Core;
using Errand.Jobs.Sandbox;

namespace Errand.Jobs.Tests.Sandbox;

/// <summary>Landlock as this machine has it.</summary>
public sealed class LandlockRung : Rung
{
    private protected override async Task<(ISandbox? Sandbox, string Reason)> FindAsync(SandboxLadder ladder)
    {
        RungFinding landlock = (await ladder.ClimbDownAsync(SandboxKind.Landlock, CancellationToken.None))[0];
        return landlock.Kind == SandboxKind.Landlock ? (landlock.Sandbox, landlock.Reason) : (null, "it was not tried");
    }
}
