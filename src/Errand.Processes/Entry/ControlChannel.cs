using System.Net.Sockets;
using System.Runtime.InteropServices;
using Errand.Processes.Native;

namespace Errand.Processes.Entry;

/// <summary>
/// A pair of sockets between a supervisor and an <see cref="EntryProgram"/>: the one message that it carries says that the sandbox was entered, and brings the
/// sockets that listen inside.
/// </summary>
public sealed class ControlChannel : IDisposable
{
    private const int MostSockets = 16;

    private readonly Descriptor theirs;
    private readonly Socket ours;

    /// <summary>Makes the pair.</summary>
    /// <exception cref="IOException">The system has no room for it.</exception>
    public ControlChannel()
    {
        Platform.RequireLinux();
        (Descriptor mine, theirs) = Descriptor.SocketPair();
        ours = new Socket(new SafeSocketHandle(mine.Release(), ownsHandle: true));
    }

    /// <summary>The end for the new process.</summary>
    public SafeHandle Theirs => theirs;

    /// <summary>Closes the new process's end here, so that its death ends the channel. To be called once it was started.</summary>
    public void CloseTheirs() => theirs.Dispose();

    /// <summary>Waits until the sandbox was entered.</summary>
    /// <returns>The sockets that listen inside, in the order of the plan; null = the process ended before.</returns>
    public async Task<IReadOnlyList<Socket>?> WaitAsync(CancellationToken cancellationToken)
    {
        byte[] look = new byte[1];
        try
        {
            if (await ours.ReceiveAsync(look, SocketFlags.Peek, cancellationToken).ConfigureAwait(false) == 0)
                return null;
        }
        catch (SocketException)
        {
            return null;
        }

        return Receive();
    }

    public void Dispose()
    {
        theirs.Dispose();
        ours.Dispose();
    }

    private unsafe List<Socket>? Receive()
    {
        const int headerBytes = 16;
        const int closeOnExec = 0x40000000;
        byte content;
        byte* control = stackalloc byte[headerBytes + (MostSockets * sizeof(int))];
        var part = new MessagePart { Base = &content, Length = 1 };
        var message = new MessageHeader { Parts = &part, PartCount = 1, Control = control, ControlLength = headerBytes + (MostSockets * sizeof(int)) };
        if (Libc.ReceiveMessage((int)ours.Handle, &message, closeOnExec) <= 0)
            return null;

        var sockets = new List<Socket>();
        int count = message.ControlLength < headerBytes ? 0 : (int)(*(long*)control - headerBytes) / sizeof(int);
        for (int index = 0; index < count; index++)
            sockets.Add(new Socket(new SafeSocketHandle(Descriptor.Adopt(((int*)(control + headerBytes))[index]).Release(), ownsHandle: true)));
        return sockets;
    }
}
