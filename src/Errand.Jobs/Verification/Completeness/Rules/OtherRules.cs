using Errand.Core;

namespace Errand.Jobs.Verification.Completeness.Rules;

/// <summary>Java and Kotlin, Ruby, PHP, shells, and what comments say in every language.</summary>
internal static class OtherRules
{
    public static IReadOnlyList<FindingRule> All { get; } =
    [
        new(FindingKind.Disarmed, Language.Java, FileRole.Test | FileRole.Library, "exit|halt", @"\bSystem\.exit\s*\(\s*0\s*\)|\bgetRuntime\s*\(\s*\)\.(halt|exit)\s*\(\s*0|\bexitProcess\s*\(\s*0\s*\)") { UnlessNear = "[uU]sage|--help|--version|void\\s+main\\b|fun\\s+main\\b" },
        new(FindingKind.SkippedTest, Language.Java, FileRole.Test, "@Disabled|@Ignore", @"^\s*@(Disabled|Ignore)\b"),
        new(FindingKind.EmptyTest, Language.Java, FileRole.Test, "assert", @"\bassertTrue\s*\(\s*true\s*[,)]|\bassertEquals\s*\(\s*(1\s*,\s*1|true\s*,\s*true)\s*[,)]"),
        new(FindingKind.Stub, Language.Java, FileRole.Source, "UnsupportedOperationException|TODO(|NotImplementedError", @"\bUnsupportedOperationException\s*\(\s*""((?i)not\s+(yet\s+)?implemented|unimplemented|todo\b)|=\s*TODO\s*\(|^\s*TODO\s*\("),

        new(FindingKind.Disarmed, Language.Ruby, FileRole.Test | FileRole.Library, "exit", @"^\s*(Kernel\.|Process\.)?exit!?\s*(\(?\s*(0|true)\s*\)?)?\s*(#|$)|\bat_exit\b.*\bexit!?") { UnlessNear = "OptionParser|--help|--version|[uU]sage" },
        new(FindingKind.SkippedTest, Language.Ruby, FileRole.Test, "skip|pending|xit|xdescribe|xcontext", @"^\s*(skip|pending)\b\s*(\(|['""]|$)|^\s*(xit|xdescribe|xcontext)\b") { UnlessNear = @"^\s*(if|unless)\b|\b(if|unless)\s" },
        new(FindingKind.Stub, Language.Ruby, FileRole.Source, "NotImplementedError", @"\braise\s+(::)?NotImplementedError\b") { UnlessNear = "[aA]bstract|[sS]ubclass|class\\s+\\w*(Base|Abstract)|module\\s" },

        new(FindingKind.Disarmed, Language.Php, FileRole.Test | FileRole.Library, "exit|die", @"^\s*(exit|die)\s*(\(\s*0?\s*\))?\s*;"),
        new(FindingKind.SkippedTest, Language.Php, FileRole.Test, "markTest", @"->markTest(Skipped|Incomplete)\s*\(") { UnlessNear = @"^\s*if\s*\(" },
        new(FindingKind.EmptyTest, Language.Php, FileRole.Test, "assert", @"assertTrue\s*\(\s*true\s*[,)]|assertSame\s*\(\s*1\s*,\s*1\s*[,)]"),

        new(FindingKind.Disarmed, Language.Shell, FileRole.Any, "trap", @"\btrap\s+['""].*\bexit\s+0\b"),
        new(FindingKind.Disarmed, Language.Shell | Language.Python | Language.JavaScript, FileRole.Any, "PYTHONOPTIMIZE", @"\bPYTHONOPTIMIZE\b\s*[\]'""]*\s*\)?\s*="),

        new(FindingKind.Stub, Language.Any, FileRole.Source, "TODO|FIXME|XXX|HACK", @"(#|//|/\*|^\s*\*|--|<!--).*\b(TODO|FIXME|XXX|HACK)\b.*\b((?i)implement\w*|placeholder|stub\w*|hard-?cod\w*|fake\w*|for now|actual logic|real logic)\b"),
        new(FindingKind.Stub, Language.Any, FileRole.Source, "mplement|hard|Hard|test|Test", @"(#|//|/\*|^\s*\*).*\b((?i)(placeholder|stub|dummy|fake) implementation|not (yet )?implemented( yet)?\s*$|implement (me|later|this later)|hard-?coded? (to (pass|satisfy)|for (the )?tests?)|just (to|so) (make|pass|satisfy).{0,20}tests?)"),
        new(FindingKind.Todo, Language.Any, FileRole.Any, "TODO|FIXME|XXX|HACK", @"(#|//|/\*|^\s*\*|--|<!--).*\b(TODO|FIXME|XXX|HACK)\b"),
    ];
}
