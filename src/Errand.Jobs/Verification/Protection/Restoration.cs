namespace Errand.Jobs.Verification;

/// <summary>What the judging tree holds in place of a protected file that was changed.</summary>
/// <param name="Text">The text; null = the base's, or nothing where the base has no such file.</param>
/// <param name="KeepsWork">Whether the worker's version stays, as nothing in its change can decide how the work is judged.</param>
/// <param name="Summary">What was changed, in a few words; null = nothing that matters.</param>
/// <param name="IsAdditive">Whether all that the base had is still there.</param>
internal sealed record Restoration(string? Text, bool KeepsWork, string? Summary, bool IsAdditive)
{
    /// <summary>The change is harmless.</summary>
    public static Restoration Keep { get; } = new(null, KeepsWork: true, null, IsAdditive: true);

    /// <summary>The base's file is taken.</summary>
    public static Restoration Base(string summary, bool isAdditive = false) => new(null, KeepsWork: false, summary, isAdditive);

    /// <summary>The worker's file is taken with some of its parts as in the base.</summary>
    public static Restoration Mixed(string text, string summary) => new(text, KeepsWork: false, summary, IsAdditive: false);
}
