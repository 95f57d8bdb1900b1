using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Errand.Processes.Entry;

/// <summary>
/// Builds the program that stands before a sandbox program which cannot mount overlays: it takes a user and a mount namespace of its own, in which its user is
/// who it was, mounts them there and becomes its own arguments. The mounts end with the last process in the namespace; nobody outside ever sees them.
/// Any call that fails ends it with a sentence on standard error and exit code 126.
/// </summary>
public static class MountProgram
{
    /// <summary>What it says when it cannot go on, before the step.</summary>
    public const string Failure = "the overlays of the sandbox could not be mounted";

    /// <summary>The step that mounts one, before the place.</summary>
    public const string Mounting = "mounting an overlay on";

    private const long NewUser = 0x10000000;
    private const long NewMounts = 0x00020000;
    private const long WriteOnly = 1;
    private const long CurrentDirectory = -100;
    private const long PrivateBelow = 0x40000 | 0x4000;

    /// <summary>Builds the program as an ELF file.</summary>
    /// <param name="user">The user that starts it.</param>
    /// <param name="group">Its group.</param>
    /// <param name="overlays">What it mounts, in this order.</param>
    /// <param name="firstFree">The first descriptor that is free when it starts; those below stay open.</param>
    /// <exception cref="PlatformNotSupportedException">Not for this processor.</exception>
    /// <exception cref="ArgumentException">The paths of an overlay are too long.</exception>
    public static byte[] Build(uint user, uint group, IReadOnlyList<OverlayLayers> overlays, int firstFree)
    {
        var builder = new EntryBuilder(
            EntryProgram.Machine ?? throw new PlatformNotSupportedException($"There is no mount program for {RuntimeInformation.ProcessArchitecture}."),
            Failure,
            "the sandbox program could not be run");
        builder.Step("closing inherited descriptors", SystemCall.CloseRange, firstFree, uint.MaxValue, 0);
        builder.Step("making a user and a mount namespace", SystemCall.Unshare, NewUser | NewMounts);
        // Who maps a group must first give up setting others.
        AddWrite(builder, firstFree, "/proc/self/setgroups", "deny");
        AddWrite(builder, firstFree, "/proc/self/gid_map", string.Create(CultureInfo.InvariantCulture, $"{group} {group} 1"));
        AddWrite(builder, firstFree, "/proc/self/uid_map", string.Create(CultureInfo.InvariantCulture, $"{user} {user} 1"));
        builder.Step("separating mounts", SystemCall.Mount, 0, Text(builder, "/"), 0, PrivateBelow, 0);
        long type = Text(builder, "overlay");
        foreach (OverlayLayers overlay in overlays)
            builder.Step($"{Mounting} {overlay.Target}", SystemCall.Mount, type, Text(builder, overlay.Target), type, 0, builder.Data([.. overlay.Options(), 0]));
        return builder.Finish();
    }

    private static void AddWrite(EntryBuilder builder, int descriptor, string file, string text)
    {
        string name = $"writing {file}";
        builder.Step(name, SystemCall.OpenAt, CurrentDirectory, Text(builder, file), WriteOnly, 0);
        builder.Step(name, SystemCall.Write, descriptor, builder.Data(Encoding.ASCII.GetBytes(text)), text.Length);
        builder.Step(name, SystemCall.Close, descriptor);
    }

    private static long Text(EntryBuilder builder, string text) => builder.Data([.. Encoding.UTF8.GetBytes(text), 0]);
}
