using Errand.Core;
using Errand.Jobs.Sandbox;

namespace Errand.Doctor;

/// <summary>Tries each way to show a worker an overlay, and says which workspaces jobs get.</summary>
internal sealed class OverlayCheckup(SandboxLadder ladder)
{
    /// <param name="settings">What the configuration allows.</param>
    /// <param name="cancellationToken">Ends the trials.</param>
    /// <returns>A finding for each way, and one for what is used where none works.</returns>
    public async Task<IReadOnlyList<Finding>> ExamineAsync(SandboxSettings settings, CancellationToken cancellationToken)
    {
        if (settings.Maximum < SandboxKind.Bubblewrap)
            return [Finding.Ok("workspace checkout", $"used: overlays need bubblewrap, and sandbox.maximum is {SnakeCase.Of(settings.Maximum)}")];

        IReadOnlyList<OverlayFinding> ways = await ladder.ExamineOverlaysAsync(cancellationToken);
        OverlayFinding? used = ways.FirstOrDefault(way => way.Sandbox is not null);
        return
        [
            .. ways.Select(way => Describe(way, used)),
            Finding.Ok("workspace checkout", used is null ? "used: a private clone with all files of the base" : "not needed: a private clone with all files of the base"),
        ];
    }

    private static Finding Describe(OverlayFinding way, OverlayFinding? used)
    {
        string what = way.Way == OverlayWay.Own ? "workspace overlay" : "workspace overlay, mounted before the sandbox";
        string reason = Escaping.Escape(way.Reason);
        return way == used ? Finding.Ok(what, $"used: {reason}")
            : way.Sandbox is not null ? Finding.Ok(what, $"works too: {reason}")
            : used is not null ? Finding.Ok(what, $"not needed: {reason}")
            : Finding.Warn(what, reason, "do what the reason says; until then overlays are checkouts");
    }
}
