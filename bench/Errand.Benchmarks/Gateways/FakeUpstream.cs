using System.Net;
using System.Net.Sockets;

namespace Errand.Benchmarks.Gateways;

/// <summary>
/// A Chat Completions endpoint that costs next to nothing: one thread, prepared bytes. Answers one JSON body, or 200 chunks at the pace that the prompt asks for
/// when the request says <c>"stream":true</c>. Runs in a process of its own: <c>Errand.Benchmarks upstream</c> prints its port and serves until its input ends.
/// </summary>
internal static class FakeUpstream
{
    private const int Listener = -1;

    /// <summary>How long to wait in milliseconds when no stream has room for its next chunk.</summary>
    private const int Pause = 1;

    public static void Run()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1024);
        Console.WriteLine(((IPEndPoint)listener.LocalEndPoint!).Port);
        new Thread(EndWithInput) { IsBackground = true }.Start();

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

    private static void EndWithInput()
    {
        Console.In.ReadLine();
        Environment.Exit(0);
    }
}
