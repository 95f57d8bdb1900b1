using Errand.Core;

namespace Errand.Jobs.Store;

/// <summary>The verdict on the current attempt.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Sentence">Why.</param>
/// <param name="Violations">All violations, those of the scope too.</param>
public sealed record WorkJudged(Verdict Verdict, string Sentence, IReadOnlyList<Violation> Violations) : JournalEntry;
