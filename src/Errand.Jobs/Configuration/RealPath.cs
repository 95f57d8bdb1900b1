using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;

namespace Errand.Jobs.Configuration;

/// <summary>Where a path leads once every symbolic link in it is followed; .NET itself follows only the last one.</summary>
internal static partial class RealPath
{
    /// <summary>The real path; for what does not exist, the path without <c>.</c>, <c>..</c> and doubled separators.</summary>
    public static unsafe string Of(string path)
    {
        byte* real = Resolve(path, null);
        if (real is null)
            return Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));

        try
        {
            return Utf8StringMarshaller.ConvertToManaged(real)!;
        }
        finally
        {
            NativeMemory.Free(real);
        }
    }

    [LibraryImport("libc", EntryPoint = "realpath", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial byte* Resolve(string path, byte* resolved);
}
