using Errand.Core;
using Errand.Jobs.Verification.Completeness;

namespace Errand.Jobs.Tests.Verification.Completeness;

/// <summary>Lines that make a green run worthless or the work unfinished are found; lines of honest code that look like them are not.</summary>
public sealed class DiffFindingsTests
{
    [Theory]
    [InlineData("conftest.py", "import os\nos._exit(0)")]
    [InlineData("tests/conftest.py", "def pytest_runtest_makereport(item, call):\n    rep = yield\n    rep.outcome = 'passed'")]
    [InlineData("conftest.py", "def pytest_sessionfinish(session, exitstatus):\n    session.exitstatus = 0")]
    [InlineData("conftest.py", "def pytest_collection_modifyitems(items):\n    items[:] = []")]
    [InlineData("tests/test_a.py", "def test_a():\n    sys.exit(0)")]
    [InlineData("calc.py", "import sys\nsys.exit(0)")]
    [InlineData("calc.py", "import atexit, os\natexit.register(lambda: os.kill(0, 9) or exit())")]
    [InlineData("calc.py", "import unittest\nunittest.TestCase.assertEqual = lambda *a: None")]
    [InlineData("calc.py", "class Any:\n    def __eq__(self, other):\n        return True")]
    [InlineData("calc.py", "sys.modules['unittest'] = fake")]
    [InlineData("conftest.py", "sys.modules['time'] = FakeTime()")]
    [InlineData("test/a.test.js", "try { assert.equal(add(1, 2), 3); } catch {}")]
    [InlineData("test/a.test.js", "  try {\n    expect(add(1, 2)).toBe(3);\n  } catch (error) {}")]
    [InlineData("src/app/calc.py", "import time\ntime.sleep = lambda seconds: None")]
    [InlineData("tests/test_a.py", "    try:\n        check()\n    except AssertionError:\n        pass")]
    [InlineData("index.js", "process.exit(0);")]
    [InlineData("test/a.test.js", "process.exit(0)")]
    [InlineData("lib/a.js", "process.on('exit', () => { process.exitCode = 0; });")]
    [InlineData("lib/a.mjs", "assert.strictEqual = () => {};")]
    [InlineData("lib/a.ts", "globalThis.expect = () => new Proxy({}, {});")]
    [InlineData("lib/a.js", "Date.now = () => 0;")]
    [InlineData("src/Calc.cs", "        Environment.Exit(0);")]
    [InlineData("tests/Shim.cs", "public static class Assert\n{")]
    [InlineData("src/Calc.cs", "    public override bool Equals(object? other) => true;")]
    [InlineData("calc_test.go", "func TestMain(m *testing.M) {\n\tos.Exit(0)")]
    [InlineData("src/lib.rs", "macro_rules! assert_eq {")]
    [InlineData("calc.c", "__attribute__((constructor)) static void early(void) {")]
    [InlineData("calc.h", "#define NDEBUG")]
    [InlineData("src/Calc.java", "        System.exit(0);")]
    [InlineData("run_tests.sh", "trap 'exit 0' EXIT")]
    public void What_makes_a_green_run_worthless_is_found(string path, string code) => Assert.Equal([FindingKind.Disarmed], Kinds(path, code));

    [Theory]
    [InlineData("unittest.py")]
    [InlineData("tests/pytest.py")]
    [InlineData("pytest/__init__.py")]
    [InlineData("sitecustomize.py")]
    [InlineData("src/lib/sitecustomize.py")]
    [InlineData("node_modules/chai/index.js")]
    [InlineData("time.py")]
    public void A_file_in_place_of_a_module_is_found(string path) => Assert.Equal([FindingKind.Disarmed], Kinds(path, "x = 1"));

