namespace Errand.Jobs.Verification;

/// <summary>What checks showed on the base, by name.</summary>
/// <param name="Visible">The job's checks.</param>
/// <param name="Hidden">Its hidden ones.</param>
internal sealed record BaseResults(IReadOnlyDictionary<string, ObservedCheck> Visible, IReadOnlyDictionary<string, ObservedCheck> Hidden)
{
    public static BaseResults None { get; } = new(new Dictionary<string, ObservedCheck>(), new Dictionary<string, ObservedCheck>());

    /// <summary>Why there are none; null = there was no fault.</summary>
    public string? Fault { get; init; }
}
