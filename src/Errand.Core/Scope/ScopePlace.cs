namespace Errand.Core;

/// <summary>A place of a repository that a scope pattern gives away, for a sandbox that can only open directories and files.</summary>
/// <param name="Path">Its path; empty = the whole repository.</param>
/// <param name="IsWhole">Whether the pattern covers all that is there. False = it chooses among names, which nobody but the scope's judgement can.</param>
/// <param name="CanBeFile">Whether the pattern also covers the place itself, as <c>a/b</c> does and <c>a/**</c> does not.</param>
public sealed record ScopePlace(string Path, bool IsWhole, bool CanBeFile);
