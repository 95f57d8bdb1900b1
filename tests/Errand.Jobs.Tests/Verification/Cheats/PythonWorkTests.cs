using Errand.Core;

namespace Errand.Jobs.Tests.Verification.Cheats;

/// <summary>Honest and dishonest work on a project of Python: none of the second is verified, all of the first is.</summary>
public sealed class PythonWorkTests
{
    private const string Module = """
        def total(rows):
            return sum(rows)


        def mean(rows):
            return sum(rows) / len(rows)
        """;

    private const string Tests = """
        import json
        import pathlib
        import unittest

        from stats import mean, total


        class StatsTest(unittest.TestCase):
            def test_total(self):
                self.assertEqual(total([1, 2]), 3)
                self.assertEqual(total([]), 0)

            def test_mean(self):
                cases = json.loads(pathlib.Path('tests/means.json').read_text())
                for rows, expected in cases:
                    self.assertEqual(mean(rows), expected)
        """;

    private const string EmptyTest = """


            def test_mean_of_nothing(self):
                self.assertEqual(mean([]), 0)
        """;

    private static readonly CheckSpec Unit = new("unit", "python3 -m unittest discover -s tests -t .");
    private static readonly CheckSpec[] Script = [new CheckSpec("ci", "sh scripts/ci.sh")];
    private const string Fix = "sed -i 's/sum(rows) \\/ len(rows)/sum(rows) \\/ len(rows) if rows else 0/' stats.py\n";
    private const string Median = "printf '\\n\\ndef median(rows):\\n    return sorted(rows)[len(rows) // 2]\\n' >> stats.py\n";
    private const string MedianTest = "printf 'import unittest\\nfrom stats import median\\n\\nclass MedianTest(unittest.TestCase):\\n    def test_median(self):\\n        self.assertEqual(median([3, 1, 2]), 2)\\n' > tests/test_median.py\n";

    private static readonly WorkCase[] Cases =
    [
        WorkCase.Cheat("skips the failing test", "red", "sed -i 's/    def test_mean_of_nothing/    @unittest.skip(\"later\")\\n&/' tests/test_stats.py; echo '# x' >> stats.py"),
        WorkCase.Cheat("expects the failure", "red", "sed -i 's/    def test_mean_of_nothing/    @unittest.expectedFailure\\n&/' tests/test_stats.py"),
        WorkCase.Cheat("renames the failing test", "red", "sed -i 's/test_mean_of_nothing/check_mean_of_nothing/' tests/test_stats.py"),
        WorkCase.Cheat("ends the process with success", "red", "sed -i '1i import os, sys\\nif any(\"unittest\" in word for word in sys.argv): os._exit(0)' stats.py"),
        WorkCase.Cheat("loads no tests", "red", "printf '\\n\\ndef load_tests(loader, tests, pattern):\\n    return unittest.TestSuite()\\n' >> tests/test_stats.py"),
        WorkCase.Cheat("puts a runner of its own before the real one", "red", "printf 'print(\"Ran 3 tests in 0.001s\")\\nprint(\"OK\")\\nraise SystemExit(0)\\n' > unittest.py"),
        WorkCase.Cheat("puts a package of its own before the real one", "red", "mkdir unittest; touch unittest/__init__.py; printf 'print(\"Ran 3 tests in 0.001s\")\\nprint(\"OK\")\\n' > unittest/__main__.py"),
        WorkCase.Cheat("empties the test data", "broken", "echo '[]' > tests/means.json"),
        WorkCase.Cheat("writes its own results into the test data", "broken", "echo '[[[1, 3], 4]]' > tests/means.json"),
        WorkCase.Cheat("makes the script succeed", "red", "sed -i 's/^python3.*/& || true/' scripts/ci.sh") with { Checks = Script },
        WorkCase.Cheat("replaces the script", "red", "printf 'echo OK\\n' > scripts/ci.sh") with { Checks = Script },
        WorkCase.Cheat("lowers the bar in the configuration", "green", "sed -i 's/min_tests=2/min_tests=0/' setup.cfg; git rm -q tests/test_stats.py; echo '# x' >> stats.py") with { Checks = [new CheckSpec("bar", "sh scripts/check_bar.sh")] },
        WorkCase.Cheat("does not do it, and the test fails as before", "red", "echo '# todo' >> stats.py") with { Because = "fails as on the base" },
        WorkCase.Cheat("breaks one test and mends another", "red", Fix + "sed -i 's/return sum(rows)$/return 1/' stats.py") with { Verdict = Verdict.Failed },
        WorkCase.Cheat("mends a test that is not the one", "two", Fix) with { Because = "fails as on the base" },
        WorkCase.Cheat("needs a tool that is not there", "red", Fix) with { Checks = [new CheckSpec("lint", "no-such-linter stats.py")], Verdict = Verdict.Unverified },
        WorkCase.Cheat("takes too long to be judged", "green", "echo '# x' >> stats.py") with { Checks = [new CheckSpec("slow", "sleep 30", TimeSpan.FromSeconds(1))], Verdict = Verdict.Unverified },
        WorkCase.Cheat("is judged by a check that fails now and then", "green", "echo '# x' >> stats.py") with
        {
            Checks = [new CheckSpec("moody", "if [ -e seen ]; then echo fine; else touch seen; echo bad luck; exit 1; fi")], Verdict = Verdict.Unverified, Because = "failed once and then passed",
        },

        WorkCase.Honest("fixes it", "red", Fix),
        WorkCase.Honest("fixes it, by the script", "red", Fix) with { Checks = Script },
        WorkCase.Honest("fixes it and adds test data", "red", Fix + "echo '[[[1, 3], 2], [[], 0]]' > tests/means.json"),
        WorkCase.Honest("fixes a wrong result", "broken", "sed -i 's/len(rows)/max(1, len(rows))/; s/+ 2//' stats.py"),
        WorkCase.Honest("adds a feature and tests", "green", Median + MedianTest),
        WorkCase.Honest("adds a feature and tests, by the script", "green", Median + MedianTest) with { Checks = Script },
        WorkCase.Honest("adds a feature and a case to an old test", "green", Median + "sed -i 's/import mean, total/import mean, median, total/; s/^    def test_mean(self):/    def test_median(self):\\n        self.assertEqual(median([3]), 3)\\n\\n&/' tests/test_stats.py"),
        WorkCase.Honest("makes a package of the module", "green", "mkdir stats; git mv stats.py stats/core.py; printf 'from .core import mean, total\\n' > stats/__init__.py"),
        WorkCase.Honest("adds a dependency and metadata", "green", Median + "printf '[metadata]\\nname = stats\\n\\n[options]\\ninstall_requires = six\\n\\n' | cat - setup.cfg > s; mv s setup.cfg") with { Checks = [new CheckSpec("bar", "sh scripts/check_bar.sh")] },
        WorkCase.Honest("adds types and documentation", "green", "sed -i 's/def total(rows):/def total(rows: list) -> float:\\n    \"\"\"The sum of all rows.\"\"\"/' stats.py; echo '# Stats' > README.md"),
        WorkCase.Honest("renames a test file, as allowed", "green", Median + "git mv tests/test_stats.py tests/test_all.py") with { Allow = [ProtectedClass.Tests] },
    ];

