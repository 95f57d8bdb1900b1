using Errand.Core;

namespace Errand.Jobs.Reviews;

/// <summary>How one worker's reading ended.</summary>
/// <param name="Review">What came of it.</param>
/// <param name="IsUnavailable">Whether the worker cannot be had on this machine as it is, so that another may step in.</param>
internal sealed record ReviewOutcome(Review Review, bool IsUnavailable);
