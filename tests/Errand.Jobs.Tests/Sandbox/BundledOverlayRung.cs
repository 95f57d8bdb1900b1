using Errand.Jobs.Sandbox;
using Errand.Jobs.Sandbox.Bubblewrap;
using Errand.Jobs.Store;
using Errand.Processes;
using Errand.Testing;

namespace Errand.Jobs.Tests.Sandbox;

/// <summary>Overlays as a bubblewrap mounts them that can: the one that Codex brings.</summary>
public sealed class BundledOverlayRung : OverlayRung
{
    /// <summary>Its paths, as many as are installed.</summary>
    internal static string[] Programs()
    {
        string vendor = Path.Combine(ToolPaths.NodeModules, "@openai/codex-linux-x64/vendor");
        return Directory.Exists(vendor) ? Directory.GetFiles(vendor, "bwrap", SearchOption.AllDirectories) : [];
    }

    private protected override Task<(ISandbox? Sandbox, string Reason)> FindAsync(ProcessRunner processes, StateDirectory state) => Task.FromResult<(ISandbox?, string)>(
        Programs().FirstOrDefault() is { } program ? (new BubblewrapSandbox(program, OverlayWay.Own), program) : (null, "Codex is not installed"));
}