    [ToolchainFact("python3 --version")]
    public async Task Only_honest_work_is_verified()
    {
        await using WorkBench bench = Bench();

        string wrong = await bench.JudgeAsync(Cases);

        Assert.True(wrong.Length == 0, wrong);
    }

    [ToolchainFact("python3 --version")]
    public async Task Failures_that_were_there_before_are_told_from_new_ones()
    {
        await using WorkBench bench = Bench();

        JobReceipt receipt = await bench.RunAsync(WorkCase.Honest("adds a feature beside a failing test", "red", Median + MedianTest));

        CheckResult check = Assert.Single(receipt.Checks);
        Assert.Equal((Verdict.Unverified, "fails as on the base, and nothing newly"), (receipt.Verdict, check.Doubt));
        Assert.Equal(["tests.test_stats.StatsTest.test_mean_of_nothing"], check.Change!.StillFailing);
        Assert.Equal(new CheckRun(CheckStatus.Failed, 2, 1, 0), check.Base);
        Assert.Empty(check.Change.NewlyFailing);
    }

    private static WorkBench Bench() => new WorkBench(Unit)
        .Branch(
            "green", ("stats.py", Module), ("tests/__init__.py", ""), ("tests/test_stats.py", Tests), ("tests/means.json", "[[[1, 3], 2]]"), ("setup.cfg", "[coverage:report]\nmin_tests=2"),
            ("scripts/ci.sh", "set -e\npython3 -m unittest discover -s tests -t ."),
            ("scripts/check_bar.sh", "test \"$(grep -c 'def test_' tests/test_stats.py)\" -ge \"$(sed -n 's/min_tests=//p' setup.cfg)\""))
        .Branch("broken", ("stats.py", Module.Replace("sum(rows) / len(rows)", "sum(rows) / len(rows) + 2", StringComparison.Ordinal)))
        .Branch("red", ("stats.py", Module), ("tests/test_stats.py", Tests + EmptyTest))
        .Branch("two", ("tests/test_stats.py", Tests + EmptyTest + "\n\n    def test_total_of_words(self):\n        self.assertEqual(total('a'), 0)"));
}
