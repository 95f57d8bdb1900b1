using System.Runtime.InteropServices;
using Errand.Processes.Native;

namespace Errand.Processes.Spawning;

/// <summary>
/// Says in words why a program did not start; the error number alone does not tell whether the program or its directory is meant.
/// </summary>
internal static class StartFailure
{
    public static string Explain(int error, ProcessCommand command, string path)
    {
        if (!Directory.Exists(command.WorkingDirectory))
            return $"its working directory '{command.WorkingDirectory}' does not exist";
        return error switch
        {
            Errno.NoEntry when !File.Exists(path) => $"'{path}' does not exist",
            Errno.NoEntry => $"the program that '{path}' needs to run (its '#!' line, or its loader) does not exist",
            Errno.AccessDenied when Directory.Exists(path) => $"'{path}' is a directory",
            Errno.AccessDenied when Libc.Access(command.WorkingDirectory, FileFlags.MayExecute) != 0 =>
                $"its working directory '{command.WorkingDirectory}' may not be entered",
            Errno.AccessDenied or Errno.NoPermission => $"'{path}' may not be executed",
            Errno.NotExecutable => $"'{path}' is neither a program for this machine nor a script with a '#!' line",
            Errno.TooBig => "its arguments and environment are longer than the system allows (128 KiB for one argument)",
            Errno.FileBusy => $"'{path}' is still open for writing",
            Errno.TryAgain or Errno.NoMemory => "the system has no room for another process",
            _ => $"{Marshal.GetPInvokeErrorMessage(error)} ('{path}')",
        };
    }
}
