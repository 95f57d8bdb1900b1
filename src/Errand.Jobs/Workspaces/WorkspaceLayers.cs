namespace Errand.Jobs.Workspaces;

/// <summary>The directories that an overlay is made of.</summary>
/// <param name="Upper">Where everything that the worker changes ends; the job's own.</param>
/// <param name="Lowers">Directories below it that nobody changes, the uppermost first; together they are the base.</param>
/// <param name="Index">Git's index of the lowest one.</param>
internal sealed record WorkspaceLayers(string Upper, IReadOnlyList<string> Lowers, string Index);
