using Errand.Core;

namespace Errand.Jobs.Models;

/// <summary>An attempt that is over, for the ledger.</summary>
/// <param name="Spec">The job.</param>
/// <param name="Receipt">The job as it is now.</param>
/// <param name="Seconds">Wall time of this attempt.</param>
/// <param name="OwnUsage">What the worker said that it used, if no gateway counted; else null.</param>
/// <param name="WorkerSeconds">Wall time of the worker.</param>
/// <param name="UsageFile">Where the job's usage is kept; an absolute path.</param>
public sealed record EndedAttempt(JobSpec Spec, JobReceipt Receipt, double Seconds, JobUsage? OwnUsage, double WorkerSeconds, string UsageFile);
