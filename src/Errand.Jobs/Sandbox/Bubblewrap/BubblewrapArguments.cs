using System.Globalization;
using System.Text;
using Errand.Core;
using Errand.Processes;

namespace Errand.Jobs.Sandbox.Bubblewrap;

/// <summary>
/// Bubblewrap's arguments for a sandbox. They are passed through a descriptor: on the command line they would stand in <c>/proc/1/cmdline</c>, where the
/// sandboxed program could read the paths of the machine, and in the machine's process list, where everybody could read the worker's variables.
/// </summary>
internal sealed class BubblewrapArguments
{
    private readonly List<string> arguments = [];
    private readonly List<byte[]> contents = [];
    private readonly int firstContent;

    private BubblewrapArguments(int firstContent) => this.firstContent = firstContent;

    /// <summary>What the descriptors from <c>firstContent</c> on must hold.</summary>
    public IReadOnlyList<byte[]> Contents => contents;

    /// <summary>All arguments as bubblewrap reads them from a descriptor: each ends with a NUL.</summary>
    public byte[] Bytes => Encoding.UTF8.GetBytes(string.Concat(arguments.Select(argument => argument + '\0')));

    /// <param name="spec">The sandbox.</param>
    /// <param name="command">The program's variables and directory.</param>
    /// <param name="account">Who it is inside.</param>
    /// <param name="filterDescriptor">The descriptor with the filter of system calls.</param>
    /// <param name="firstContent">The first descriptor that is free for contents of files.</param>
    public static BubblewrapArguments Of(SandboxSpec spec, ProcessCommand command, Account account, int filterDescriptor, int firstContent)
    {
        var built = new BubblewrapArguments(firstContent);
        built.AddNamespaces(spec.Network, account);
        // Parents of mounts would be made for their owner only.
        built.Add("--dir", "/etc", "--dir", "/var", "--proc", "/proc", "--dev", "/dev");
        foreach (SandboxMount mount in SystemMounts.Kernel().Concat(SystemMounts.All()).Concat(AccountMounts(spec, account)).Concat(spec.Mounts))
            built.AddMount(mount);
        // The root is a file system in memory that anybody could fill.
        built.Add("--remount-ro", "/", "--chdir", command.WorkingDirectory, "--seccomp", Number(filterDescriptor), "--clearenv");
        foreach ((string name, string value) in command.Environment)
            built.Add("--setenv", name, value);
        return built;
    }

    private static IEnumerable<SandboxMount> AccountMounts(SandboxSpec spec, Account account)
    {
        yield return new TextMount(account.Passwd(spec.Home), "/etc/passwd");
        yield return new TextMount(account.Groups(), "/etc/group");
        if (spec.Network == SandboxNetwork.Open)
        {
            foreach (SandboxMount mount in SystemMounts.NameService())
                yield return mount;
        }
        else
        {
            yield return new TextMount("127.0.0.1 localhost job\n::1 localhost\n", "/etc/hosts");
        }
    }

    private void AddNamespaces(SandboxNetwork network, Account account)
    {
        Add("--unshare-user", "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try", "--disable-userns", "--hostname", "job");
        if (network != SandboxNetwork.Open)
            Add("--unshare-net");
        // As root bubblewrap would keep all capabilities.
        Add("--cap-drop", "ALL", "--new-session", "--die-with-parent");
        if (account.IsMapped)
            Add("--uid", Number(account.User), "--gid", Number(account.Group));
    }

    private void AddMount(SandboxMount mount)
    {
        switch (mount)
        {
            case BindMount bind:
                Add((bind.IsWritable, bind.IsOptional) switch
                {
                    (true, false) => "--bind",
                    (true, true) => "--bind-try",
                    (false, false) => "--ro-bind",
                    _ => "--ro-bind-try",
                });
                Add(bind.Source, bind.Target);
                break;
            case OverlayMount overlay:
                // Its sources go from the lowest to the topmost.
                foreach (string lower in overlay.Lowers.Reverse())
                    Add("--overlay-src", lower);
                Add("--overlay", overlay.Upper, overlay.Work, overlay.Target);
                if (!overlay.IsWritable)
                    Add("--remount-ro", overlay.Target);
                break;
            case TmpfsMount tmpfs:
                Add("--perms", tmpfs.Target is "/tmp" or "/dev/shm" ? "1777" : "0755", "--size", Number(tmpfs.Bytes), "--tmpfs", tmpfs.Target);
                break;
            case LinkMount link:
                Add("--symlink", link.Link, link.Target);
                break;
            case TextMount text:
                Add("--perms", "0444", "--ro-bind-data", Number(firstContent + contents.Count), text.Target);
                contents.Add(Encoding.UTF8.GetBytes(text.Text));
                break;
            default:
                throw new NotSupportedException($"Bubblewrap has no {mount.GetType().Name}.");
        }
    }

    private void Add(params ReadOnlySpan<string> more) => arguments.AddRange(more);

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
