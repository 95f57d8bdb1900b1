using Errand.Core;

namespace Errand.Jobs.Workspaces.Capture;

/// <summary>What became of an ignored file in the user's tree.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Change">Added, modified or deleted.</param>
/// <param name="IsInside">Whether a directory above it is ignored, such as that of build results; else its own name is.</param>
public sealed record IgnoredChange(string Path, ChangeKind Change, bool IsInside);
