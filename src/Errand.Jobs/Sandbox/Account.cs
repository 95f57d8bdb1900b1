using System.Globalization;
using System.Runtime.InteropServices;

namespace Errand.Jobs.Sandbox;

/// <summary>Who a program is inside a sandbox.</summary>
/// <param name="User">Its user id inside.</param>
/// <param name="Group">Its group id inside.</param>
/// <param name="IsMapped">Whether these are not the ids outside: root is an ordinary user inside, since many programs behave otherwise, or refuse to run, as root.</param>
internal sealed partial record Account(uint User, uint Group, bool IsMapped)
{
    private const uint FirstOrdinary = 1000;
    private const uint Nobody = 65534;

    public static Account Current { get; } = EffectiveUser() == 0 ? new Account(FirstOrdinary, FirstOrdinary, IsMapped: true) : new Account(EffectiveUser(), EffectiveGroup(), IsMapped: false);

    /// <summary>Its user id outside.</summary>
    public uint OutsideUser => IsMapped ? 0 : User;

    /// <summary>Its group id outside.</summary>
    public uint OutsideGroup => IsMapped ? EffectiveGroup() : Group;

    /// <summary>An <c>/etc/passwd</c> that knows nobody else of the machine.</summary>
    public string Passwd(string home) => string.Create(
        CultureInfo.InvariantCulture,
        $"root:x:0:0:root:/nonexistent:/bin/sh\nerrand:x:{User}:{Group}::{home}:/bin/sh\n{(User == Nobody ? "" : "nobody:x:65534:65534:nobody:/nonexistent:/bin/false\n")}");

    public string Groups() => string.Create(CultureInfo.InvariantCulture, $"root:x:0:\nerrand:x:{Group}:\n{(Group == Nobody ? "" : "nogroup:x:65534:\n")}");

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();

    [LibraryImport("libc", EntryPoint = "getegid")]
    private static partial uint EffectiveGroup();
}
