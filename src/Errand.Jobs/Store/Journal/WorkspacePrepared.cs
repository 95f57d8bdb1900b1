using Errand.Core;

namespace Errand.Jobs.Store;

/// <summary>The workspace is ready.</summary>
/// <param name="Path">Its root.</param>
/// <param name="BaseCommit">The commit that the work is compared with.</param>
/// <param name="Reused">Whether an earlier attempt's workspace goes on.</param>
public sealed record WorkspacePrepared(string Path, string BaseCommit, bool Reused) : JournalEntry
{
    /// <summary>What it is, which need not be what was asked for; null = as the job's spec says.</summary>
    public IsolationKind? Isolation { get; init; }
}
