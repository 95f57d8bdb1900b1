using Errand.Jobs.Git;

namespace Errand.Jobs.Delivery;

/// <summary>Which work goes where.</summary>
public sealed record DeliveryRequest
{
    /// <summary>Errand's own git directory of the job, and by it the user's repository.</summary>
    public required JobRepository Repository { get; init; }

    /// <summary>The base that the work was compared with: a commit, or the empty tree's name.</summary>
    public required string Base { get; init; }

    /// <summary>The commit that holds the work.</summary>
    public required string Commit { get; init; }

    /// <summary>A directory for files on their way; made and removed. Absolute; best on the file system of the checkout.</summary>
    public required string StagingDirectory { get; init; }

    /// <summary>
    /// Where this delivery's files are made. No other has this name: a git that outlives a killed delivery, or the lock that a killed git leaves, is in nobody's way.
    /// </summary>
    internal string FilesDirectory => $"{StagingDirectory}/{token}";

    /// <summary>The index that they are made with.</summary>
    internal string IndexFile => $"{StagingDirectory}/{token}.index";

    private readonly string token = Guid.NewGuid().ToString("N");

    /// <summary>Where the locks of jobs in place are; a delivery does not write into a tree that one works in. Null = there are no such jobs.</summary>
    public string? LocksDirectory { get; init; }
}
