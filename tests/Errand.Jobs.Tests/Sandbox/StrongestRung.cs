using Errand.Jobs.Sandbox;

namespace Errand.Jobs.Tests.Sandbox;

/// <summary>What holds workers on this machine, in a directory that is bound.</summary>
public sealed class StrongestRung : Rung
{
    private protected override async Task<(ISandbox? Sandbox, string Reason)> FindAsync(SandboxLadder ladder)
    {
        RungFinding strongest = (await ladder.ExamineAsync(CancellationToken.None))[0];
        return (strongest.Sandbox, strongest.Reason);
    }
}
