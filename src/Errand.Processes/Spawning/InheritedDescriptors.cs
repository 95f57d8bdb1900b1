using System.Globalization;
using Errand.Processes.Native;

namespace Errand.Processes.Spawning;

/// <summary>Descriptors that this process was itself started with.</summary>
internal static class InheritedDescriptors
{
    /// <summary>Marks every descriptor above 2 close-on-exec. .NET opens its own like that, so only inherited ones change.</summary>
    public static void CloseOnExec()
    {
        foreach (string entry in Directory.EnumerateFileSystemEntries("/proc/self/fd"))
        {
            if (int.TryParse(Path.GetFileName(entry.AsSpan()), CultureInfo.InvariantCulture, out int descriptor) && descriptor > 2)
                _ = Libc.Control(descriptor, FileFlags.SetDescriptorFlags, FileFlags.DescriptorCloseOnExec);
        }
    }
}
