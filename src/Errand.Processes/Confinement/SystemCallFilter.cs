using System.Runtime.InteropServices;

namespace Errand.Processes.Confinement;

/// <summary>
/// The filter of system calls in a sandbox, as a program for the kernel (<c>struct sock_filter[]</c>). It refuses what no build, test or agent needs and what
/// reaches far into the kernel; everything else stays, because a list of what is allowed breaks with every new version of anything.
/// </summary>
public static class SystemCallFilter
{
    private const uint X64Architecture = 0xC000003E;
    private const uint Arm64Architecture = 0xC00000B7;

    /// <summary>On x86-64 numbers from here on are those of another ABI, by which every refusal could be passed.</summary>
    private const uint X32Bit = 0x40000000;

    private const uint NotPermitted = 1;
    private const uint NoSuchCall = 38;
    private const uint NoSuchFamily = 97;
    private const uint NotSupported = 95;

    /// <summary>MSG_FASTOPEN connects by sending, past the rules for connections.</summary>
    private const uint FastOpen = 0x20000000;

    /// <summary>Namespaces that a process could make for itself: mount, cgroup, uts, ipc, user, pid, net.</summary>
    private const uint NewNamespaces = 0x00020000 | 0x02000000 | 0x04000000 | 0x08000000 | 0x10000000 | 0x20000000 | 0x40000000;

    /// <summary>Puts a character into a terminal's input, as if it had been typed.</summary>
    private const uint TypeIntoTerminal = 0x5412;
    private const uint LinuxConsole = 0x541C;

    /// <summary>Families of sockets: local, IPv4, IPv6, and netlink, by which programs list network interfaces.</summary>
    private static readonly uint[] Families = [1, 2, 10, 16];

    /// <summary>The program for this machine.</summary>
    /// <param name="onlyStreams">Whether internet sockets that are no TCP streams, and connecting by sending, are refused too, for a sandbox that limits connections and nothing else of the machine's network.</param>
    public static byte[] Build(bool onlyStreams = false) => Build(RuntimeInformation.ProcessArchitecture == Architecture.Arm64, onlyStreams);

    internal static byte[] Build(bool isArm64, bool onlyStreams)
    {
        var program = new FilterAssembler();
        program.LoadArchitecture();
        program.KillUnless(isArm64 ? Arm64Architecture : X64Architecture);
        program.LoadNumber();
        if (!isArm64)
            program.RefuseFrom(X32Bit, NoSuchCall);
        foreach ((int x64, int arm64) in Refused)
        {
            int number = isArm64 ? arm64 : x64;
            if (number >= 0)
                program.Refuse((uint)number, NotPermitted);
        }

        // Its flags are in memory, where a filter cannot look; libraries fall back to the older call.
        program.Refuse(435, NoSuchCall);
        program.RefuseFlags(isArm64 ? 220u : 56u, argument: 0, NewNamespaces, NotPermitted);
        program.RefuseValues(isArm64 ? 29u : 16u, argument: 1, [TypeIntoTerminal, LinuxConsole], NotPermitted);
        program.RefuseOthers(isArm64 ? 198u : 41u, argument: 0, Families, NoSuchFamily);
        if (onlyStreams)
        {
            program.RefuseDatagrams(isArm64 ? 198u : 41u, NotPermitted);
            program.RefuseFlags(isArm64 ? 206u : 44u, argument: 3, FastOpen, NotSupported);
            program.RefuseFlags(isArm64 ? 211u : 46u, argument: 2, FastOpen, NotSupported);
            program.RefuseFlags(isArm64 ? 269u : 307u, argument: 3, FastOpen, NotSupported);
        }

        program.Allow();
        return program.ToArray();
    }

    /// <summary>x86-64 and AArch64; -1 = there is none.</summary>
    private static (int X64, int Arm64)[] Refused { get; } =
    [
        // Mounts and namespaces
        (165, 40), (166, 39), (155, 41), (428, 428), (429, 429), (430, 430), (431, 431), (432, 432), (433, 433), (442, 442), (272, 97), (308, 268), (161, 51),
        // Keys, programs in the kernel, performance counters, faults handled by programs, io_uring
        (248, 217), (249, 218), (250, 219), (321, 280), (298, 241), (323, 282), (425, 425), (426, 426), (427, 427),
        // Modules, kernels, boot, swap, quotas, accounting, the kernel's log
        (175, 105), (313, 273), (176, 106), (246, 104), (320, 294), (169, 142), (167, 224), (168, 225), (179, 60), (443, 443), (163, 89), (103, 116),
        // Clocks and names of the machine
        (164, 170), (227, 112), (159, 171), (305, 266), (170, 161), (171, 162),
        // Ports of the hardware, old tables of the processor
        (172, -1), (173, -1), (154, -1), (134, -1), (153, 58), (180, 42), (212, 18),
        // Files by handle, watching whole file systems, descriptors of other processes. Debuggers stay: they reach only what the sandbox holds
        (303, 264), (304, 265), (300, 262), (301, 263), (438, 438),
    ];
}
