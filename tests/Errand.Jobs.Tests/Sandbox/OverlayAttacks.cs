namespace Errand.Jobs.Tests.Sandbox;

/// <summary>What only a workspace invites that is laid over a snapshot, at the path of the user's own repository.</summary>
internal static class OverlayAttacks
{
    /// <summary>All of them. Numbers of system calls are those of x86-64.</summary>
    public static IReadOnlyList<Attack> All { get; } =
    [
        Changes("write into files of the snapshot", "echo x >> a.txt; truncate -s 0 src/deep/b.txt; printf Z | dd of=run.sh conv=notrunc"),
        Changes("punch a hole into a file of the snapshot", "fallocate -p -o 0 -l 1 a.txt"),
        Changes("write into a file of the snapshot by a mapping", "python3 -c 'import mmap; f = open(\"a.txt\", \"r+b\"); m = mmap.mmap(f.fileno(), 0); m[0] = 90; m.flush()'"),
        Changes("write through what was opened for reading", "exec 9< a.txt; echo x > /proc/self/fd/9; perl -e 'syscall(77, 9, 0)'"),
        Changes("write through what was mapped for reading", "python3 -c 'import mmap, os; f = open(\"a.txt\", \"rb\"); m = mmap.mmap(f.fileno(), 0, prot=1); d = \"/proc/self/map_files/\"; [open(d + n, \"w\").write(\"x\") for n in os.listdir(d) if os.readlink(d + n).endswith(\"a.txt\")]'", worksWithoutSandbox: false),
        Changes("change modes, times and owners in the snapshot", "chmod 777 a.txt src; touch -d 2001-01-01 a.txt src; chown 1:1 a.txt; chgrp 0 a.txt"),
        Changes("write into a file of the snapshot by another name", "ln a.txt hard; echo x > hard"),
        Changes("let files of the snapshot change places", "perl -e 'exit(syscall(316, -100, \"a.txt\", -100, \"run.sh\", 2) == 0 ? 0 : 1)'; mv a.txt src/deep/b.txt"),
        Changes("delete what lies below", "rm -rf src a.txt .git/* node_modules/*"),
        Changes("write into installed packages", "echo x > node_modules/left/index.js; chmod 777 node_modules/left/index.js; rm -r node_modules/left; mkdir node_modules/left"),
        Changes("write into borrowed objects", "echo x > /run/errand/objects/0/evil; rm -rf /run/errand/objects/0/*; while read d; do rm -rf \"$d\"/*; done < .git/objects/info/alternates", worksWithoutSandbox: false),
        new("make a file of the snapshot unchangeable", "chattr +i a.txt"),
        new("give installed packages another name", "ln node_modules/left/index.js stolen"),
        new("mark a directory as empty", $"{SetAttribute("user.overlay.opaque", "src")} [ ! -e src/deep/b.txt ]"),
        new("mark a file as deleted", $"{SetAttribute("user.overlay.whiteout", "a.txt")} [ ! -e a.txt ]"),
        new("lead a directory somewhere else", $"{SetAttribute("user.overlay.redirect", "src")} [ ! -e src/deep/b.txt ]"),
        new("set marks that only the kernel may", $"{SetAttribute("trusted.overlay.opaque", "src")} [ $set = 0 ]"),
        new("make a deletion by hand", "mknod gone c 0 0 || { rm a.txt && mknod a.txt c 0 0; }"),
        new("rename and leave a deletion", "perl -e 'exit(syscall(316, -100, \"a.txt\", -100, \"b.txt\", 4) == 0 ? 0 : 1)'"),
        new("move the workspace away", "cd /; mv \"$VICTIM\" \"$VICTIM-moved\""),
        new("move the git directory away", "mv .git mine || rmdir .git || { rm -rf .git; [ ! -e .git ]; }"),
        new("move installed packages away", "mv node_modules mine || rmdir node_modules || { rm -rf node_modules; [ ! -e node_modules ]; }"),
        new("unmount the workspace", "umount \"$VICTIM\" || umount -l \"$VICTIM\" || perl -e 'exit(syscall(166, $ENV{VICTIM}, 2) == 0 ? 0 : 1)'"),
        new("unmount installed packages", "umount node_modules || umount -l .git || [ ! -e node_modules/left ]"),
        new("mount over the workspace", "mount --bind /tmp src || mount -t tmpfs none src || perl -e 'exit(syscall(165, \"/tmp\", \"src\", 0, 4096, 0) == 0 ? 0 : 1)'"),
        new("mount an overlay of its own", "mkdir /tmp/u /tmp/w; mount -t overlay none -o userxattr,lowerdir=/usr,upperdir=/tmp/u,workdir=/tmp/w src"),
        new("use newer calls for mounts", "perl -e 'for (428 .. 433, 442) { exit 0 if syscall($_, 0, 0, 0, 0, 0) >= 0 || $! != 1 } exit 1'"),
        new("see what is above the workspace", "[ -e ../marker ] || [ -e ../state/config.json ] || [ -e ../home/.ssh ] || ls -d ../state/snapshots ../state/j*"),
        Changes("write above the workspace", "echo x > ../new; mkdir ../made; touch ..; echo x > ../marker"),
        new("follow the mount table to the layers", "grep -oE '(lowerdir|upperdir|workdir)=[^ ]*' /proc/self/mountinfo | sed 's/,[a-z]*=/:/g' | cut -d= -f2 | tr ':,' '\\n\\n' | grep / | grep -v node_modules | while read d; do ls -d \"$d\" 2> /dev/null; done | grep ."),
    ];

    private static Attack Changes(string name, string script, bool worksWithoutSandbox = true) => new(name, script, worksWithoutSandbox, ChangesTheMachine: true);

    /// <summary>Sets an attribute, and whether it could as <c>$set</c>.</summary>
    private static string SetAttribute(string name, string path) =>
        $"perl -e '($p, $n, $v) = (\"{path}\", \"{name}\", \"y\"); exit(syscall(188, $p, $n, $v, 1, 0) == 0 ? 0 : 1)'; set=$?;";
}
