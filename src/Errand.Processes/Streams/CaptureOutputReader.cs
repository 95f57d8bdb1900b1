namespace Errand.Processes.Streams;

/// <summary>Keeps the beginning of standard output and the end of standard error.</summary>
internal sealed class CaptureOutputReader(int outputLimit) : IOutputReader
{
    private const int ErrorLimit = 64 * 1024;

    public HeadBuffer Output { get; } = new(outputLimit);

    public TailBuffer Error { get; } = new(ErrorLimit);

    public long BytesDropped => Output.BytesDropped;

    public Task ReadOutputAsync(Stream stream) => Output.FillAsync(stream);

    public Task ReadErrorAsync(Stream stream) => Error.FillAsync(stream);
}
