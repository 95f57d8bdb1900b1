using Errand.Core;

namespace Errand.Jobs.Verification.Completeness.Rules;

/// <summary>What xunit, NUnit and MSTest can be deceived with, and how C# says that it is not done.</summary>
internal static class DotnetRules
{
    public static IReadOnlyList<FindingRule> All { get; } =
    [
        Rule(FindingKind.Disarmed, FileRole.Test | FileRole.Library, "Environment", @"\bEnvironment\.Exit\s*\(\s*0?\s*\)|\bEnvironment\.ExitCode\s*=\s*0\b") with { UnlessNear = @"CancelKeyPress|--help|--version|[uU]sage|\bMain\s*\(" },
        Rule(FindingKind.Disarmed, FileRole.Any, "ProcessExit", @"\bProcessExit\s*\+=.*\b(Exit|ExitCode)\b"),
        Rule(FindingKind.Disarmed, FileRole.Any, "class ", @"\bclass\s+(Assert|FactAttribute|TheoryAttribute|TestAttribute|TestMethodAttribute|TestClassAttribute|InlineDataAttribute)\b"),
        Rule(FindingKind.Disarmed, FileRole.Any, "namespace|using", @"^\s*namespace\s+(Xunit|NUnit\.Framework|Microsoft\.VisualStudio\.TestTools)\b|^\s*(global\s+)?using\s+(Assert|Fact|FactAttribute|Theory|TheoryAttribute|Test|TestMethod)\s*="),
        Rule(FindingKind.Disarmed, FileRole.Any, "Equals|operator", @"\boverride\s+bool\s+Equals\s*\(.*\)\s*(=>\s*true\b|\{\s*return\s+true\b)|\boperator\s*==\s*\(.*\)\s*=>\s*true\b"),
        Rule(FindingKind.Disarmed, FileRole.Any, "return", @"^\s*return\s+true\s*;") with { After = @"\boverride\s+bool\s+Equals\s*\(|\boperator\s*==\s*\(" },
        Rule(FindingKind.Disarmed, FileRole.Test, "catch", @"\bcatch\s*(\(\s*(Xunit\.Sdk\.)?(XunitException|AssertionException|AssertFailedException)\b)"),

        Rule(FindingKind.DetectsTests, FileRole.Source, "testhost|xunit|nunit", @"GetAssemblies\s*\(\s*\).*(xunit|nunit|testhost)|[""']testhost"),

        Rule(FindingKind.SkippedTest, FileRole.Test, "Skip|Ignore|Explicit", @"\[\s*\w*(Fact|Theory|Test|TestCase|TestMethod)\w*\s*\(.*\bSkip\s*=|\[\s*(Ignore|Explicit)\b|\bAssert\.(Ignore|Inconclusive)\s*\(") with { UnlessNear = @"^\s*if\s*\(|SkipWhen|SkipUnless" },
        Rule(FindingKind.EmptyTest, FileRole.Test, "Assert", @"\bAssert\.(True|IsTrue)\s*\(\s*true\s*[,)]|\bAssert\.(Equal|AreEqual)\s*\(\s*(1\s*,\s*1|true\s*,\s*true)\s*[,)]|\bAssert\.Pass\s*\("),
        Rule(FindingKind.Stub, FileRole.Source, "NotImplementedException", @"\bthrow\s+new\s+(System\.)?NotImplementedException\b"),
    ];

    private static FindingRule Rule(FindingKind kind, FileRole roles, string hints, string pattern) => new(kind, Language.CSharp, roles, hints, pattern);
}
