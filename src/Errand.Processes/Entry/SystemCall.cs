namespace Errand.Processes.Entry;

/// <summary>A call of the kernel by its numbers on the two architectures that Errand knows.</summary>
/// <param name="X64">asm/unistd_64.h</param>
/// <param name="Arm64">asm-generic/unistd.h</param>
internal readonly record struct SystemCall(int X64, int Arm64)
{
    public static SystemCall Bind { get; } = new(49, 200);
    public static SystemCall Close { get; } = new(3, 57);
    public static SystemCall CloseRange { get; } = new(436, 436);
    public static SystemCall Execute { get; } = new(59, 221);
    public static SystemCall Exit { get; } = new(231, 94);
    public static SystemCall LandlockRestrictSelf { get; } = new(446, 446);
    public static SystemCall Listen { get; } = new(50, 201);
    public static SystemCall Mount { get; } = new(165, 40);
    public static SystemCall OpenAt { get; } = new(257, 56);
    public static SystemCall ProcessControl { get; } = new(157, 167);
    public static SystemCall ResourceLimit { get; } = new(302, 261);
    public static SystemCall Seccomp { get; } = new(317, 277);
    public static SystemCall SendMessage { get; } = new(46, 211);
    public static SystemCall SetSession { get; } = new(112, 157);
    public static SystemCall SignalAction { get; } = new(13, 134);
    public static SystemCall Socket { get; } = new(41, 198);
    public static SystemCall Unshare { get; } = new(272, 97);
    public static SystemCall Write { get; } = new(1, 64);
}
