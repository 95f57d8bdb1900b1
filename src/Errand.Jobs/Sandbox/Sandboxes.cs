using Errand.Core;

namespace Errand.Jobs.Sandbox;

/// <summary>Gives jobs the strongest sandbox that works, and refuses to go below what the configuration demands.</summary>
public sealed class Sandboxes(SandboxLadder ladder, SandboxSettings settings)
{
    /// <exception cref="ErrandException">ERR5007: nothing that is strong enough works here; the message says why and what to do.</exception>
    public async Task<ISandbox> ChooseAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<RungFinding> rungs = await ladder.ClimbDownAsync(settings.Maximum, cancellationToken);
        if (rungs.FirstOrDefault(rung => rung.Sandbox is not null && rung.Kind >= settings.Minimum) is { Sandbox: { } sandbox })
            return sandbox;

        string reasons = string.Join("; ", rungs.Where(rung => rung.Sandbox is null).Select(rung => rung.Reason));
        throw new ErrandException(
            ErrorCatalog.SandboxMissing,
            $"No sandbox works here, and `sandbox.minimum` demands {SnakeCase.Of(settings.Minimum)}: {reasons}. To run workers with all your rights instead, set `sandbox.minimum` to \"none\" in config.json.");
    }
}
