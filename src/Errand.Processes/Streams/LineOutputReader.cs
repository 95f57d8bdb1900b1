namespace Errand.Processes.Streams;

/// <summary>Gives lines to sinks, one at a time.</summary>
internal sealed class LineOutputReader(ProcessOutput output) : IOutputReader
{
    private readonly Lock sinkGate = new();
    private long bytesDropped;

    public long BytesDropped => Volatile.Read(ref bytesDropped);

    public Task ReadOutputAsync(Stream stream) => ReadAsync(stream, output.StandardOutput);

    public Task ReadErrorAsync(Stream stream) => ReadAsync(stream, output.StandardError);

    private async Task ReadAsync(Stream stream, Action<OutputLine>? sink)
    {
        if (sink is null)
        {
            await stream.CopyToAsync(Stream.Null).ConfigureAwait(false);
            return;
        }

        var reader = new LineReader(stream, output.Limits);
        while (await reader.ReadLineAsync(CancellationToken.None).ConfigureAwait(false) is OutputLine line)
        {
            lock (sinkGate)
                sink(line);
        }

        Interlocked.Add(ref bytesDropped, reader.BytesDropped);
    }
}
