using System.Runtime.ExceptionServices;
using Errand.Processes.Native;

namespace Errand.Processes.Streams;

/// <summary>The pipes to a process's standard streams, and the tasks that serve them.</summary>
internal sealed class ProcessStreams : IDisposable
{
    private readonly OutputPipe output;
    private readonly OutputPipe error;
    private readonly Descriptor? inputWriteEnd;
    private readonly ReadOnlyMemory<byte> inputContent;
    private readonly IOutputReader reader;
    private readonly CancellationTokenSource inputEnd = new();
    private ExceptionDispatchInfo? failure;
    private Task reading = Task.CompletedTask;
    private Task writing = Task.CompletedTask;

    /// <summary>Makes the pipes.</summary>
    /// <param name="input">What the process shall read.</param>
    /// <param name="reader">What reads its output.</param>
    public ProcessStreams(ReadOnlyMemory<byte> input, IOutputReader reader)
    {
        this.reader = reader;
        inputContent = input;
        if (input.IsEmpty)
            ChildInput = Descriptor.Read("/dev/null");
        else
            (ChildInput, inputWriteEnd) = Descriptor.Pipe();
        (Descriptor outputReadEnd, ChildOutput) = Descriptor.Pipe();
        output = new OutputPipe(outputReadEnd);
        (Descriptor errorReadEnd, ChildError) = Descriptor.Pipe();
        error = new OutputPipe(errorReadEnd);
    }

    public Descriptor ChildInput { get; }

    public Descriptor ChildOutput { get; }

    public Descriptor ChildError { get; }

    public long BytesRead => output.BytesRead + error.BytesRead;

    public long BytesDropped => reader.BytesDropped;

    /// <summary>Whether somebody still held a stream when we stopped reading.</summary>
    public bool AreHeldOpen => output.IsHeldOpen || error.IsHeldOpen;

    /// <summary>Closes the process's ends in this process, so that the streams end when the process's copies are closed.</summary>
    public void CloseChildEnds()
    {
        ChildInput.Dispose();
        ChildOutput.Dispose();
        ChildError.Dispose();
    }

    /// <summary>Begins to read and write.</summary>
    /// <param name="onFailure">Called when the reader throws; the rest of the stream is then read and dropped.</param>
    public void Start(Action onFailure)
    {
        reading = Task.WhenAll(
            ReadAsync(output, reader.ReadOutputAsync, onFailure),
            ReadAsync(error, reader.ReadErrorAsync, onFailure));
        if (inputWriteEnd is not null)
            writing = InputPipe.WriteAsync(inputWriteEnd, inputContent, inputEnd.Token);
    }

    /// <summary>Whether both output streams end within the time.</summary>
    public async Task<bool> AreAtEndAsync(TimeSpan time)
    {
        await reading.WaitAsync(time, TimeProvider.System).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return reading.IsCompleted;
    }

    /// <summary>Ends all streams: the process is gone, and whoever holds its output longer than the time is no matter of ours.</summary>
    public async Task FinishAsync(TimeSpan time)
    {
        await inputEnd.CancelAsync().ConfigureAwait(false);
        if (!await AreAtEndAsync(time).ConfigureAwait(false))
        {
            output.Abandon();
            error.Abandon();
        }

        await reading.ConfigureAwait(false);
        await writing.ConfigureAwait(false);
        failure?.Throw();
    }

    public void Dispose()
    {
        CloseChildEnds();
        output.Dispose();
        error.Dispose();
        inputWriteEnd?.Dispose();
        inputEnd.Dispose();
    }

    private async Task ReadAsync(OutputPipe pipe, Func<Stream, Task> read, Action onFailure)
    {
        try
        {
            // Off the caller's stack: a sink must not run inside the call that starts the process.
            await Task.Yield();
            await read(pipe).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever a sink throws goes to the one who waits for the process.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(exception), null);
            onFailure();
            // Still read: a process that cannot write hangs, and could not even report that it was interrupted.
            await pipe.CopyToAsync(Stream.Null).ConfigureAwait(false);
        }
    }
}
