using Errand.Processes.Trees;

namespace Errand.Processes;

/// <summary>A process and everything that it started, as far as it can still be recognised.</summary>
public static class ProcessTree
{
    /// <summary>
    /// The running processes of a tree: the process itself, its descendants, its session, and whatever carries the marker.
    /// </summary>
    /// <param name="root">The process at the root.</param>
    /// <param name="marker">The run's marker; null = it has none.</param>
    public static IReadOnlyList<ProcessIdentity> Living(ProcessIdentity root, ProcessMarker? marker)
    {
        Platform.RequireLinux();
        return [.. new ProcessFamily(root, marker).Living().Select(ProcessIdentity.Of)];
    }
}
