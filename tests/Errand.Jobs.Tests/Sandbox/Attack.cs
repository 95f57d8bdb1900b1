namespace Errand.Jobs.Tests.Sandbox;

/// <summary>Something that a worker may try.</summary>
/// <param name="Name">What, as a test's name.</param>
/// <param name="Script">A shell command that succeeds if the worker has got out. <c>$VICTIM</c> is the user's checkout, <c>$USERHOME</c> the user's home, <c>$STATE</c> the state directory.</param>
/// <param name="WorksWithoutSandbox">Whether it gets out where nothing holds it; it is then tried like that too, so that it is known to be an attack.</param>
/// <param name="ChangesTheMachine">Whether it is judged by what it changes on the machine alone: below <c>/tmp</c> a sandbox has memory of its own to write to.</param>
internal sealed record Attack(string Name, string Script, bool WorksWithoutSandbox = false, bool ChangesTheMachine = false)
{
    /// <summary>The script, which says at its end how it went.</summary>
    public string Whole => $"{{ {Script}; }} && echo ESCAPED || echo held";

    /// <summary>Those of every workspace. Numbers of system calls are those of x86-64.</summary>
    public static IReadOnlyList<Attack> All { get; } =
    [
        new("write to the checkout", "echo x > \"$VICTIM/a.txt\"", true, true),
        new("append to the checkout", "echo x >> \"$VICTIM/a.txt\"", true, true),
        new("add to the checkout", "echo x > \"$VICTIM/new.txt\"", true, true),
        new("delete from the checkout", "rm \"$VICTIM/a.txt\"", true, true),
        new("rename in the checkout", "mv \"$VICTIM/a.txt\" \"$VICTIM/b.txt\"", true, true),
        new("change a mode in the checkout", "chmod 777 \"$VICTIM/a.txt\"", true, true),
        new("read what is not committed", "cat \"$VICTIM/private.txt\"", true),
        new("write through a symbolic link", "ln -s \"$VICTIM/a.txt\" link && echo x > link && grep -q x \"$VICTIM/a.txt\"", true, true),
        new("write through a linked directory", "ln -s \"$VICTIM\" there && echo x > there/new.txt && [ -e \"$VICTIM/new.txt\" ]", true, true),
        new("write through a hard link", "ln \"$VICTIM/a.txt\" hard && echo x > hard", true, true),
        new("leave by dots", "echo y > ../../repository/a.txt", true, true),
        new("plant a hook", "echo x > \"$VICTIM/.git/hooks/post-checkout\"", true, true),
        new("change git's configuration", "git -C \"$VICTIM\" config core.fsmonitor /bin/true", true, true),
        new("move a ref", "git -C \"$VICTIM\" update-ref refs/heads/evil HEAD", true, true),
        new("drop the index", "rm \"$VICTIM/.git/index\"", true, true),
        new("write an object", "echo x > \"$VICTIM/.git/objects/evil\"", true, true),
        new("delete objects", "rm -r \"$VICTIM\"/.git/objects/??", true, true),
        new("set an alternate of the checkout", "echo /tmp > \"$VICTIM/.git/objects/info/alternates\"", true, true),
        new("read a key", "cat \"$USERHOME/.ssh/id\"", true),
        new("plant a shell's start file", "echo x > \"$USERHOME/.bashrc\"", true, true),
        new("read Errand's configuration", "cat \"$STATE/config.json\"", true),
        new("write Errand's configuration", "echo x > \"$STATE/config.json\"", true, true),
        new("read another job", "cat \"$STATE/jobs/j9/receipt.json\"", true),
        new("list other jobs", "ls \"$STATE/jobs\" | grep j9", true),
        new("see the machine's temp directory", "[ -e \"$VICTIM/../marker\" ]", true),
        new("read shadow", "[ -e /etc/shadow ]"),
        new("read the machine's id", "[ -e /etc/machine-id ]"),
        new("read other accounts", "grep -E '^(daemon|sys|sync):' /etc/passwd"),
        new("write a program", "echo x > /usr/bin/evil"),
        new("replace a program", "mv /usr/bin/env /usr/bin/evil"),
        new("write settings", "echo x >> /etc/passwd"),
        new("fill the root", "echo x > /evil"),
        new("look into /root", "[ -n \"$(ls -A /root/.ssh /root/.config 2>/dev/null)\" ]"),
        new("find services in /run", "ls -A /run | grep -v '^errand$'"),
        new("look at /sys", "[ -e /sys/class ]"),
        new("find disks", "ls /dev | grep -E '^(sd|vd|nvme|mem|kmsg|kvm|fuse)'"),
        new("see other processes", "[ -e /proc/$HOSTPID/environ ] && grep -q errand-test-secret /proc/$HOSTPID/environ"),
        new("read the supervisor's environment", "tr '\\0' '\\n' < /proc/1/environ | grep -v '^ERRAND_RUN=' | grep ."),
        new("read the sandbox's arguments", "tr '\\0' '\\n' < /proc/1/cmdline | head -4 | grep -v -e bwrap -e '^--args$' -e '^5$' -e '^/proc/self/fd/4$'"),
        new("leave through the first process's root", "ls /proc/1/root/old_root/usr || ls /proc/1/cwd/home/*"),
        new("use an inherited descriptor", "ls /proc/self/fd | grep -E '^([4-9]|[1-9][0-9])'"),
        new("speak to the control channel", "echo x >&3"),
        new("signal a process outside", "kill -0 $HOSTPID 2>/dev/null && [ $HOSTPID -gt 4000 ]"),
        new("reach a listener of the machine", "exec 2>/dev/null; bash -c \"exec 5<>/dev/tcp/127.0.0.1/$HOSTPORT\"", true),
        new("reach a socket in the file system", "perl -MIO::Socket::UNIX -e 'IO::Socket::UNIX->new(Peer => $ENV{HOSTSOCKET}) or exit 1'", true),
        new("reach an abstract socket", "perl -MSocket -e 'socket(S, 1, 1, 0); connect(S, pack(\"Sa*\", 1, \"\\0$ENV{HOSTABSTRACT}\")) or exit 1'", true),
        new("reach the cloud's metadata", "timeout 2 bash -c 'exec 5<>/dev/tcp/169.254.169.254/80'"),
        new("reach the internet", "timeout 2 bash -c 'exec 5<>/dev/tcp/192.0.2.1/443'"),
        new("resolve a name", "timeout 2 getent hosts host.invalid"),
        new("have another interface", "tail -n +3 /proc/net/dev | grep -v ' lo:'"),
        new("have a capability", "grep -E '^Cap(Eff|Prm|Bnd|Amb):.*[1-9a-f]' /proc/self/status"),
        new("gain privileges", "grep 'NoNewPrivs:.0' /proc/self/status"),
        new("run without a filter", "grep 'Seccomp:.0' /proc/self/status"),
        new("make a user namespace", "unshare --user true"),
        new("make a mount namespace", "unshare --mount true"),
        new("make a namespace by clone", "perl -e '$p = syscall(56, 0x10000011, 0, 0, 0, 0); exit($p >= 0 ? 0 : 1)'"),
        new("make a namespace by clone3", "perl -e '$a = pack(\"Q11\", 0x10000000); exit(syscall(435, $a, 88) >= 0 ? 0 : 1)'"),
        new("enter another namespace", "nsenter --target 1 --mount true"),
        new("mount", "mount -t tmpfs none /tmp"),
        new("unmount", "umount /usr"),
        new("mount again as writable", "mount -o remount,rw /usr"),
        new("change the root", "chroot / true"),
        new("make a device", "mknod device b 8 0"),
        new("run as another user", "setpriv --reuid 0 true || su -c true"),
        new("give a file away", "touch file && chown 0:0 file && [ \"$(stat -c %u file)\" = 0 ]"),
        new("load a program into the kernel", "perl -e 'exit(syscall(321, 0, 0, 0) >= 0 || $! != 1 ? 0 : 1)'"),
        new("use io_uring", "perl -e '$p = \"\\0\" x 120; exit(syscall(425, 1, $p) >= 0 || $! != 1 ? 0 : 1)'"),
        new("count performance events", "perl -e 'exit(syscall(298, 0, 0, -1, -1, 0) >= 0 || $! != 1 ? 0 : 1)'"),
        new("handle page faults", "perl -e 'exit(syscall(323, 0) >= 0 || $! != 1 ? 0 : 1)'"),
        new("use the kernel's keys", "perl -e 'exit(syscall(250, 0, -3, 0, 0, 0) >= 0 || $! != 1 ? 0 : 1)'"),
        new("open by handle", "perl -e 'exit(syscall(304, -100, 0, 0) >= 0 || $! != 1 ? 0 : 1)'"),
        new("load a module", "perl -e 'exit(syscall(175, 0, 0, 0) >= 0 || $! != 1 ? 0 : 1)'"),
        new("load a kernel", "perl -e 'exit(syscall(246, 0, 0, 0, 0) >= 0 || $! != 1 ? 0 : 1)'"),
        new("type into a terminal", "perl -e '$c = \"x\"; exit(ioctl(STDIN, 0x5412, $c) || $! != 1 ? 0 : 1)'"),
        new("open a packet socket", "perl -e 'socket(S, 17, 3, 0) or exit 1'"),
        new("open a socket to the hypervisor", "perl -e 'socket(S, 40, 1, 0) or exit 1'"),
        new("rename the machine", "hostname evil"),
        new("set the clock", "date -s 2001-01-01"),
        new("read the kernel's log", "dmesg"),
        new("set a kernel parameter", "(cat /proc/sys/vm/overcommit_ratio > /proc/sys/vm/overcommit_ratio) || (echo h > /proc/sysrq-trigger)"),
        new("write an endless file", "truncate -s 1T big || [ -s big ]"),
        new("take all memory", "perl -e '$x = \"a\" x (9 << 30); exit 0' 2>/dev/null"),
        new("leave an image of memory", "[ \"$(ulimit -c)\" != 0 ]"),
    ];

    /// <summary>The attack of a name.</summary>
    public static Attack Find(string name) => All.Concat(OverlayAttacks.All).Single(attack => attack.Name == name);
}
