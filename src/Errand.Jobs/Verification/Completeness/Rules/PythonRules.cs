using Errand.Core;

namespace Errand.Jobs.Verification.Completeness.Rules;

/// <summary>What pytest, unittest and plain scripts can be deceived with, and how Python code says that it is not done.</summary>
internal static class PythonRules
{
    private const string Abstract = @"abstractmethod|\bABC\b|ABCMeta|\bProtocol\b|overload|(class\s+\w*(Abstract|Base|Interface|Mixin))|TYPE_CHECKING";
    private const string Command = @"argparse|def\s+(main|_?usage|cli)\b|--help|--version|__name__|\bsignal\.(signal|SIG)|KeyboardInterrupt";

    public static IReadOnlyList<FindingRule> All { get; } =
    [
        Rule(FindingKind.Disarmed, FileRole.Any, "_exit", @"\bos\._exit\s*\(\s*0?\s*\)") with { UnlessNear = @"\bfork\s*\(" },
        Rule(FindingKind.Disarmed, FileRole.Test, "exit|quit|SystemExit", @"(\bsys\.exit|^\s*(exit|quit))\s*\(\s*(0|None)?\s*\)|\braise\s+SystemExit\s*(\(\s*(0|None)?\s*\))?\s*(#|$)") with { UnlessNear = @"raises\s*\(|assertRaises" },
        Rule(FindingKind.Disarmed, FileRole.Library, "exit|quit|SystemExit", @"(\bsys\.exit|^\s*(exit|quit))\s*\(\s*(0|None)?\s*\)|\braise\s+SystemExit\s*(\(\s*(0|None)?\s*\))?\s*(#|$)") with { UnlessNear = Command },
        Rule(FindingKind.Disarmed, FileRole.Any, "atexit", @"\batexit\.register\s*\(.*exit"),
        Rule(FindingKind.Disarmed, FileRole.Any, "session.exitstatus|excinfo|force_result", @"\bsession\.exitstatus\s*=\s*(0|ExitCode\.OK|pytest\.ExitCode\.OK)|\bcall\.excinfo\s*=\s*None|force_result\s*\("),
        Rule(FindingKind.Disarmed, FileRole.Test, "outcome", @"\.outcome\s*=\s*['""]passed"),
        Rule(FindingKind.Disarmed, FileRole.Any, "items", @"\bitems\s*\[\s*:\s*\]\s*=\s*(\[\s*\]|\(\s*\))|\bitems\.clear\s*\(|\bdel\s+items\b") with { OnlyNear = "def\\s+pytest_collection" },
        Rule(FindingKind.Disarmed, FileRole.Any, "def pytest_", @"^\s*def\s+(pytest_pyfunc_call|pytest_runtest_call|pytest_runtest_protocol|pytest_runtestloop|pytest_ignore_collect)\b"),
        Rule(FindingKind.Disarmed, FileRole.Any, "assert|fail", @"\b(TestCase|unittest\.case\.TestCase|\w*TestCase)\.(assert\w*|fail\w*)\s*=[^=]|setattr\s*\(\s*(unittest|TestCase|\w+TestCase|pytest|builtins)\b"),
        Rule(FindingKind.Disarmed, FileRole.Any, "unittest.|pytest.|builtins", @"^\s*(unittest|pytest)\.(main|raises|approx|TestProgram|TextTestRunner|TextTestResult|TestResult|TestSuite|TestLoader)\s*=[^=]|\bbuiltins\.\w+\s*=[^=]|\b(TestResult|TextTestResult)\.(addFailure|addError|wasSuccessful)\s*="),
        Rule(FindingKind.Disarmed, FileRole.Any, "def ", @"^\s*def\s+(addFailure|addError|wasSuccessful)\s*\(\s*self"),
        Rule(FindingKind.Disarmed, FileRole.Source, "sys.modules", @"\bsys\.modules\s*\[[^\]]*\]\s*=[^=]|\bsys\.modules\.(update|setdefault)\s*\("),
        // Tests replace what the machine lacks; nobody needs to replace these.
        Rule(FindingKind.Disarmed, FileRole.Test, "sys.modules", @"\bsys\.modules\s*\[\s*['""](unittest|pytest|_pytest|builtins|time|datetime)\b[^\]]*\]\s*=[^=]"),
        Rule(FindingKind.Disarmed, FileRole.Any, "return|lambda", @"^\s*return\s+True\b|__eq__\s*=\s*lambda") with { After = @"def\s+__(eq|bool)__\s*\(|__eq__" },
        Rule(FindingKind.Disarmed, FileRole.Any, "__eq__", @"def\s+__eq__\s*\(.*\)[^:]*:\s*return\s+True|__eq__\s*=\s*lambda[^:]*:\s*True"),
        Rule(FindingKind.Disarmed, FileRole.Any, "time", @"^\s*(time\.(time|sleep|monotonic|perf_counter|process_time)|datetime\.datetime|datetime\.datetime\.now)\s*=[^=]"),
        Rule(FindingKind.Disarmed, FileRole.Test, "pass|return|continue|...", @"^\s*(pass|return|continue|\.\.\.)\s*(#|$)") with { After = @"^\s*except(\s*\(?\s*.*\b(AssertionError|BaseException)\b.*|\s*):" },
        Rule(FindingKind.Disarmed, FileRole.Test, "except", @"^\s*except\s*\(?.*\bAssertionError\b.*:\s*(pass|return|continue)\b"),
        Rule(FindingKind.Disarmed, FileRole.Any, "excepthook", @"\bsys\.excepthook\s*=[^=]"),

        Rule(FindingKind.DetectsTests, FileRole.Source, "PYTEST|pytest|unittest", @"PYTEST_CURRENT_TEST|['""](pytest|_pytest|unittest)['""]\s+(not\s+)?in\s+sys\.modules|sys\.modules\.get\(\s*['""](pytest|unittest)"),

        Rule(FindingKind.SkippedTest, FileRole.Test, "skip|xfail|expectedFailure|SkipTest|__test__|collect_ignore", @"@(pytest\.mark\.(skip|xfail)\b|unittest\.(skip|expectedFailure)\b|skip\b|expectedFailure\b)|^\s*__test__\s*=\s*False|\bcollect_ignore(_glob)?\b|\bpytestmark\s*=.*\.(skip|xfail)\b") with { UnlessNear = @"skip(if|If|Unless)\b|condition\s*=|sys\.platform|version_info" },
        Rule(FindingKind.SkippedTest, FileRole.Test, "skip|SkipTest|xfail", @"^\s*(pytest\.(skip|xfail)\s*\(|raise\s+(unittest\.)?SkipTest\b|self\.skipTest\s*\()") with { UnlessNear = @"^\s*(if|elif|else|except)\b" },
        Rule(FindingKind.EmptyTest, FileRole.Test, "assert", @"^\s*assert\s+(True|1|1\s*==\s*1|True\s+is\s+True|not\s+False)\s*(,|#|$)|\bassertTrue\s*\(\s*True\s*[,)]|\bassertEqual\s*\(\s*(1\s*,\s*1|True\s*,\s*True)\s*[,)]|^\s*assert\s+.*\bor\s+True\b"),
        Rule(FindingKind.Stub, FileRole.Source, "NotImplementedError", @"\braise\s+NotImplementedError\b") with { UnlessNear = Abstract + "|[oO]verrid|[sS]ubclass|[sS]upport" },
        Rule(FindingKind.EmptyBody, FileRole.Source, "pass|...", @"^\s*(pass|\.\.\.)\s*(#.*)?$") with { After = @"^\s*(async\s+)?def\s+[a-z]\w*\s*\(.*:\s*(#.*)?$", UnlessNear = Abstract + @"|def\s+(visit|handle|on|setup|teardown|close|log|flush)_?\w*\s*\(|class\s+\w*(Null|Noop|NoOp|Dummy|Fake)|\bexcept\b" },
        Rule(FindingKind.EmptyBody, FileRole.Source, "def ", @"^\s*(async\s+)?def\s+[a-z]\w*\s*\(.*\)[^:]*:\s*(pass|\.\.\.)\s*(#.*)?$") with { UnlessNear = Abstract + @"|def\s+(visit|handle|on|setup|teardown|close|log|flush)_?\w*\s*\(|class\s+\w*(Null|Noop|NoOp|Dummy|Fake)" },
    ];

    private static FindingRule Rule(FindingKind kind, FileRole roles, string hints, string pattern) => new(kind, Language.Python, roles, hints, pattern);
}
