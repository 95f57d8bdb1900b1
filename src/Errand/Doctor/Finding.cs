namespace Errand.Doctor;

/// <summary>What was found about one thing that jobs need.</summary>
/// <param name="Status">How bad it is.</param>
/// <param name="What">The thing, such as <c>git</c> or <c>worker codex</c>.</param>
/// <param name="Reason">What was found; one line.</param>
/// <param name="Fix">What to type; null = nothing.</param>
internal sealed record Finding(FindingStatus Status, string What, string Reason, string? Fix)
{
    public static Finding Ok(string what, string reason) => new(FindingStatus.Ok, what, reason, null);

    public static Finding Warn(string what, string reason, string fix) => new(FindingStatus.Warn, what, reason, fix);

    public static Finding Fail(string what, string reason, string fix) => new(FindingStatus.Fail, what, reason, fix);
}
