namespace Errand.Processes.Tests;

/// <summary>Not beside tests that look at descriptors: a garbage collection reads the machine's memory through one that children could inherit.</summary>
[Collection(nameof(ResidentMemory))]
public sealed class ResidentMemoryTests
{
    [Fact]
    public void Only_pages_that_are_as_in_their_file_are_let_go()
    {
        string[] smaps =
        [
            "a0000000-a0004000 r-xp 00001000 fe:00 42                         /usr/lib/a b.so",
            "Rss:                  16 kB",
            "Anonymous:             0 kB",
            "VmFlags: rd ex mr mw me",
            "a0004000-a0005000 r--p 00005000 fe:00 42                         /usr/lib/a b.so",
            "Anonymous:             4 kB",
            "a0005000-a0006000 rw-p 00006000 fe:00 42                         /usr/lib/a b.so",
            "Anonymous:             0 kB",
            "a0006000-a0008000 r--s 00000000 fe:00 43                         /usr/lib/shared",
            "Anonymous:             0 kB",
            "a0008000-a0009000 r-xp 00000000 00:01 44                         /memfd:doublemapper (deleted)",
            "Anonymous:             0 kB",
            "a0009000-a000a000 r-xp 00000000 00:00 0                          [vdso]",
            "Anonymous:             0 kB",
            "a000a000-a000b000 r--p 00000000 00:00 0 ",
            "Anonymous:             0 kB",
            "a000b000-a000d000 r--p 00000000 fe:00 45                         /usr/lib/c.so",
            "Anonymous:             0 kB",
        ];

        Assert.Equal<(nuint, nuint)>([(0xa0000000, 0x4000), (0xa000b000, 0x2000)], ResidentMemory.Untouched(smaps));
    }

    [Fact]
    public void This_process_has_such_pages_and_goes_on_without_them()
    {
        Assert.NotEmpty(ResidentMemory.Untouched(File.ReadLines("/proc/self/smaps")));

        ResidentMemory.Release();

        Assert.Equal("2", string.Concat(Enumerable.Range(2, 1)));
    }
}
