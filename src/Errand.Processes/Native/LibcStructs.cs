using System.Runtime.InteropServices;

namespace Errand.Processes.Native;

// The C library fills these; only their size matters to us. glibc's are 80, 336 and 128 bytes on 64-bit Linux, musl's are no larger.

[StructLayout(LayoutKind.Sequential, Size = 256)]
internal struct SpawnFileActions;

[StructLayout(LayoutKind.Sequential, Size = 512)]
internal struct SpawnAttributes;

[StructLayout(LayoutKind.Sequential, Size = 128)]
internal struct SignalSet;

/// <summary><c>struct sigaction</c>: the handler is its first member everywhere; 152 bytes in glibc.</summary>
[StructLayout(LayoutKind.Sequential, Size = 256)]
internal struct SignalAction
{
    public nint Handler;
}

/// <summary><c>siginfo_t</c> as <c>waitid</c> fills it on 64-bit Linux.</summary>
[StructLayout(LayoutKind.Explicit, Size = 128)]
internal struct SignalInfo
{
    [FieldOffset(12 + 4)]
    public int Pid;
}

/// <summary><c>struct iovec</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct MessagePart
{
    public byte* Base;
    public nint Length;
}

/// <summary><c>struct msghdr</c> on 64-bit Linux.</summary>
[StructLayout(LayoutKind.Explicit, Size = 56)]
internal unsafe struct MessageHeader
{
    [FieldOffset(16)]
    public MessagePart* Parts;

    [FieldOffset(24)]
    public nint PartCount;

    [FieldOffset(32)]
    public byte* Control;

    [FieldOffset(40)]
    public nint ControlLength;
}
