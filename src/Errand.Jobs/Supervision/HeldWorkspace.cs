using Errand.Jobs.Store;
using Errand.Jobs.Workspaces;

namespace Errand.Jobs.Supervision;

/// <summary>A workspace that no other job can use until this is disposed.</summary>
internal sealed record HeldWorkspace(PreparedWorkspace Workspace, FileLock Held) : IDisposable
{
    public void Dispose()
    {
        Workspace.Dispose();
        Held.Dispose();
    }
}
