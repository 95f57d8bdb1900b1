namespace Errand.Jobs.Sandbox;

/// <summary>The parts of the machine that programs need to run, by name: what is not listed is not there.</summary>
internal static class SystemMounts
{
    private const long TemporaryBytes = 1L << 30;
    private const long SmallBytes = 64L << 20;

    /// <summary>Directories of programs and libraries. Where the distribution has merged them into /usr they are links, and stay so.</summary>
    private static readonly string[] Programs = ["/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"];

    /// <summary>Whole package stores of the distributions that keep their programs there.</summary>
    private static readonly string[] Stores = ["/nix/store", "/gnu/store"];

    private static readonly string[] KernelSwitches = ["acpi", "bus", "fs", "irq", "latency_stats", "mtrr", "scsi", "sys", "sysrq-trigger"];

    private static readonly string[] KernelMemory = ["kcore", "keys", "timer_list"];

    /// <summary>No shadow, no machine-id, no keys, no configuration of services.</summary>
    private static readonly string[] Settings =
    [
        "alternatives", "ca-certificates", "ca-certificates.conf", "crypto-policies", "debian_version", "dotnet", "fonts", "gai.conf", "host.conf", "java",
        "ld.so.cache", "ld.so.conf", "ld.so.conf.d", "locale.alias", "localtime", "magic", "maven", "mime.types", "nsswitch.conf", "os-release", "perl", "pki/ca-trust",
        "pki/tls/certs", "protocols", "python3", "services", "ssl/certs", "ssl/openssl.cnf", "terminfo", "timezone",
    ];

    /// <summary>
    /// The kernel's switches below <c>/proc</c>, to be read only. They are protected by the file's owner alone, and to the kernel a sandbox that root
    /// started is still root: it could set what a crash runs, or restart the machine. Bubblewrap covers them only where it sees that it must.
    /// </summary>
    public static IEnumerable<SandboxMount> Kernel() =>
    [
        .. KernelSwitches.Select(name => $"/proc/{name}").Where(Path.Exists).Select(path => BindMount.ReadOnly(path) with { IsOptional = true }),
        .. KernelMemory.Select(name => $"/proc/{name}").Where(File.Exists).Select(path => new BindMount("/dev/null", path, IsWritable: false)),
    ];

    public static IEnumerable<SandboxMount> All()
    {
        yield return BindMount.ReadOnly("/usr");
        foreach (string directory in Programs)
        {
            var entry = new DirectoryInfo(directory);
            if (entry.LinkTarget is { } target)
                yield return new LinkMount(target, directory);
            else if (entry.Exists)
                yield return BindMount.ReadOnly(directory);
        }

        foreach (string store in Stores.Where(Directory.Exists))
            yield return BindMount.ReadOnly(store);
        foreach (string name in Settings.Where(name => Path.Exists($"/etc/{name}")))
            yield return BindMount.ReadOnly($"/etc/{name}") with { IsOptional = true };
        foreach (string java in Directory.Exists("/etc") ? Directory.EnumerateDirectories("/etc", "java-*-openjdk") : [])
            yield return BindMount.ReadOnly(java);
        yield return new TmpfsMount("/tmp", TemporaryBytes);
        yield return new TmpfsMount("/run", SmallBytes);
        yield return new TmpfsMount("/dev/shm", TemporaryBytes);
        yield return new LinkMount("../tmp", "/var/tmp");
        yield return new LinkMount("../run", "/var/run");
    }

    /// <summary>What says how a name becomes an address, for a sandbox with the machine's network.</summary>
    public static IEnumerable<SandboxMount> NameService() =>
        [BindMount.ReadOnly("/etc/resolv.conf") with { IsOptional = true }, BindMount.ReadOnly("/etc/hosts") with { IsOptional = true }];

    /// <summary>Whether a path is shown by these mounts anyway.</summary>
    public static bool Show(string path) =>
        Programs.Concat(Stores).Append("/usr").Any(directory => path == directory || path.StartsWith(directory + "/", StringComparison.Ordinal));
}