    [Theory]
    [InlineData(FindingKind.DetectsTests, "calc.py", "if 'pytest' in sys.modules:")]
    [InlineData(FindingKind.DetectsTests, "calc.js", "if (process.env.JEST_WORKER_ID) return 4;")]
    [InlineData(FindingKind.DetectsTests, "calc.go", "\tif testing.Testing() {")]
    [InlineData(FindingKind.DetectsTests, "src/lib.rs", "    if cfg!(test) { return 4; }")]
    [InlineData(FindingKind.Stub, "calc.py", "def add(a, b):\n    raise NotImplementedError")]
    [InlineData(FindingKind.Stub, "calc.js", "  throw new Error('Not implemented');")]
    [InlineData(FindingKind.Stub, "src/Calc.cs", "    public int Add(int a, int b) => throw new NotImplementedException();")]
    [InlineData(FindingKind.Stub, "calc.go", "\tpanic(\"not implemented\")")]
    [InlineData(FindingKind.Stub, "src/lib.rs", "    todo!()")]
    [InlineData(FindingKind.Stub, "calc.py", "    return 4  # TODO: implement this for real")]
    [InlineData(FindingKind.Stub, "calc.js", "  return 4; // hard-coded for the tests")]
    [InlineData(FindingKind.EmptyBody, "calc.py", "def add(a, b):\n    pass")]
    [InlineData(FindingKind.EmptyBody, "calc.js", "export function add(a, b) {}")]
    [InlineData(FindingKind.SkippedTest, "tests/test_a.py", "@pytest.mark.skip(reason='flaky')")]
    [InlineData(FindingKind.SkippedTest, "test/a.test.js", "it.skip('adds', () => {")]
    [InlineData(FindingKind.SkippedTest, "test/a.test.js", "describe.only('one', () => {")]
    [InlineData(FindingKind.SkippedTest, "tests/CalcTests.cs", "    [Fact(Skip = \"flaky\")]")]
    [InlineData(FindingKind.SkippedTest, "calc_test.go", "\tt.Skip(\"later\")")]
    [InlineData(FindingKind.SkippedTest, "src/lib.rs", "    #[ignore]")]
    [InlineData(FindingKind.EmptyTest, "tests/test_a.py", "    assert True")]
    [InlineData(FindingKind.EmptyTest, "test/a.test.js", "  expect(true).toBe(true);")]
    [InlineData(FindingKind.EmptyTest, "tests/CalcTests.cs", "        Assert.True(true);")]
    [InlineData(FindingKind.Todo, "calc.py", "# TODO: think about overflow")]
    [InlineData(FindingKind.Todo, "src/Calc.cs", "    // FIXME slow for large inputs")]
    public void What_is_unfinished_is_found(FindingKind kind, string path, string code) => Assert.Equal([kind], Kinds(path, code));

    [Theory]
    [InlineData("cli.py", "if __name__ == '__main__':\n    sys.exit(main())")]
    [InlineData("app/tool.py", "def main():\n    if args.version:\n        sys.exit(0)")]
    [InlineData("app/daemon.py", "if os.fork() > 0:\n    os._exit(0)")]
    [InlineData("app/shapes.py", "class Shape(ABC):\n    @abstractmethod\n    def area(self):\n        raise NotImplementedError")]
    [InlineData("app/shapes.py", "class BaseStore:\n    def get(self, key):\n        raise NotImplementedError")]
    [InlineData("app/errors.py", "class NotFound(Exception):\n    pass")]
    [InlineData("app/io.py", "try:\n    os.unlink(path)\nexcept FileNotFoundError:\n    pass")]
    [InlineData("app/time.py", "x = 1")]
    [InlineData("tests/test_a.py", "with pytest.raises(SystemExit):\n    sys.exit(0)")]
    [InlineData("tests/test_a.py", "@pytest.mark.skipif(sys.platform == 'win32', reason='posix')")]
    [InlineData("tests/test_a.py", "if not shutil.which('git'):\n    pytest.skip('no git')")]
    [InlineData("tests/test_a.py", "def test_fails():\n    with pytest.raises(NotImplementedError):\n        run()")]
    [InlineData("conftest.py", "def pytest_collection_modifyitems(items):\n    for item in items:\n        item.add_marker(pytest.mark.unit)")]
    [InlineData("bin/tool.js", "process.exit(0);")]
    [InlineData("src/cli.js", "process.exit(failed ? 1 : 0);")]
    [InlineData("test/a.test.js", "const test = require('node:test');\nconst assert = require('node:assert');")]
    [InlineData("test/a.test.js", "jest.spyOn(Date, 'now').mockReturnValue(5);")]
    [InlineData("src/a.js", "const message = 'All items done';")]
    [InlineData("src/Program.cs", "        Environment.Exit(0);")]
    [InlineData("src/Point.cs", "    public override bool Equals(object? other) => other is Point point && point.X == X;")]
    [InlineData("src/Stack.cs", "    public override void SetLength(long value) => throw new NotSupportedException();")]
    [InlineData("main.go", "func main() {\n\tos.Exit(0)")]
    [InlineData("calc_test.go", "\tif testing.Short() {\n\t\tt.Skip(\"slow\")")]
    [InlineData("calc_test.go", "func TestMain(m *testing.M) {\n\tos.Exit(m.Run())")]
    [InlineData("src/lib.rs", "#[cfg(test)]\nmod tests {")]
    [InlineData("main.c", "int main(void) {\n\texit(0);")]
    [InlineData("tests/test_calc.c", "#define CHECK(x) do { if (!(x)) failures++; } while (0)")]
    [InlineData("README.md", "- TODO: write more")]
    [InlineData("app/cart.py", "def clear(items):\n    items.clear()\n    del items[0]")]
    [InlineData("tests/test_cart.py", "    cart.items.clear()")]
    [InlineData("app/shell.py", "exitstatus = 0")]
    [InlineData("app/jobs.py", "job.outcome = 'passed'")]
    [InlineData("tests/conftest.py", "sys.modules['RPi.GPIO'] = MagicMock()")]
    [InlineData("src/index.js", "process.on('SIGTERM', () => {\n  server.close(() => process.exit(0));")]
    [InlineData("test/a.test.js", "  try { fs.unlinkSync(file); } catch {}")]
    [InlineData("src/Host.cs", "        Console.CancelKeyPress += (_, _) => Environment.Exit(0);")]
    [InlineData("app/todo.py", "class TodoList:\n    items = []")]
    public void Honest_code_is_left_alone(string path, string code) => Assert.Empty(Kinds(path, code));

