using Errand.Core;

namespace Errand.Jobs.Configuration;

/// <summary>Who does a job.</summary>
/// <param name="Worker">The worker with the tier's model and effort.</param>
/// <param name="Tier">The tier that was used; never null.</param>
public sealed record ResolvedWorker(WorkerSpec Worker, string Tier);
