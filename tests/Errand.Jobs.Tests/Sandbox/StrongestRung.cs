using Errand.Jobs.Sandbox;
using Errand.Jobs.Store;
using Errand.Processes;

namespace Errand.Jobs.Tests.Sandbox;

/// <summary>What holds workers on this machine, in a directory that is bound.</summary>
public sealed class StrongestRung : Rung
{
    private protected override async Task<(ISandbox? Sandbox, string Reason)> FindAsync(ProcessRunner processes, StateDirectory state)
    {
        RungFinding strongest = (await new SandboxLadder(processes, state, Victim.Environment).ExamineAsync(CancellationToken.None))[0];
        return (strongest.Sandbox, strongest.Reason);
    }
}
