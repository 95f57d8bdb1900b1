using System.Text;
using System.Text.Json;
using Errand.Jobs.Workers;

namespace Errand.Jobs.Supervision;

/// <summary>Writes what the worker's lines mean to <c>events.jsonl</c> and to those who watch. Bounded: after the limit, or when the disk is full, only the watchers get them.</summary>
internal sealed class EventLog(string path, EventFeed feed, TimeProvider clock) : IDisposable
{
    private const long LongestLog = 64L << 20;

    private readonly FileStream file = new(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);

    private bool isFull;

    public void Write(WorkerEvent happened)
    {
        string line = JsonSerializer.Serialize(new RecordedEvent(clock.GetUtcNow(), happened), ControlJson.Default.RecordedEvent);
        if (!isFull)
            Append(line);
        feed.Publish(line);
    }

    private void Append(string line)
    {
        try
        {
            isFull = file.Length >= LongestLog;
            if (!isFull)
                file.Write(Encoding.UTF8.GetBytes(line + "\n"));
        }
        catch (IOException)
        {
            isFull = true;
        }
    }

    public void Dispose() => file.Dispose();
}
