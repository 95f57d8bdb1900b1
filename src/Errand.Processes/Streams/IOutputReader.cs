namespace Errand.Processes.Streams;

/// <summary>What reads a process's output. Each stream is read by one task; the two run side by side.</summary>
internal interface IOutputReader
{
    /// <summary>Bytes that came after the limit.</summary>
    long BytesDropped { get; }

    Task ReadOutputAsync(Stream stream);

    Task ReadErrorAsync(Stream stream);
}
