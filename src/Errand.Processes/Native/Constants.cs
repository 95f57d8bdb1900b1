namespace Errand.Processes.Native;

/// <summary>Error numbers of Linux; the same on every architecture that .NET runs on.</summary>
internal static class Errno
{
    public const int NoPermission = 1;
    public const int NoEntry = 2;
    public const int NoProcess = 3;
    public const int Interrupted = 4;
    public const int TooBig = 7;
    public const int NotExecutable = 8;
    public const int NoChild = 10;
    public const int TryAgain = 11;
    public const int NoMemory = 12;
    public const int AccessDenied = 13;
    public const int NoDirectory = 20;
    public const int FileBusy = 26;
    public const int InvalidArgument = 22;
}

/// <summary>Signal numbers of Linux, and what can be done with a signal.</summary>
internal static class Signal
{
    public const int None = 0;
    public const int Interrupt = 2;
    public const int Quit = 3;
    public const int Kill = 9;
    public const int Pipe = 13;
    public const int Child = 17;
    public const int Stop = 19;

    /// <summary>The handlers <c>SIG_DFL</c> and <c>SIG_IGN</c>.</summary>
    public const nint Default = 0;
    public const nint Ignored = 1;
}

/// <summary>Flags of <c>open</c> and commands of <c>fcntl</c>.</summary>
internal static class FileFlags
{
    public const int ReadOnly = 0;
    public const int WriteOnly = 1;
    public const int Create = 0x40;
    public const int NoTerminal = 0x100;
    public const int Append = 0x400;
    public const int NonBlocking = 0x800;
    public const int CloseOnExec = 0x80000;

    public const int DuplicateAtLeastCloseOnExec = 1030;
    public const int GetDescriptorFlags = 1;
    public const int SetDescriptorFlags = 2;
    public const int DescriptorCloseOnExec = 1;
    public const int GetStatusFlags = 3;
    public const int SetStatusFlags = 4;

    public const int MayExecute = 1;
}

/// <summary>Options of <c>waitpid</c> and <c>waitid</c>.</summary>
internal static class WaitFlags
{
    public const int AnyChild = 0;
    public const int NoHang = 1;
    public const int Exited = 4;
    public const int LeaveWaitable = 0x01000000;
}

/// <summary>Flags of <c>posix_spawnattr_setflags</c>.</summary>
internal static class SpawnFlags
{
    public const short DefaultSignals = 0x04;
    public const short SignalMask = 0x08;
    public const short NewSession = 0x80;
}
