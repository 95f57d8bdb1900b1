using System.Net;
using System.Net.Sockets;

namespace Errand.Benchmarks.Gateways;

/// <summary>
/// A Chat Completions endpoint that costs next to nothing: a thread for each processor, prepared bytes. Answers one JSON body, or 200 chunks at the pace that the
/// prompt asks for when the request says <c>"stream":true</c>. Runs in a process of its own: <c>Errand.Benchmarks upstream</c> prints its port and serves until its
/// input ends.
/// </summary>
internal static class FakeUpstream
{
    public static void Run()
    {
        Socket first = Listen(0);
        int port = ((IPEndPoint)first.LocalEndPoint!).Port;
        Socket[] listeners = [first, .. Enumerable.Range(1, Environment.ProcessorCount - 1).Select(_ => Listen(port))];
        foreach (Socket listener in listeners)
            new Thread(() => new UpstreamLoop(listener).Run()) { IsBackground = true }.Start();
        Console.WriteLine(port);
        Console.In.ReadLine();
    }

    /// <summary>The kernel shares connections out between all that listen on the port.</summary>
    private static Socket Listen(int port)
    {
        const int socketLevel = 1;
        const int reusePort = 15;
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.SetRawSocketOption(socketLevel, reusePort, BitConverter.GetBytes(1));
        listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
        listener.Listen(1024);
        return listener;
    }
}
