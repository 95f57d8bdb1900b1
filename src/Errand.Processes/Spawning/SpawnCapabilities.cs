using System.Runtime.InteropServices;

namespace Errand.Processes.Spawning;

/// <summary>What the C library's <c>posix_spawn</c> can do beyond the standard.</summary>
/// <param name="ChangeDirectory">
/// It can start a program in another directory (glibc 2.29, musl 1.1.24). Without, <c>/bin/sh</c> changes it.
/// </param>
internal sealed record SpawnCapabilities(bool ChangeDirectory)
{
    public static SpawnCapabilities Detected { get; } = new(Has("posix_spawn_file_actions_addchdir_np"));

    private static bool Has(string function) => NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), function, out _);
}
