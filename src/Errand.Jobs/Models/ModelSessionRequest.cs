using Errand.Core;

namespace Errand.Jobs.Models;

/// <summary>For which attempt a gateway is to be started.</summary>
/// <param name="Spec">The job.</param>
/// <param name="Attempt">From 1.</param>
/// <param name="Budget">What the job may use over all its attempts, raises included.</param>
/// <param name="UsageFile">Where the job's usage is kept; an absolute path.</param>
public sealed record ModelSessionRequest(JobSpec Spec, int Attempt, Budget Budget, string UsageFile)
{
    /// <summary>The review that it is for, from 1 over the whole job; 0 = the attempt's own worker.</summary>
    public int Review { get; init; }

    /// <summary>Whether the work of the attempt before was judged to have failed, so that a stronger model is worth its price. Default false.</summary>
    public bool IsEscalated { get; init; }
}
