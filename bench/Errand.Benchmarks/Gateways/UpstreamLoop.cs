using System.Net.Sockets;

namespace Errand.Benchmarks.Gateways;

/// <summary>One thread of <see cref="FakeUpstream"/>, with the connections that it has accepted.</summary>
internal sealed class UpstreamLoop(Socket listener)
{
    private const int Listener = -1;

    /// <summary>How long to wait in milliseconds when no stream has room for its next chunk.</summary>
    private const int Pause = 1;

    public void Run()
    {
        using var loop = new SocketLoop();
        loop.Add(listener, Listener);
        var connections = new List<UpstreamConnection>();
        var streams = new List<UpstreamConnection>();
        var ready = new List<int>();
        int patience = -1;
        while (true)
        {
            loop.Wait(ready, patience);
            foreach (int key in ready)
            {
                if (key == Listener)
                {
                    Socket socket = listener.Accept();
                    socket.NoDelay = true;
                    loop.Add(socket, connections.Count);
                    connections.Add(new UpstreamConnection(socket));
                }
                else if (connections[key].Serve())
                {
                    streams.Add(connections[key]);
                }
            }

            bool hasSent = false;
            foreach (UpstreamConnection stream in streams)
                hasSent |= stream.TakeTurn();
            streams.RemoveAll(stream => !stream.IsStreaming);
            patience = streams.Count == 0 ? -1 : hasSent ? 0 : Pause;
        }
    }
}
