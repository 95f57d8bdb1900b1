namespace Errand.Core;

/// <summary>The user's repository and the state of it that a job starts from.</summary>
public sealed record RepositorySpec
{
    /// <summary>Absolute path of the working tree's root.</summary>
    public required string Root { get; init; }

    /// <summary>Absolute path of the git directory that holds objects and shared refs.</summary>
    public required string CommonGitDirectory { get; init; }

    /// <summary>The requested directory below <see cref="Root"/> with <c>/</c> between names; empty = the root itself.</summary>
    public required string Prefix { get; init; }

    /// <summary>What was asked for: a revision, <c>HEAD</c> or <c>dirty</c>.</summary>
    public required string BaseName { get; init; }

    /// <summary>The full object name of the base commit; null = the repository has no commit yet and the base is the empty tree.</summary>
    public string? BaseCommit { get; init; }

    /// <summary>Whether the user's uncommitted changes are part of the base; the supervisor then makes a commit of them first.</summary>
    public required bool Dirty { get; init; }
}
