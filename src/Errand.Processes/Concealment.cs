using System.Runtime.InteropServices;
using Errand.Processes.Native;

namespace Errand.Processes;

/// <summary>
/// Keeps what this process was given from the user's other processes: its environment and memory under <c>/proc</c> belong to root from then on, and nobody but
/// root can trace it. A worker is such a process, and its supervisor holds the key of the model endpoint. Programs that this process starts are not concealed.
/// </summary>
public static class Concealment
{
    private const int GetDumpable = 3;
    private const int SetDumpable = 4;

    /// <summary>Whether this process is concealed.</summary>
    public static bool IsEnabled => Libc.ControlProcess(GetDumpable, 0, 0, 0, 0) == 0;

    /// <summary>Conceals this process for the rest of its life. It leaves no core dump any more, and no debugger can be attached.</summary>
    /// <exception cref="InvalidOperationException">The kernel refused.</exception>
    public static void Enable()
    {
        Platform.RequireLinux();
        Set(isDumpable: false);
    }

    /// <summary>Takes it back: for tests, whose process lives on.</summary>
    internal static void Disable() => Set(isDumpable: true);

    private static void Set(bool isDumpable)
    {
        if (Libc.ControlProcess(SetDumpable, isDumpable ? 1 : 0, 0, 0, 0) != 0)
        {
            string reason = Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError());
            throw new InvalidOperationException($"The kernel refused to conceal this process: {reason}.");
        }
    }
}
