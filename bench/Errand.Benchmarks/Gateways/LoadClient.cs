using System.Diagnostics;

namespace Errand.Benchmarks.Gateways;

/// <summary>Sends the same request over a number of connections, each waiting for its answer before it asks again, for a set time. One thread does it all.</summary>
/// <param name="port">On loopback.</param>
/// <param name="request">Head and body.</param>
/// <param name="mark">What every answer must hold, so that an error page or a torn stream is no success.</param>
internal sealed class LoadClient(int port, byte[] request, byte[] mark)
{
    /// <summary>An answer that takes longer ends the benchmark.</summary>
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(30);

    public LoadResult Run(int connections, TimeSpan duration)
    {
        using var loop = new SocketLoop();
        var sample = new LoadSample();
        long startedAt = Stopwatch.GetTimestamp();
        LoadConnection[] all = [.. Enumerable.Range(0, connections).Select(key => new LoadConnection(loop, key, port, request, mark, sample))];
        try
        {
            int underWay = connections;
            var ready = new List<int>();
            while (underWay > 0)
            {
                loop.Wait(ready, (int)LongestAnswer.TotalMilliseconds);
                if (ready.Count == 0)
                    throw new TimeoutException($"No answer in {LongestAnswer.TotalSeconds:0} s.");

                bool isOver = Stopwatch.GetElapsedTime(startedAt) > duration;
                foreach (int key in ready)
                {
                    if (!all[key].Receive())
                        continue;
                    if (isOver)
                        underWay--;
                    else
                        all[key].Send();
                }
            }

            return sample.Result(Stopwatch.GetElapsedTime(startedAt).TotalSeconds);
        }
        finally
        {
            foreach (LoadConnection connection in all)
                connection.Dispose();
        }
    }
}