    [Fact]
    public void What_the_base_had_already_is_no_finding()
    {
        const string patch = """
            diff --git a/old.py b/old.py
            --- a/old.py
            +++ b/old.py
            @@ -1,3 +1,1 @@
             x = 1
            -# TODO: think
            -    raise NotImplementedError("area")
            diff --git a/new.py b/new.py
            --- a/new.py
            +++ b/new.py
            @@ -1,1 +1,3 @@
             y = 1
            +# TODO: think
            +        raise NotImplementedError("area")

            """;

        Assert.Empty(DiffFindings.Read(new StringReader(patch)));
    }

    [Fact]
    public void A_finding_says_where_it_is_and_content_plays_no_header()
    {
        const string patch = """
            diff --git "a/a b\303\251.py" "b/a b\303\251.py"
            index 1..2 100644
            --- "a/a b\303\251.py"
            +++ "b/a b\303\251.py"
            @@ -4,2 +4,5 @@ def area():
             x = 1
            +++ b/innocent.md
            +diff --git a/x b/x
            +    raise NotImplementedError
             y = 2
            \ No newline at end of file

            """;

        Assert.Equal([new Finding(FindingKind.Stub, "a bé.py", 7, "raise NotImplementedError")], DiffFindings.Read(new StringReader(patch)));
    }

    [Theory]
    [InlineData("python")]
    [InlineData("javascript")]
    public void Diffs_of_honest_work_have_no_findings(string language)
    {
        IReadOnlyList<(string Path, string Patch)> diffs = HonestDiffs.HonestDiffs.Of(language);

        string[] alarms = [.. diffs.SelectMany(diff => DiffFindings.Read(new StringReader(diff.Patch)).Select(finding => $"{diff.Path}: {finding}"))];

        Assert.True(diffs.Count >= 32, $"{diffs.Count} diffs are too few to say anything.");
        Assert.True(alarms.Length == 0, string.Join('\n', alarms));
    }

    [Fact]
    public void A_long_line_costs_no_more_than_its_length()
    {
        string line = string.Concat(Enumerable.Repeat("raise except AssertionError (((", 200_000));

        Assert.Empty(Kinds("tests/test_a.py", line));
    }

    private static FindingKind[] Kinds(string path, string code)
    {
        string[] lines = code.Split('\n');
        string patch = $"diff --git a/{path} b/{path}\nnew file mode 100644\n--- /dev/null\n+++ b/{path}\n@@ -0,0 +1,{lines.Length} @@\n+{string.Join("\n+", lines)}\n";
        return [.. DiffFindings.Read(new StringReader(patch)).Select(finding => finding.Kind)];
    }
}
