using System.IO.Pipes;
using System.Text;
using Errand.Processes.Native;
using Microsoft.Win32.SafeHandles;

namespace Errand.Processes;

/// <summary>A detached process that waits for one line on its standard input. Without it, at our end at the latest, it finds the end of its input.</summary>
public sealed class WaitingProcess : IDisposable
{
    private readonly AnonymousPipeClientStream input;

    internal WaitingProcess(ProcessIdentity identity, Descriptor input)
    {
        Identity = identity;
        this.input = new AnonymousPipeClientStream(PipeDirection.Out, new SafePipeHandle(input.Release(), ownsHandle: true));
    }

    /// <summary>The process.</summary>
    public ProcessIdentity Identity { get; }

    /// <summary>Tells it what it waits for. From then on it needs us no more.</summary>
    /// <param name="line">A short line without its end.</param>
    /// <returns>Whether somebody was there to be told.</returns>
    public bool TryTell(string line)
    {
        try
        {
            input.Write(Encoding.UTF8.GetBytes($"{line}\n"));
            return true;
        }
        catch (IOException)
        {
            return false;
        }
        finally
        {
            input.Dispose();
        }
    }

    /// <summary>Lets it go untold.</summary>
    public void Dispose() => input.Dispose();
}
