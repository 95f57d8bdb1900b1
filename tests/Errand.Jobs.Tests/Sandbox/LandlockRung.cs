using Errand.Core;
using Errand.Jobs.Sandbox;
using Errand.Jobs.Store;
using Errand.Processes;

namespace Errand.Jobs.Tests.Sandbox;

/// <summary>Landlock as this machine has it.</summary>
public sealed class LandlockRung : Rung
{
    private protected override async Task<(ISandbox? Sandbox, string Reason)> FindAsync(ProcessRunner processes, StateDirectory state)
    {
        RungFinding landlock = (await new SandboxLadder(processes, state, Victim.Environment).ClimbDownAsync(SandboxKind.Landlock, CancellationToken.None))[0];
        return landlock.Kind == SandboxKind.Landlock ? (landlock.Sandbox, landlock.Reason) : (null, "it was not tried");
    }
}
