namespace Errand.Jobs.Verification;

/// <summary>A sign that a failure is described from this line on.</summary>
/// <param name="Rank">How sure the sign is; a surer one later in the output takes its place.</param>
/// <param name="LastCounts">Whether the last of several such lines is the one to take, as runners list failures again at the end, with details.</param>
internal sealed record FailureMark(int Rank, bool LastCounts = false);
