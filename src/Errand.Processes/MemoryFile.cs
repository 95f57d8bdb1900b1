using System.Runtime.InteropServices;
using Errand.Processes.Native;

namespace Errand.Processes;

/// <summary>Hands content to a new process without a file that others could see, and without a pipe that somebody would have to fill.</summary>
public static class MemoryFile
{
    /// <summary>Makes an anonymous file that is read from its beginning.</summary>
    /// <param name="name">What <c>/proc</c> shows of it.</param>
    /// <param name="content">All that it holds.</param>
    /// <exception cref="IOException">There is no memory for it.</exception>
    public static unsafe SafeHandle Create(string name, ReadOnlySpan<byte> content)
    {
        Platform.RequireLinux();
        Descriptor file = Descriptor.Memory(name);
        while (!content.IsEmpty)
        {
            nint written;
            fixed (byte* start = content)
                written = Libc.Write(file.Number, start, content.Length);
            if (written < 0)
            {
                file.Dispose();
                throw new IOException($"A file in memory could not be written: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");
            }

            content = content[(int)written..];
        }

        _ = Libc.Seek(file.Number, 0, 0);
        return file;
    }
}
