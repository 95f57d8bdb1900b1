using Errand.Core;
using Errand.Jobs.Sandbox;

namespace Errand.Doctor;

/// <summary>Tries each way to hold a worker, and says which one jobs get.</summary>
internal sealed class SandboxCheckup(SandboxLadder ladder)
{
    private const string What = "sandbox";

    /// <param name="settings">What the configuration demands.</param>
    /// <param name="cancellationToken">Ends the trials.</param>
    /// <returns>What jobs get, null = none is strong enough; and a finding for each rung.</returns>
    public async Task<(SandboxKind? Used, IReadOnlyList<Finding> Findings)> ExamineAsync(SandboxSettings settings, CancellationToken cancellationToken)
    {
        IReadOnlyList<RungFinding> rungs = await ladder.ExamineAsync(cancellationToken);
        SandboxKind? used = rungs.FirstOrDefault(rung => rung.Sandbox is not null && rung.Kind >= settings.Minimum && rung.Kind <= settings.Maximum)?.Kind;
        return (used, [.. rungs.Select(rung => Describe(rung, used, settings))]);
    }

    private static Finding Describe(RungFinding rung, SandboxKind? used, SandboxSettings settings)
    {
        string what = $"{What} {SnakeCase.Of(rung.Kind)}";
        string reason = Escaping.Escape(rung.Reason);
        if (rung.Kind == used)
        {
            return rung.Kind == SandboxKind.None
                ? Finding.Warn(what, $"used: {reason}", "install or allow what the lines above name, then raise sandbox.minimum in config.json")
                : Finding.Ok(what, $"used: {reason}");
        }

        if (rung.Sandbox is not null)
            return Finding.Ok(what, rung.Kind < settings.Minimum ? $"not used, since sandbox.minimum is {SnakeCase.Of(settings.Minimum)}: {reason}" : $"not used: {reason}");
        return used is null
            ? Finding.Fail(what, reason, "do what the reason says, or lower sandbox.minimum in config.json")
            : Finding.Warn(what, reason, "do what the reason says");
    }
}
