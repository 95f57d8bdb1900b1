using Errand.Core;

namespace Errand.Jobs.Store;

/// <summary>A job as a reader finds it: what it is, what its journal says, and the receipt of both.</summary>
/// <param name="Spec">What was asked for.</param>
/// <param name="History">What its journal says.</param>
/// <param name="Receipt">What is told of it.</param>
/// <param name="IsAbandoned">Whether its journal says that it is live although no supervisor lives: it is lost, or was never taken.</param>
public sealed record JobLookup(JobSpec Spec, JobHistory History, JobReceipt Receipt, bool IsAbandoned);
