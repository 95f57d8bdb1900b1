using System.Buffers;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;

namespace Errand.Gateway.Upstreams;

/// <summary>
/// A connection to an upstream. What is more than its reader's small buffer is received at once. While many calls are under way, an answer whose pieces come quickly is left to gather until a tick of <see cref="ReadPacer"/>, and
/// the kernel does not signal each arrival meanwhile: that costs both sides more than the piece itself. One read at a time.
/// </summary>
internal sealed class GatheringStream : NetworkStream, IValueTaskSource
{
    /// <summary>The head of an answer and its first content are never waited for.</summary>
    private const int ReadsOfStart = 2;

    private const int MostEmptyTicks = 4;
    private const int MostGathered = 64 * 1024;

    // Not the shared pool, which keeps buffers for each thread that ever looked.
    private static readonly ArrayPool<byte> Buffers = ArrayPool<byte>.Create(MostGathered, maxArraysPerBucket: 8);

    private readonly ReadPacer pacer;
    private ManualResetValueTaskSourceCore<bool> tick = new() { RunContinuationsAsynchronously = true };
    private CancellationToken waiting;
    private int emptyTicks;
    private byte[] gathered = [];
    private int start;
    private int end;
    private SocketError error;
    private int reads;
    private long readAt;
    private int lowWater = 1;
    private bool isFull;
    private bool isFlowing;

    /// <param name="socket">Connected. Is closed with this.</param>
    /// <param name="pacer">Of all connections.</param>
    public GatheringStream(Socket socket, ReadPacer pacer)
        : base(socket, ownsSocket: true)
    {
        this.pacer = pacer;
        // For the ticks; asynchronous reads and writes are the same.
        socket.Blocking = false;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (start < end)
            return new ValueTask<int>(Take(buffer.Span));
        // An empty buffer waits for an answer to begin.
        if (buffer.IsEmpty)
            return ReadNowAsync(buffer, cancellationToken);
        if (isFull)
        {
            // Whoever filled the reader's small buffer has probably more. One receive for all of it saves others, and their acknowledgements.
            isFull = false;
            if (Receive())
                return new ValueTask<int>(Received(buffer.Span));
        }

        return IsToGather() && !HasEnded() ? GatherAsync(buffer, cancellationToken) : ReadNowAsync(buffer, cancellationToken);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(Span<byte> buffer) => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // A request: what follows is another answer.
        reads = 0;
        isFlowing = false;
        return base.WriteAsync(buffer, cancellationToken);
    }

    /// <summary>Called by each tick; true = the wait is over.</summary>
    public bool Look() => waiting.IsCancellationRequested || Receive() || ++emptyTicks > MostEmptyTicks;

    /// <summary>Ends the wait.</summary>
    public void Resume() => tick.SetResult(true);

    void IValueTaskSource.GetResult(short token) => tick.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => tick.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        tick.OnCompleted(continuation, state, token, flags);

    private bool IsToGather()
    {
        if (!pacer.IsBusy)
            return false;

        long before = readAt;
        readAt = pacer.Now;
        return ++reads > ReadsOfStart && (isFlowing || pacer.IsQuick(before, readAt));
    }

    /// <summary>The HTTP client reads before it uses a connection again, and takes one whose read goes on for alive.</summary>
    private bool HasEnded()
    {
        try
        {
            return Socket.Poll(0, SelectMode.SelectRead) && Socket.Available == 0;
        }
        catch (Exception cause) when (cause is SocketException or ObjectDisposedException)
        {
            return true;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> GatherAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        SetLowWater(MostGathered);
        waiting = cancellationToken;
        emptyTicks = 0;
        error = SocketError.WouldBlock;
        tick.Reset();
        pacer.Wait(this);
        await new ValueTask(this, tick.Version);

        // Else the model makes a pause, the call is cancelled or the gateway ends.
        isFlowing = error == SocketError.Success;
        return error == SocketError.WouldBlock ? await ReadNowAsync(buffer, cancellationToken) : Received(buffer.Span);
    }

    private ValueTask<int> ReadNowAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        isFlowing = false;
        // Signals what is there already.
        SetLowWater(1);
        ValueTask<int> reading = base.ReadAsync(buffer, cancellationToken);
        if (!reading.IsCompletedSuccessfully)
            return reading;

        int read = reading.Result;
        isFull = read == buffer.Length && read > 0;
        return new ValueTask<int>(read);
    }

    /// <summary>Receives all that is there. False = there is nothing yet.</summary>
    private bool Receive()
    {
        byte[] rented = Buffers.Rent(MostGathered);
        int received = 0;
        try
        {
            received = Socket.Receive(rented, SocketFlags.None, out error);
        }
        catch (ObjectDisposedException)
        {
            error = SocketError.OperationAborted;
        }

        if (received == 0)
        {
            Buffers.Return(rented);
            return error != SocketError.WouldBlock;
        }

        gathered = rented;
        start = 0;
        end = received;
        return true;
    }

    /// <summary>What <see cref="Receive"/> has come to; 0 = the upstream has ended the connection.</summary>
    private int Received(Span<byte> buffer)
    {
        if (error == SocketError.Success)
            return Take(buffer);

        var cause = new SocketException((int)error);
        throw new IOException(cause.Message, cause);
    }

    private int Take(Span<byte> buffer)
    {
        int taken = Math.Min(end - start, buffer.Length);
        gathered.AsSpan(start, taken).CopyTo(buffer);
        start += taken;
        if (start == end && gathered.Length > 0)
        {
            Buffers.Return(gathered);
            gathered = [];
            start = end = 0;
        }

        return taken;
    }

    /// <param name="bytes">How many have to be there before the kernel says that there are any.</param>
    private void SetLowWater(int bytes)
    {
        if (lowWater == bytes)
            return;

        lowWater = bytes;
        try
        {
            Socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReceiveLowWater, bytes);
        }
        catch (Exception cause) when (cause is SocketException or ObjectDisposedException)
        {
            // The connection is gone; the read says it in its own way.
        }
    }
}
