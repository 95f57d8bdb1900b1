namespace Errand.Jobs.Verification.Counting;

/// <summary>Tests as a runner counts them.</summary>
/// <param name="Passed">Tests that passed; null = the output does not say.</param>
/// <param name="Failed">Tests that failed or broke; null = the output does not say.</param>
/// <param name="Skipped">Tests that were left out.</param>
public sealed record TestCounts(int? Passed, int? Failed, int Skipped)
{
    public static TestCounts operator +(TestCounts left, TestCounts right) =>
        new(Add(left.Passed, right.Passed), Add(left.Failed, right.Failed), (int)Math.Min(int.MaxValue, (long)left.Skipped + right.Skipped));

    public static TestCounts Add(TestCounts left, TestCounts right) => left + right;

    private static int? Add(int? left, int? right) =>
        left is null && right is null ? null : (int)Math.Min(int.MaxValue, (long)(left ?? 0) + (right ?? 0));
}
