using Errand.Jobs.Workspaces.Files;

namespace Errand.Jobs.Delivery;

/// <summary>A path that has to be changed.</summary>
/// <param name="Transition">From what, to what.</param>
/// <param name="Status">The entry's status when it was compared; null = there was none.</param>
internal sealed record PlannedPath(PathTransition Transition, FileStatus? Status);
