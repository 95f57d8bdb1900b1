using Errand.Jobs.Sandbox;
using Errand.Jobs.Workspaces;

namespace Errand.Jobs.Verification;

/// <summary>A clean tree for checks. Disposing it lets go of the snapshot that it may stand on, and removes nothing.</summary>
/// <param name="mounts">What a sandbox needs to show it.</param>
/// <param name="layers">The directories that it is made of, the topmost first; empty = it is on disk as a whole.</param>
/// <param name="snapshot">What must stay for as long as it is used; null = nothing.</param>
internal sealed class CheckTree(IReadOnlyList<SandboxMount> mounts, IReadOnlyList<string> layers, Snapshot? snapshot) : IDisposable
{
    public IReadOnlyList<SandboxMount> Mounts => mounts;

    public IReadOnlyList<string> Layers => layers;

    /// <summary>The directories that take what is made in it, wherever in the tree; empty = it is on disk as a whole.</summary>
    public IReadOnlyList<string> Written => [.. mounts.OfType<OverlayMount>().Select(mount => mount.Upper)];

    /// <summary>A tree that is on disk as a whole.</summary>
    public static CheckTree OnDisk(string directory) => new([BindMount.Writable(directory)], [], snapshot: null);

    public void Dispose() => snapshot?.Dispose();
}
