using Errand.Core;
using Errand.Jobs.Git;
using Errand.Jobs.Workspaces.Capture;

namespace Errand.Jobs.Workspaces;

/// <summary>
/// What Errand remembers of a workspace as it was made, kept out of the worker's sight: the base, and which content each file had. While a file's stamp
/// stays the same, so does its content, and it need not be read again.
/// </summary>
internal sealed record WorkspaceRecord
{
    public required ObjectFormat Format { get; init; }

    public required IsolationKind Isolation { get; init; }

    /// <summary>The commit of the tree; null = the repository had none and the tree is empty.</summary>
    public required string? BaseCommit { get; init; }

    /// <summary>A moment of the file system's clock. A file changed at it or later may have changed again within the same tick, so its stamp proves nothing.</summary>
    public required (uint Seconds, uint Nanoseconds) TrustedBefore { get; init; }

    public required IReadOnlyList<KnownFile> Files { get; init; }

    /// <summary>Paths that were there from the start and are no part of the work: nested repositories, special files, files that are too large.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <summary>Ignore files beside those in the tree, the strongest first.</summary>
    public IReadOnlyList<byte[]> IgnoreFiles { get; init; } = [];

    /// <summary>Ignored files that were there from the start, where the tree is the user's; as many as are looked at.</summary>
    public IReadOnlyList<IgnoredFile> Ignored { get; init; } = [];

    /// <summary>Whether the file system keeps the executable bit.</summary>
    public bool KeepsModes { get; init; } = true;

    /// <summary>Things that the receipt should mention.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>How an overlay is put together; null = the workspace is none.</summary>
    public OverlayRecord? Overlay { get; init; }

    /// <summary>The base as git takes it: the commit, or the empty tree.</summary>
    public string Base => BaseCommit ?? Format.EmptyTree();

    /// <summary>The mode to compare and to capture; a file system without executable bit says nothing about it.</summary>
    public int ModeOf(FoundEntry entry)
    {
        if (KeepsModes || !entry.Status.IsFile)
            return entry.Status.GitMode;

        return entry.Base is { } before && FileModes.IsFile(before.Mode) ? before.Mode : FileModes.Regular;
    }

    /// <summary>Whether an unchanged stamp proves unchanged content.</summary>
    public bool Trusts(FileStamp stamp) => stamp.IsBefore(TrustedBefore.Seconds, TrustedBefore.Nanoseconds);
}
