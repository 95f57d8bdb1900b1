using Errand.Core;

namespace Errand.Jobs.Verification;

/// <summary>What the findings about an attempt's work come to.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Sentence">Why, in a sentence for people.</param>
public sealed record Judgement(Verdict Verdict, string Sentence);
