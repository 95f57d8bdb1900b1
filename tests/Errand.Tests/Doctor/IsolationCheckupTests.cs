using Errand.Core;
using Errand.Doctor;
using Errand.Jobs.Sandbox;

namespace Errand.Tests.Doctor;

/// <summary>What <c>errand doctor</c> says of the ladder, on machines that differ in what works.</summary>
public sealed class IsolationCheckupTests
{
    [Fact]
    public void Where_everything_works_jobs_get_the_way_that_is_chosen_and_the_rest_is_said_to_work() => AssertSays(
        IsolationRung.Overlay,
        new IsolationSettings(),
        Ladder("own", "outer", "bwrap", "landlock", chosen: OverlayWay.Outer),
        "Ok overlay: works, not used: own",
        "Ok overlay before: used: outer",
        "Ok bubblewrap: works, not used: bwrap",
        "Ok landlock: works, not used, since isolation.minimum is bubblewrap: landlock",
        "Ok none: works, not used, since isolation.minimum is bubblewrap: all rights");

    [Fact]
    public void What_is_better_than_what_jobs_get_is_a_warning_and_what_is_worse_is_not_needed() => AssertSays(
        IsolationRung.Bubblewrap,
        new IsolationSettings { Minimum = IsolationRung.Landlock },
        Ladder("!too old", "!refused", "bwrap", "!no kernel"),
        "Warn overlay: too old → do what the reason says; until then jobs get bubblewrap",
        "Warn overlay before: refused → do what the reason says; until then jobs get bubblewrap",
        "Ok bubblewrap: used: bwrap",
        "Ok landlock: not needed: no kernel",
        "Ok none: works, not used, since isolation.minimum is landlock: all rights");

    [Fact]
    public void What_the_configuration_demands_and_is_not_there_is_a_failure() => AssertSays(
        null,
        new IsolationSettings { Minimum = IsolationRung.Overlay },
        Ladder("!too old", "!refused", "bwrap", "landlock"),
        "Fail overlay: too old → do what the reason says, or lower isolation.minimum in config.json",
        "Fail overlay before: refused → do what the reason says, or lower isolation.minimum in config.json",
        "Ok bubblewrap: works, not used, since isolation.minimum is overlay: bwrap",
        "Ok landlock: works, not used, since isolation.minimum is overlay: landlock",
        "Ok none: works, not used, since isolation.minimum is overlay: all rights");

    [Fact]
    public void What_the_configuration_does_not_want_is_no_fault() => AssertSays(
        IsolationRung.Landlock,
        new IsolationSettings { Minimum = IsolationRung.None, Maximum = IsolationRung.Landlock },
        Ladder("own", "!refused", "!forbidden", "landlock", chosen: OverlayWay.Own),
        "Ok overlay: works, not used, since isolation.maximum is landlock: own",
        "Ok overlay before: not used, since isolation.maximum is landlock: refused",
        "Ok bubblewrap: not used, since isolation.maximum is landlock: forbidden",
        "Ok landlock: used: landlock",
        "Ok none: works, not used: all rights");

    [Fact]
    public void Overlays_are_not_used_by_jobs_that_have_checkouts() => AssertSays(
        IsolationRung.Bubblewrap,
        new IsolationSettings { Workspace = IsolationKind.Checkout },
        Ladder("own", "outer", "bwrap", "landlock", chosen: OverlayWay.Own),
        "Ok overlay: works, not used, since isolation.workspace is checkout: own",
        "Ok overlay before: works, not used, since isolation.workspace is checkout: outer",
        "Ok bubblewrap: used: bwrap",
        "Ok landlock: works, not used, since isolation.minimum is bubblewrap: landlock",
        "Ok none: works, not used, since isolation.minimum is bubblewrap: all rights");

    [Fact]
    public void Going_without_a_sandbox_is_a_warning() => AssertSays(
        IsolationRung.None,
        new IsolationSettings { Minimum = IsolationRung.None },
        Ladder("!old", "!refused", "!forbidden", "!no kernel"),
        "Warn overlay: old → do what the reason says; until then jobs get none",
        "Warn overlay before: refused → do what the reason says; until then jobs get none",
        "Warn bubblewrap: forbidden → do what the reason says; until then jobs get none",
        "Warn landlock: no kernel → do what the reason says; until then jobs get none",
        "Warn none: used: all rights → install or allow what the lines above name, then raise isolation.minimum in config.json");

    /// <summary>A ladder by its reasons; those that begin with <c>!</c> do not work.</summary>
    private static LadderRung[] Ladder(string own, string outer, string bubblewrap, string landlock, OverlayWay chosen = OverlayWay.None) =>
    [
        Rung(IsolationRung.Overlay, "overlay", own, chosen == OverlayWay.Own),
        Rung(IsolationRung.Overlay, "overlay before", outer, chosen == OverlayWay.Outer),
        Rung(IsolationRung.Bubblewrap, "bubblewrap", bubblewrap),
        Rung(IsolationRung.Landlock, "landlock", landlock),
        Rung(IsolationRung.None, "none", "all rights"),
    ];

    private static LadderRung Rung(IsolationRung rung, string what, string reason, bool isChosen = true) =>
        new(rung, what, Works: !reason.StartsWith('!'), isChosen, reason.TrimStart('!'));

    private static void AssertSays(IsolationRung? used, IsolationSettings settings, LadderRung[] ladder, params string[] lines)
    {
        (IsolationRung? found, IReadOnlyList<Errand.Doctor.Finding> findings) = IsolationCheckup.Judge(ladder, settings);

        Assert.Equal(lines, findings.Select(finding => $"{finding.Status} {finding.What}: {finding.Reason}{(finding.Fix is null ? "" : $" → {finding.Fix}")}"));
        Assert.Equal(used, found);
    }
}
