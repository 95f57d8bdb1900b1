namespace Errand.Processes.Tests.Support;

/// <summary>A stream that gives out chunks as a function says, and never waits.</summary>
/// <param name="fill">Fills the buffer and says how many bytes; 0 = the end.</param>
internal sealed class ScriptedStream(Func<Memory<byte>, int> fill) : Stream
{
    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Gives out the bytes in pieces of these sizes, over and over.</summary>
    public static ScriptedStream InPieces(byte[] content, params int[] sizes)
    {
        int at = 0, piece = 0;
        return new ScriptedStream(buffer =>
        {
            int count = Math.Min(Math.Min(sizes[piece++ % sizes.Length], buffer.Length), content.Length - at);
            content.AsMemory(at, count).CopyTo(buffer);
            at += count;
            return count;
        });
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(fill(buffer));
    public override int Read(byte[] buffer, int offset, int count) => fill(buffer.AsMemory(offset, count));
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override void Flush()
    {
    }
}
