using System.Net;
using System.Net.Sockets;
using Errand.Core;

namespace Errand.Jobs.Sandbox.Network;

/// <summary>Ports for the servers that a job's worker and checks start, so that jobs at work at the same time do not meet.</summary>
internal static class PortBlock
{
    /// <summary>The variable with the first port.</summary>
    public const string Variable = "ERRAND_PORT_BASE";

    /// <summary>Ports from there on that are the job's.</summary>
    public const int Size = 20;

    private const int First = 20_000;
    private const int Blocks = 600;

    /// <summary>The first port of a job's block. On a network of its own every port is free; on the machine's the next block is tried where one is in use.</summary>
    public static int For(JobId job, bool hasOwnNetwork)
    {
        for (int tried = 0; tried < Blocks; tried++)
        {
            int port = First + ((job.Number + tried) % Blocks * Size);
            if (hasOwnNetwork || Enumerable.Range(port, Size).All(IsFree))
                return port;
        }

        return First;
    }

    private static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
