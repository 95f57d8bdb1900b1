using Errand.Core;

namespace Errand.Jobs.Store;

/// <summary>What the current attempt came to, and what looks wrong about it apart from scope and checks.</summary>
/// <param name="Outcome">What it came to; null = nothing changed and the worker does not say why.</param>
/// <param name="Findings">What looks unfinished or dishonest, the gravest first.</param>
public sealed record WorkExamined(JobOutcome? Outcome, IReadOnlyList<Finding> Findings) : JournalEntry;
