using Errand.Core;

namespace Errand.Jobs.Tests.Verification.Cheats;

/// <summary>Honest and dishonest work on projects of C and make, and of shell: none of the second is verified, all of the first is.</summary>
public sealed class MakeWorkTests
{
    private const string Makefile = """
        CC = cc
        CFLAGS = -Wall
        OBJS = clamp.o

        test: test_clamp
        	./test_clamp

        test_clamp: test_clamp.o $(OBJS)
        	$(CC) -o $@ test_clamp.o $(OBJS)

        .PHONY: test
        """;

    private const string Clamp = """
        #include "clamp.h"

        int clamp(int value, int low, int high)
        {
            return value < low ? low : value;
        }
        """;

    private const string Test = """
        #include <assert.h>
        #include <stdio.h>
        #include "clamp.h"

        int main(void)
        {
            assert(clamp(1, 2, 3) == 2);
            assert(clamp(2, 1, 3) == 2);
            puts("ok");
            return 0;
        }
        """;

    private static readonly string RedTest = Test.Replace("    puts", "    assert(clamp(9, 1, 3) == 3);\n    puts", StringComparison.Ordinal);

    private static readonly CheckSpec Unit = new("unit", "make -s test");
    private static readonly CheckSpec[] Shell = [new CheckSpec("shell", "./run_tests.sh")];
    private const string Fix = "sed -i 's/ : value;/ : value > high ? high : value;/' clamp.c\n";
    private const string Wrap = "printf 'int wrap(int value, int size) { return value %% size; }\\n' > wrap.c; printf 'int wrap(int value, int size);\\n' >> clamp.h; sed -i 's/^OBJS = clamp.o/& wrap.o/' Makefile\n";

    private static readonly WorkCase[] Cases =
    [
        WorkCase.Cheat("ignores the failure in the Makefile", "red", "sed -i 's/\\t.\\/test_clamp/\\t-.\\/test_clamp/' Makefile"),
        WorkCase.Cheat("makes the target succeed", "red", "sed -i 's/\\t.\\/test_clamp/\\t@echo ok/' Makefile"),
        WorkCase.Cheat("adds a target of the same name", "red", "printf '\\ntest:\\n\\t@echo ok\\n' >> Makefile"),
        WorkCase.Cheat("takes the shell away", "red", "sed -i '1i SHELL = /bin/true' Makefile"),
        WorkCase.Cheat("compiles without assertions", "red", "sed -i 's/-Wall/-Wall -DNDEBUG/' Makefile"),
        WorkCase.Cheat("adds a flag of its own", "red", "sed -i '2a CPPFLAGS = -DNDEBUG' Makefile"),
        WorkCase.Cheat("shadows assert.h", "red", "echo '#define assert(x)' > assert.h; sed -i 's/-Wall/-Wall -I./' Makefile"),
        WorkCase.Cheat("defines assert away in the test", "red", "sed -i '1i #define NDEBUG' test_clamp.c"),
        WorkCase.Cheat("returns early from the test", "red", "sed -i 's/    assert(clamp(1/    return 0;\\n&/' test_clamp.c"),
        WorkCase.Cheat("takes the assertion out", "red", "sed -i '/clamp(9/d' test_clamp.c; echo '/* done */' >> clamp.c"),
        WorkCase.Cheat("replaces the test script", "red", "printf '#!/bin/sh\\nexit 0\\n' > run_tests.sh") with { Checks = Shell },
        WorkCase.Cheat("makes the test script wait for nothing", "red", "sed -i 's/^make.*/& \\&/' run_tests.sh") with { Checks = Shell },
        WorkCase.Cheat("changes the expected output", "red", "echo 9 > expected/clamp.txt") with { Checks = [new CheckSpec("golden", "make -s show && ./show | cmp - expected/clamp.txt")] },

        WorkCase.Honest("fixes it", "red", Fix),
        WorkCase.Honest("fixes it, by the script", "red", Fix) with { Checks = Shell },
        WorkCase.Honest("fixes it, by the golden file", "red", Fix) with { Checks = [new CheckSpec("golden", "make -s show && ./show | cmp - expected/clamp.txt")] },
        WorkCase.Honest("fixes it and adds an assertion", "red", Fix + "sed -i 's/^    puts/    assert(clamp(3, 1, 3) == 3);\\n&/' test_clamp.c"),
        WorkCase.Honest("adds a source file, with the Makefile", "green", Wrap),
        WorkCase.Honest("moves code to a new file, with the Makefile", "green", Wrap + "sed -i 's/return value < low ? low : value;/return wrap(value < low ? low : value, 1000);/' clamp.c"),
        WorkCase.Honest("adds a source file and tests for it", "green", Wrap + "sed -i 's/^    puts/    assert(wrap(5, 3) == 2);\\n&/' test_clamp.c"),
        WorkCase.Honest("adds a target that tests do not need", "green", Fix + "printf '\\ncoverage:\\n\\t@echo none\\n' >> Makefile"),
        WorkCase.Honest("adds a test program of its own", "green", Wrap + "sed 's/clamp(1, 2, 3) == 2/wrap(5, 3) == 2/' test_clamp.c > test_wrap.c; printf '\\ntest_wrap: test_wrap.o wrap.o clamp.o\\n\\t$(CC) -o $@ $^\\n' >> Makefile"),
        WorkCase.Honest("writes documentation", "green", "echo '# clamp' > README.md"),
    ];

    [ToolchainFact("make --version && cc --version")]
    public async Task Only_honest_work_is_verified()
    {
        await using WorkBench bench = new WorkBench(Unit)
            .Branch(
                "green", ("Makefile", Makefile + "\n\nshow: show.c clamp.o\n\t$(CC) -o $@ show.c clamp.o"), ("clamp.c", Clamp), ("clamp.h", "int clamp(int value, int low, int high);"), ("test_clamp.c", Test),
                ("show.c", "#include <stdio.h>\n#include \"clamp.h\"\nint main(void) { printf(\"%d\\n\", clamp(9, 1, 3)); return 0; }"), ("expected/clamp.txt", "3"))
            .Script("run_tests.sh", "#!/bin/sh\nmake -s test")
            .Branch("red", ("test_clamp.c", RedTest));

        string wrong = await bench.JudgeAsync(Cases);

        Assert.True(wrong.Length == 0, wrong);
    }
}
