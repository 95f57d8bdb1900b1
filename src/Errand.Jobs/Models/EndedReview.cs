using Errand.Core;

namespace Errand.Jobs.Models;

/// <summary>A review that is over and that no gateway has counted, for the ledger.</summary>
/// <param name="Spec">The job, with the reviewer as its worker.</param>
/// <param name="Attempt">The attempt whose work was read.</param>
/// <param name="Review">From 1 over the whole job.</param>
/// <param name="Model">The model that served; null = unknown.</param>
/// <param name="Usage">What the reviewer said that it used.</param>
/// <param name="Seconds">Wall time.</param>
/// <param name="UsageFile">Where the job's usage is kept; an absolute path.</param>
public sealed record EndedReview(JobSpec Spec, int Attempt, int Review, string? Model, JobUsage Usage, double Seconds, string UsageFile);
