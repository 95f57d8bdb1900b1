using Errand.Core;

namespace Errand.Jobs.Verification.Completeness;

/// <summary>What a finding means for work whose checks passed.</summary>
internal enum FindingWeight
{
    /// <summary>The host should know it.</summary>
    Note,

    /// <summary>The checks prove less than they seem to: the work is partly verified at most.</summary>
    Doubt,

    /// <summary>The checks prove nothing: the work is unverified at most.</summary>
    Worthless,
}

internal static class FindingWeights
{
    public static FindingWeight Of(FindingKind kind) => kind switch
    {
        FindingKind.Disarmed => FindingWeight.Worthless,
        FindingKind.Todo or FindingKind.EmptyChange or FindingKind.CommitMissing or FindingKind.SummaryMissing => FindingWeight.Note,
        _ => FindingWeight.Doubt,
    };
}
