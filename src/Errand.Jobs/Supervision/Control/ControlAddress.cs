using System.Net.Sockets;
using Microsoft.Win32.SafeHandles;

namespace Errand.Jobs.Supervision;

/// <summary>
/// The address of a socket file. A socket path may have 107 bytes only, and a state directory can be deeper than that; so on Linux
/// the address goes through an open descriptor of the job's directory, <c>/proc/self/fd/N/ctl.sock</c>.
/// </summary>
internal sealed class ControlAddress : IDisposable
{
    private const int LongestPath = 107;

    private readonly SafeFileHandle? directory;

    public ControlAddress(string path)
    {
        if (System.Text.Encoding.UTF8.GetByteCount(path) <= LongestPath)
        {
            EndPoint = new UnixDomainSocketEndPoint(path);
            return;
        }

        directory = Store.DirectoryHandle.Open(Path.GetDirectoryName(path)!);
        EndPoint = new UnixDomainSocketEndPoint($"/proc/self/fd/{directory.DangerousGetHandle()}/{Path.GetFileName(path)}");
    }

    public UnixDomainSocketEndPoint EndPoint { get; }

    public void Dispose() => directory?.Dispose();
}
