using Errand.Jobs.Verification.Naming;

namespace Errand.Jobs.Tests.Verification;

/// <summary>Lines as the runners print them.</summary>
public sealed class TestNamesTests
{
    [Theory]
    [InlineData("ok 1 - adds", "adds", true)]
    [InlineData("    not ok 2 - multiplies # time=3ms", "multiplies", false)]
    [InlineData("✔ adds (1.25ms)", "adds", true)]
    [InlineData("  ✖ multiplies (0.6ms)", "multiplies", false)]
    [InlineData("    ✓ adds numbers (3 ms)", "adds numbers", true)]
    [InlineData("  ● calc › multiplies", "calc › multiplies", false)]
    [InlineData(" FAIL  test/a.test.ts > calc > multiplies", "test/a.test.ts > calc > multiplies", false)]
    [InlineData("--- FAIL: TestAdd (0.00s)", "TestAdd", false)]
    [InlineData("test tests::doubles ... FAILED", "tests::doubles", false)]
    [InlineData("test tests::halves - should panic ... ok", "tests::halves", true)]
    [InlineData("        PASS [   0.005s] numbers tests::halves", "numbers tests::halves", true)]
    [InlineData("FAIL: test_bad (test_a.T.test_bad)", "test_a.T.test_bad", false)]
    [InlineData("ERROR: test_bad (test_a.T)", "test_a.T.test_bad", false)]
    [InlineData("test_ok (test_a.T.test_ok) ... ok", "test_a.T.test_ok", true)]
    [InlineData("FAILED tests/test_a.py::test_x - assert 1 == 2", "tests/test_a.py::test_x", false)]
    [InlineData("tests/test_a.py::test_y[a b] PASSED [ 50%]", "tests/test_a.py::test_y[a b]", true)]
    [InlineData("  Failed Shop.ImportTests.Skips_null_rows [12 ms]", "Shop.ImportTests.Skips_null_rows", false)]
    [InlineData("  Passed Shop.ImportTests.Reads(row: 1) [< 1 ms]", "Shop.ImportTests.Reads(row: 1)", true)]
    [InlineData("failed Shop.ImportTests.Skips (12ms)", "Shop.ImportTests.Skips", false)]
    [InlineData("[ERROR] a.CalcTest.adds -- Time elapsed: 0.01 s <<< FAILURE!", "a.CalcTest.adds", false)]
    [InlineData("CalcTest > adds() FAILED", "CalcTest > adds()", false)]
    [InlineData("rspec ./spec/calc_spec.rb:10 # Calc adds", "Calc adds", false)]
    [InlineData("1) CalcTest::testAdd", "CalcTest::testAdd", false)]
    [InlineData("1/2 Test #1: adds ..........................   Passed    0.01 sec", "adds", true)]
    [InlineData("2/2 Test #2: muls ..........................***Failed    0.01 sec", "muls", false)]
    public void Reads_names_of_every_runner(string line, string name, bool hasPassed)
    {
        TestNames names = Read(line);

        Assert.Equal([name], hasPassed ? names.Passing : names.Failing);
        Assert.Empty(hasPassed ? names.Failing : names.Passing);
    }

    [Theory]
    [InlineData("ok 3 - later # SKIP not now")]
    [InlineData("not ok 3 - later # TODO")]
    [InlineData("test_x (a.T.test_x) ... skipped 'later'")]
    [InlineData("All tests passed.")]
    [InlineData("✓ test/a.test.ts (3 tests) 5ms")]
    [InlineData("Failed to connect")]
    [InlineData("[ERROR] Tests run: 41, Failures: 1, Errors: 0, Skipped: 2")]
    [InlineData("test result: ok. 41 passed; 0 failed")]
    public void Reads_nothing_into_other_lines(string line)
    {
        TestNames names = Read(line);

        Assert.Empty(names.Failing.Concat(names.Passing));
    }

    [Fact]
    public void The_tree_s_own_path_is_no_part_of_a_name_and_a_failure_outweighs()
    {
        TestNames names = Read("ok 1 - /tmp/tree/test/a.js", "not ok 2 - adds", "ok 3 - adds");

        Assert.Equal(["test/a.js"], names.Passing);
        Assert.Equal(["adds"], names.Failing);
    }

    private static TestNames Read(params string[] lines)
    {
        var names = new TestNames("/tmp/tree");
        foreach (string line in lines)
            names.Read(line);
        return names;
    }
}
