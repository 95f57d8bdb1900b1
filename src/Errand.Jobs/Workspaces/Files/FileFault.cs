using System.Runtime.InteropServices;
using Errand.Core;

namespace Errand.Jobs.Workspaces.Files;

/// <summary>A system call on a file failed.</summary>
internal sealed class FileFault(string path, string action, int error)
    : IOException($"{Escaping.Quote(path, '\'')} could not be {action}: {Marshal.GetPInvokeErrorMessage(error)}")
{
    /// <summary>The system's number for the cause.</summary>
    public int Error { get; } = error;

    /// <summary>What the system said of the cause.</summary>
    public string Reason { get; } = Marshal.GetPInvokeErrorMessage(error);

    public static FileFault Last(string path, string action) => new(path, action, Marshal.GetLastPInvokeError());
}
