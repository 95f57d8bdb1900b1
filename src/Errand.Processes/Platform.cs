using System.Runtime.InteropServices;

namespace Errand.Processes;

/// <summary>The one place that says where this library runs.</summary>
internal static class Platform
{
    /// <exception cref="PlatformNotSupportedException">This is not Linux.</exception>
    public static void RequireLinux()
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException(
                $"Errand starts and ends processes on Linux only: on {RuntimeInformation.OSDescription} "
                + "it could not prove that nothing of a worker is left running. Run it in a Linux virtual machine or container, or in WSL 2.");
        }
    }
}
