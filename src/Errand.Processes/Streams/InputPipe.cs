using System.IO.Pipes;
using Errand.Processes.Native;
using Microsoft.Win32.SafeHandles;

namespace Errand.Processes.Streams;

/// <summary>Our end of the pipe that a process reads its standard input from.</summary>
internal static class InputPipe
{
    /// <summary>
    /// Writes everything and closes the pipe. A process that does not read leaves this waiting, so it must not be awaited before the
    /// process has ended; one that closes its input early ends it.
    /// </summary>
    public static async Task WriteAsync(Descriptor writeEnd, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var pipe = new AnonymousPipeClientStream(PipeDirection.Out, new SafePipeHandle(writeEnd.Release(), ownsHandle: true));
        await using (pipe.ConfigureAwait(false))
        {
            try
            {
                await pipe.WriteAsync(content, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // The process has ended, and some stranger holds its input.
            }
            catch (IOException)
            {
                // It did not want (all of) its input. What that means is for its exit code to say.
            }
        }
    }
}
