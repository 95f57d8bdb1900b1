using Errand.Processes.Native;

namespace Errand.Processes.Trees;

/// <summary>
/// Reads files of <c>/proc</c>, where a file that is gone or forbidden is an everyday answer and must not cost an exception.
/// </summary>
internal static unsafe class ProcFile
{
    /// <summary>Reads the beginning of a file; empty = it is gone, forbidden or empty.</summary>
    public static ReadOnlySpan<byte> Read(string path, Span<byte> buffer)
    {
        int descriptor = Libc.Open(path, FileFlags.ReadOnly | FileFlags.CloseOnExec, 0);
        if (descriptor < 0)
            return [];
        int length = 0;
        fixed (byte* start = buffer)
        {
            while (length < buffer.Length && Libc.Read(descriptor, start + length, buffer.Length - length) is nint count and > 0)
                length += (int)count;
        }

        _ = Libc.Close(descriptor);
        return buffer[..length];
    }

    /// <summary>Reads a whole file; empty = it is gone, forbidden or empty.</summary>
    public static byte[] ReadAll(string path)
    {
        byte[] buffer = new byte[16 * 1024];
        while (true)
        {
            int length = Read(path, buffer).Length;
            if (length < buffer.Length)
                return buffer[..length];
            // A /proc file has no length to ask for; it is read again, because what it says may have changed since.
            buffer = new byte[buffer.Length * 4];
        }
    }
}
