namespace Errand.Jobs.Workspaces.Leaks;

/// <summary>Something of the user's repository that is not what it was.</summary>
/// <param name="Part">Which part.</param>
/// <param name="Name">What of it: a path, a ref, a file of the git directory.</param>
/// <param name="Detail">A sentence that says what happened to it.</param>
public sealed record RepositoryDifference(RepositoryPart Part, string Name, string Detail);
