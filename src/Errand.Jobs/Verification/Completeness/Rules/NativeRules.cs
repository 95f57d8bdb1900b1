using Errand.Core;

namespace Errand.Jobs.Verification.Completeness.Rules;

/// <summary>Go, Rust, C and C++: how their test runs are ended early or disarmed, and how their code says that it is not done.</summary>
internal static class NativeRules
{
    public static IReadOnlyList<FindingRule> All { get; } =
    [
        new(FindingKind.Disarmed, Language.Go, FileRole.Test | FileRole.Library, "os.Exit|syscall.Exit", @"\b(os|syscall)\.Exit\s*\(\s*0\s*\)") { UnlessNear = "[uU]sage|--help|--version|func\\s+main\\b|signal\\.Notify|<-\\s*sig" },
        new(FindingKind.DetectsTests, Language.Go, FileRole.Source, "testing.Testing|test.|.test", @"\btesting\.Testing\s*\(\s*\)|flag\.Lookup\s*\(\s*""test\.|os\.Args\[0\].*\.test"),
        new(FindingKind.SkippedTest, Language.Go, FileRole.Test, ".Skip", @"^\s*[tb]\.Skip(Now|f)?\s*\(") { UnlessNear = @"^\s*(if|case|default)\b" },
        new(FindingKind.SkippedTest, Language.Go, FileRole.Test, "build", @"^//\s*(go:build|\+build)\s+(ignore|never|none)\b"),
        new(FindingKind.Stub, Language.Go, FileRole.Source, "panic(", @"\bpanic\s*\(\s*""((?i)not\s+(yet\s+)?implemented|unimplemented|todo\b)"),
        new(FindingKind.EmptyBody, Language.Go, FileRole.Source, "func ", @"^func\s+[A-Z]\w*\s*\(.*\)\s*[\w*\[\].]+\s*\{\s*\}"),

        new(FindingKind.Disarmed, Language.Rust, FileRole.Test | FileRole.Library, "exit(", @"\bprocess::exit\s*\(\s*0\s*\)") { UnlessNear = "[uU]sage|--help|--version|fn\\s+main\\b" },
        new(FindingKind.Disarmed, Language.Rust, FileRole.Any, "macro_rules!", @"\bmacro_rules!\s*(assert|assert_eq|assert_ne|panic|debug_assert)\b"),
        new(FindingKind.Disarmed, Language.Rust, FileRole.Any, "true", @"\bfn\s+eq\s*\(.*\)\s*->\s*bool\s*\{\s*true\s*\}"),
        new(FindingKind.Disarmed, Language.Rust, FileRole.Any, "true", @"^\s*true\s*$") { After = @"\bfn\s+eq\s*\(.*->\s*bool" },
        new(FindingKind.DetectsTests, Language.Rust, FileRole.Source, "test", @"\bcfg!\s*\(\s*test\s*\)|#\[cfg\(\s*not\s*\(\s*test\s*\)\s*\)\]"),
        new(FindingKind.SkippedTest, Language.Rust, FileRole.Any, "ignore", @"^\s*#\[\s*ignore\b"),
        new(FindingKind.EmptyTest, Language.Rust, FileRole.Any, "assert", @"\bassert!\s*\(\s*true\s*[,)]|\bassert_eq!\s*\(\s*(1\s*,\s*1|true\s*,\s*true)\s*[,)]"),
        new(FindingKind.Stub, Language.Rust, FileRole.Source, "todo!|unimplemented!", @"\b(todo|unimplemented)!\s*[(\[{]"),

        new(FindingKind.Disarmed, Language.C, FileRole.Any, "define", @"^\s*#\s*define\s+NDEBUG\b|^\s*#\s*define\s+assert\s*\([^)]*\)\s*(\(\s*\(void\)\s*0\s*\)|\(void\)|do\s*\{\s*\}|0|1)?\s*;?\s*$"),
        new(FindingKind.Disarmed, Language.C, FileRole.Library, "exit|Exit", @"\b(exit|_exit|_Exit|quick_exit)\s*\(\s*(0|EXIT_SUCCESS)\s*\)") { UnlessNear = @"[uU]sage|--help|--version|\bfork\s*\(|\bmain\s*\(" },
        new(FindingKind.Disarmed, Language.C, FileRole.Test, "exit|Exit", @"\b(_exit|_Exit|quick_exit)\s*\(\s*(0|EXIT_SUCCESS)\s*\)") { UnlessNear = @"\bfork\s*\(" },
        new(FindingKind.Disarmed, Language.C, FileRole.Any, "__attribute__", @"__attribute__\s*\(\(\s*(constructor|destructor)\b"),
        new(FindingKind.Disarmed, Language.C, FileRole.Any, "SIG", @"\bsignal\s*\(\s*SIG(ABRT|SEGV|FPE)\b"),
        new(FindingKind.EmptyTest, Language.C, FileRole.Test, "assert|EXPECT|REQUIRE", @"\b(assert|EXPECT_TRUE|ASSERT_TRUE|REQUIRE)\s*\(\s*(1|true)\s*\)"),
        new(FindingKind.SkippedTest, Language.C, FileRole.Test, "GTEST_SKIP|DISABLED_", @"\bGTEST_SKIP\s*\(|\bTEST(_F|_P)?\s*\(\s*\w+\s*,\s*DISABLED_") { UnlessNear = @"^\s*if\s*\(" },
    ];
}
