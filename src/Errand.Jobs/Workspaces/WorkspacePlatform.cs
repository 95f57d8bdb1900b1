using Errand.Core;

namespace Errand.Jobs.Workspaces;

/// <summary>Workspaces need Linux: files are reached by descriptors and compared by change time.</summary>
internal static class WorkspacePlatform
{
    /// <exception cref="ErrandException">This is another system.</exception>
    public static void Require()
    {
        if (!OperatingSystem.IsLinux())
            throw new ErrandException(ErrorCatalog.PlatformUnsupported, "Workspaces work on Linux only. On Windows, run Errand inside WSL2.");
    }
}
