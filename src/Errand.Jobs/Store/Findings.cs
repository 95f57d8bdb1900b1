using Errand.Core;

namespace Errand.Jobs.Store;

/// <summary>What a judgement of an attempt's work found.</summary>
/// <param name="Checks">The checks' results.</param>
/// <param name="Violations">What was not allowed.</param>
/// <param name="Doubts">What looked unfinished or dishonest.</param>
/// <param name="Opinions">What a reviewer found.</param>
public sealed record Findings(IReadOnlyList<CheckResult> Checks, IReadOnlyList<Violation> Violations, IReadOnlyList<Finding> Doubts, IReadOnlyList<ReviewFinding> Opinions);
