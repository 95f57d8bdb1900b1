using System.Text;
using Errand.Processes.Native;

namespace Errand.Processes;

/// <summary>The standard streams of a process that was started before it was known what they shall be.</summary>
public static class StandardStreams
{
    private const int LongestLine = 256;

    /// <summary>Waits for the line that <see cref="WaitingProcess.TryTell"/> writes.</summary>
    /// <returns>The line; null = whoever could write it is gone, or wants nothing.</returns>
    public static unsafe string? ReadTold()
    {
        byte* line = stackalloc byte[LongestLine];
        int length = 0;
        while (length < LongestLine && (int)Libc.Read(0, line + length, LongestLine - length) is int count and > 0)
        {
            length += count;
            if (line[length - 1] == (byte)'\n')
                return Encoding.UTF8.GetString(line, length - 1);
        }

        return null;
    }

    /// <summary>Reads nothing any more, and appends what this process prints to a file, made with mode 0600 when it is not there.</summary>
    /// <param name="outputFile">Its absolute path.</param>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static void Redirect(string outputFile)
    {
        using Descriptor nothing = Descriptor.Read(DetachedLauncher.Nowhere);
        using Descriptor output = Descriptor.Append(outputFile);
        _ = Libc.Duplicate(nothing.Number, 0);
        _ = Libc.Duplicate(output.Number, 1);
        _ = Libc.Duplicate(output.Number, 2);
    }
}
