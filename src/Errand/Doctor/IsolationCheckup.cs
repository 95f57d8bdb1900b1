using Errand.Core;
using Errand.Jobs.Sandbox;

namespace Errand.Doctor;

/// <summary>Tries every rung of the ladder, and says which one jobs get and why not another.</summary>
internal sealed class IsolationCheckup(SandboxLadder ladder, OverlayLadder overlays)
{
    /// <param name="settings">What the configuration demands.</param>
    /// <param name="cancellationToken">Ends the trials.</param>
    /// <returns>What a job gets that does not say, null = nothing is strong enough; and a finding for each rung, the strongest first.</returns>
    public async Task<(IsolationRung? Used, IReadOnlyList<Finding> Findings)> ExamineAsync(IsolationSettings settings, CancellationToken cancellationToken)
    {
        IReadOnlyList<OverlayFinding> ways = await overlays.ExamineAsync(cancellationToken);
        IReadOnlyList<RungFinding> sandboxes = await ladder.ExamineAsync(cancellationToken);
        return Judge([Describe(ways, OverlayWay.Own), Describe(ways, OverlayWay.Outer), .. sandboxes.Select(finding => Describe(finding, settings))], settings);
    }

    /// <summary>Says of each rung whether it is used, and why not.</summary>
    /// <param name="rungs">All of them, the strongest first.</param>
    /// <param name="settings">What the configuration demands.</param>
    internal static (IsolationRung? Used, IReadOnlyList<Finding> Findings) Judge(IReadOnlyList<LadderRung> rungs, IsolationSettings settings)
    {
        LadderRung? used = rungs.FirstOrDefault(rung => rung is { Works: true, IsChosen: true } && WhyNotAllowed(rung, settings) is null);
        return (used?.Rung, [.. rungs.Select(rung => Judge(rung, used, settings))]);
    }

    private static Finding Judge(LadderRung rung, LadderRung? used, IsolationSettings settings)
    {
        if (rung == used)
        {
            return rung.Rung == IsolationRung.None
                ? Finding.Warn(rung.What, $"used: {rung.Reason}", "install or allow what the lines above name, then raise isolation.minimum in config.json")
                : Finding.Ok(rung.What, $"used: {rung.Reason}");
        }

        if (WhyNotAllowed(rung, settings) is { } rule)
            return Finding.Ok(rung.What, $"{(rung.Works ? "works, " : "")}not used, since {rule}: {rung.Reason}");
        if (rung.Works)
            return Finding.Ok(rung.What, $"works, not used: {rung.Reason}");
        if (used is null)
            return Finding.Fail(rung.What, rung.Reason, "do what the reason says, or lower isolation.minimum in config.json");
        return rung.Rung > used.Rung
            ? Finding.Warn(rung.What, rung.Reason, $"do what the reason says; until then jobs get {SnakeCase.Of(used.Rung)}")
            : Finding.Ok(rung.What, $"not needed: {rung.Reason}");
    }

    /// <summary>The setting that keeps jobs from a rung; null = none does.</summary>
    private static string? WhyNotAllowed(LadderRung rung, IsolationSettings settings)
    {
        if (rung.Rung < settings.Minimum)
            return $"isolation.minimum is {SnakeCase.Of(settings.Minimum)}";
        if (rung.Rung > settings.Maximum)
            return $"isolation.maximum is {SnakeCase.Of(settings.Maximum)}";
        if (rung.Rung == IsolationRung.Landlock && settings.Workspace == IsolationKind.Inplace)
            return "isolation.workspace is inplace, whose `.git` Landlock cannot protect";
        return rung.Rung == IsolationRung.Overlay && settings.Workspace != IsolationKind.Overlay ? $"isolation.workspace is {SnakeCase.Of(settings.Workspace)}" : null;
    }

    private static LadderRung Describe(IReadOnlyList<OverlayFinding> ways, OverlayWay way)
    {
        OverlayFinding? works = ways.FirstOrDefault(finding => finding.Way == way && finding.Sandbox is not null);
        string reason = works?.Reason ?? string.Join("; ", ways.Where(finding => finding.Way == way || finding.Way == OverlayWay.None).Select(finding => finding.Reason));
        return new LadderRung(
            IsolationRung.Overlay,
            way == OverlayWay.Own ? "isolation overlay" : "isolation overlay, mounted before the sandbox",
            works is not null,
            works is not null && works == ways.First(finding => finding.Sandbox is not null),
            Escaping.Escape(reason));
    }

    private static LadderRung Describe(RungFinding finding, IsolationSettings settings)
    {
        string place = settings.Workspace == IsolationKind.Inplace ? "your own tree" : "a checkout";
        string reason = finding switch
        {
            { Kind: SandboxKind.None } or { Sandbox: null } => finding.Reason,
            _ => $"{place}, held by {finding.Reason}",
        };
        return new LadderRung(
            finding.Kind switch
            {
                SandboxKind.Bubblewrap => IsolationRung.Bubblewrap,
                SandboxKind.Landlock => IsolationRung.Landlock,
                _ => IsolationRung.None,
            },
            $"isolation {SnakeCase.Of(finding.Kind)}",
            finding.Sandbox is not null,
            IsChosen: true,
            Escaping.Escape(reason));
    }
}
