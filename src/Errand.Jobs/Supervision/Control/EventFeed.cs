using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Errand.Jobs.Supervision;

/// <summary>The worker's events for those who watch live. A watcher that does not keep up loses the oldest lines, never the worker's time.</summary>
internal sealed class EventFeed
{
    private const int LinesPerWatcher = 1000;

    private readonly Lock gate = new();
    private readonly List<Channel<string>> watchers = [];
    private bool isComplete;

    public void Publish(string line)
    {
        lock (gate)
        {
            foreach (Channel<string> watcher in watchers)
                watcher.Writer.TryWrite(line);
        }
    }

    /// <summary>No line follows any more.</summary>
    public void Complete()
    {
        lock (gate)
        {
            isComplete = true;
            foreach (Channel<string> watcher in watchers)
                watcher.Writer.TryComplete();
        }
    }

    public async IAsyncEnumerable<string> SubscribeAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var channel = Channel.CreateBounded<string>(new BoundedChannelOptions(LinesPerWatcher) { FullMode = BoundedChannelFullMode.DropOldest });
        lock (gate)
        {
            if (isComplete)
                yield break;
            watchers.Add(channel);
        }

        try
        {
            await foreach (string line in channel.Reader.ReadAllAsync(cancellationToken))
                yield return line;
        }
        finally
        {
            lock (gate)
                watchers.Remove(channel);
        }
    }
}
