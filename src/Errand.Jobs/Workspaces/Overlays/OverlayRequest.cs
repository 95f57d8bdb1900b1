using Errand.Core;

namespace Errand.Jobs.Workspaces;

/// <summary>The overlay workspace that a job needs.</summary>
/// <param name="Repository">The repository and the base.</param>
/// <param name="Place">Where.</param>
/// <param name="Scope">The globs that the job may change; empty = all.</param>
/// <param name="Beside">Absolute paths that the sandbox shows beside the workspace.</param>
public sealed record OverlayRequest(RepositorySpec Repository, WorkspacePlace Place, IReadOnlyList<string> Scope, IEnumerable<string> Beside);
