using System.Runtime.InteropServices;
using Errand.Processes.Native;

namespace Errand.Processes.Confinement;

/// <summary>Rules of Landlock as the kernel takes them (linux/landlock.h): what is not granted is refused, to the process that restricts itself and to all that it starts.</summary>
public static unsafe class LandlockRuleset
{
    /// <summary>The first version that knows ports.</summary>
    public const int FirstWithPorts = 4;

    private const int FirstWithScopes = 6;

    private const nint CreateRuleset = 444;
    private const nint AddRule = 445;
    private const nint OnlyVersion = 1;
    private const nint PathRule = 1;
    private const nint PortRule = 2;

    private const ulong Execute = 1 << 0;
    private const ulong WriteFile = 1 << 1;
    private const ulong ReadFile = 1 << 2;
    private const ulong ReadDirectory = 1 << 3;
    private const ulong MakeCharacterDevice = 1 << 6;
    private const ulong MakeBlockDevice = 1 << 11;
    private const ulong Truncate = 1 << 14;

    /// <summary>All rights on files that version 4 knows. What later versions add is not asked for, and so is not refused.</summary>
    private const ulong AllOnFiles = (1 << 15) - 1;

    private const ulong OnPlainFile = Execute | WriteFile | ReadFile | Truncate;
    private const ulong Connect = 1 << 1;
    private const ulong AbstractSocketsAndSignals = 3;

    /// <summary>The version that the kernel has; 0 = none, or it is switched off.</summary>
    public static int Version { get; } = OperatingSystem.IsLinux() ? (int)Math.Max(0, Libc.Call(CreateRuleset, 0, 0, OnlyVersion, 0)) : 0;

    /// <summary>Whether the kernel keeps signals and abstract sockets within the rules; before version 6 it does not.</summary>
    public static bool HasScopes => Version >= FirstWithScopes;

    /// <summary>Makes a set of rules, for an <see cref="Entry.EntryProgram"/> to restrict itself with. Needs <see cref="FirstWithPorts"/>.</summary>
    /// <exception cref="IOException">The kernel refuses one of them.</exception>
    public static SafeHandle Create(LandlockRules rules)
    {
        Platform.RequireLinux();
        ulong* attributes = stackalloc ulong[3] { AllOnFiles, rules.Ports is null ? 0 : Connect, AbstractSocketsAndSignals };
        nint length = (HasScopes ? 3 : 2) * sizeof(ulong);
        Descriptor ruleset = Descriptor.Adopt((int)Require(Libc.Call(CreateRuleset, (nint)attributes, length, 0, 0), "a ruleset"));
        try
        {
            foreach (string path in rules.Readable)
                AddPath(ruleset, path, Execute | ReadFile | ReadDirectory);
            foreach (string path in rules.Writable)
                AddPath(ruleset, path, AllOnFiles & ~(MakeCharacterDevice | MakeBlockDevice));
            foreach (int port in rules.Ports ?? [])
                AddPort(ruleset, port);
            return ruleset;
        }
        catch
        {
            ruleset.Dispose();
            throw;
        }
    }

    private static void AddPort(Descriptor ruleset, int port)
    {
        ulong* rule = stackalloc ulong[2] { Connect, (ulong)port };
        Require(Libc.Call(AddRule, ruleset.Number, PortRule, (nint)rule, 0), $"port {port}");
    }

    private static void AddPath(Descriptor ruleset, string path, ulong rights)
    {
        const int pathOnlyCloseOnExec = 0x200000 | 0x80000;
        int opened = Libc.Open(path, pathOnlyCloseOnExec, 0);
        if (opened < 0)
            return;

        using Descriptor place = Descriptor.Adopt(opened);
        // struct landlock_path_beneath_attr is packed: 8 bytes and 4.
        byte* rule = stackalloc byte[12];
        *(ulong*)rule = Directory.Exists(path) ? rights : rights & OnPlainFile;
        *(int*)(rule + sizeof(ulong)) = place.Number;
        Require(Libc.Call(AddRule, ruleset.Number, PathRule, (nint)rule, 0), path);
    }

    private static nint Require(nint result, string what) => result >= 0
        ? result
        : throw new IOException($"The kernel's Landlock refuses {what}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");
}
