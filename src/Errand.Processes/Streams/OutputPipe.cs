using System.IO.Pipes;
using Errand.Processes.Native;
using Microsoft.Win32.SafeHandles;

namespace Errand.Processes.Streams;

/// <summary>
/// Our end of a pipe that a process writes to. It normally ends when the last writer is gone; but a process that we could not find or kill
/// may hold the other end for ever. After <see cref="Abandon"/> it gives out what is already in the pipe, and then ends.
/// </summary>
internal sealed class OutputPipe : Stream
{
    /// <summary>
    /// The largest pipe that an ordinary user may make: after the last known writer is dead, no more than this can be our output.
    /// </summary>
    private const int LargestPipe = 1024 * 1024;

    private readonly int descriptor;
    private readonly AnonymousPipeClientStream pipe;
    private readonly CancellationTokenSource abandoned = new();
    private int roomAfterAbandon = LargestPipe;
    private long bytesRead;

    public OutputPipe(Descriptor readEnd)
    {
        descriptor = readEnd.Release();
        int flags = Libc.Control(descriptor, FileFlags.GetStatusFlags, 0);
        _ = Libc.Control(descriptor, FileFlags.SetStatusFlags, flags | FileFlags.NonBlocking);
        pipe = new AnonymousPipeClientStream(PipeDirection.In, new SafePipeHandle(descriptor, ownsHandle: true));
    }

    /// <summary>Bytes that came so far.</summary>
    public long BytesRead => Volatile.Read(ref bytesRead);

    /// <summary>Whether somebody still held the other end when we stopped reading.</summary>
    public bool IsHeldOpen { get; private set; }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Waits for no more output.</summary>
    public void Abandon() => abandoned.Cancel();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int count = await ReadPipeAsync(buffer).ConfigureAwait(false);
        Volatile.Write(ref bytesRead, bytesRead + count);
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override void Flush()
    {
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            pipe.Dispose();
            abandoned.Dispose();
        }

        base.Dispose(disposing);
    }

    private async ValueTask<int> ReadPipeAsync(Memory<byte> buffer)
    {
        if (!abandoned.IsCancellationRequested)
        {
            try
            {
                return await pipe.ReadAsync(buffer, abandoned.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (abandoned.IsCancellationRequested)
            {
                // What is already in the pipe is still the process's output.
            }
        }

        return ReadWhatIsThere(buffer.Span);
    }

    private unsafe int ReadWhatIsThere(Span<byte> buffer)
    {
        buffer = buffer[..Math.Min(buffer.Length, roomAfterAbandon)];
        fixed (byte* start = buffer)
        {
            int count = (int)Libc.Read(descriptor, start, buffer.Length);
            // 0 is the end of the stream; -1 is "nothing there, but somebody could still write".
            IsHeldOpen = count < 0 || roomAfterAbandon == 0;
            roomAfterAbandon -= Math.Max(count, 0);
            return Math.Max(count, 0);
        }
    }
}
