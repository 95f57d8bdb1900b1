using Errand.Core;

namespace Errand.Jobs.Verification.Completeness.Rules;

/// <summary>What node:test, Jest, Vitest, Mocha and plain scripts can be deceived with, and how JavaScript and TypeScript say that they are not done.</summary>
internal static class JavaScriptRules
{
    private const string Command = @"--help|--version|[uU]sage|yargs|commander|process\.(on|once)\(\s*['""`]SIG|shutdown";

    public static IReadOnlyList<FindingRule> All { get; } =
    [
        Rule(FindingKind.Disarmed, FileRole.Test, "process.", @"\bprocess\.(exit|reallyExit|abort)\s*\(\s*0?\s*\)") with { UnlessNear = @"(mock|spyOn|stub)\w*\s*\(" },
        Rule(FindingKind.Disarmed, FileRole.Library, "process.", @"\bprocess\.(exit|reallyExit)\s*\(\s*0?\s*\)") with { UnlessNear = Command },
        Rule(FindingKind.Disarmed, FileRole.Any, "exitCode", @"\bprocess\.exitCode\s*=\s*0\b"),
        Rule(FindingKind.Disarmed, FileRole.Any, "process.", @"\bprocess\.(on|once|prependListener)\s*\(\s*['""`](exit|beforeExit|uncaughtException|unhandledRejection)['""`].*(\bexit\s*\(\s*0?\s*\)|exitCode\s*=\s*0|=>\s*\{\s*\}|=>\s*null|=>\s*undefined|\(\)\s*\{\s*\})"),
        Rule(FindingKind.Disarmed, FileRole.Any, "process.", @"\bprocess\.(exit|reallyExit|emit|on)\s*=[^=>]") with { UnlessNear = "original|restore|jest|vi\\." },
        Rule(FindingKind.Disarmed, FileRole.Any, "assert", @"\bassert(\.strict)?\.(equal|strictEqual|deepEqual|deepStrictEqual|ok|throws|rejects|fail|match|notEqual|notStrictEqual)\s*=[^=]"),
        Rule(FindingKind.Disarmed, FileRole.Any, "global", @"\b(global|globalThis)\.(expect|it|test|describe|assert|Date|setTimeout|performance)\s*=[^=]|Object\.defineProperty\s*\(\s*(global|globalThis)\s*,\s*['""`](expect|it|test|describe|assert|Date)"),
        Rule(FindingKind.Disarmed, FileRole.Any, "Module|require.cache", @"\brequire\.cache\s*\[.*\]\s*=[^=]|\bModule\.(_load|_resolveFilename|prototype\.require)\s*=[^=]"),
        Rule(FindingKind.Disarmed, FileRole.Any, "expect|assert|it|test|describe", @"^\s*(const|let|var)\s+(expect|assert|it|test|describe)\s*=\s*(async\s*)?(\([^)]*\)|\w+)\s*=>\s*(\(?\{\s*\}\)?|undefined|null|true|void\s+0)\s*;?|^\s*(const|let|var)\s+(expect|assert)\s*=\s*new\s+Proxy|^\s*function\s+(expect|assert|it|test|describe)\s*\([^)]*\)\s*\{\s*\}"),
        Rule(FindingKind.Disarmed, FileRole.Source, "Date|Math|performance", @"\b(Date\.now|Math\.random|performance\.now)\s*=[^=>]"),
        Rule(FindingKind.Disarmed, FileRole.Test, "catch", @"\b(assert|expect)\b.*\bcatch\s*(\(\s*\w*\s*\))?\s*\{\s*\}"),
        Rule(FindingKind.Disarmed, FileRole.Test, "catch", @"^\s*\}\s*catch\s*(\(\s*\w*\s*\))?\s*\{\s*\}") with { After = @"\b(assert|expect)\b" },

        Rule(FindingKind.DetectsTests, FileRole.Source, "process.env|typeof|import.meta", @"process\.env\.(JEST_WORKER_ID|VITEST\w*|NODE_TEST_CONTEXT|MOCHA\w*)|typeof\s+(jest|vi|describe|it|test)\s*[!=]==?|process\.env\.NODE_ENV\s*===?\s*['""]test['""]|import\.meta\.vitest"),

        Rule(FindingKind.SkippedTest, FileRole.Test, ".skip|.only|.todo|.fixme|xit|xdescribe|xtest|fit|fdescribe|skip:|todo:|only:", @"\b(it|test|describe|context|suite)\.(skip|only|todo|fixme)\s*[(.]|^\s*(xit|xdescribe|xtest|fit|fdescribe)\s*\(|[{,]\s*(skip|todo|only)\s*:\s*(true|['""`])|^\s*(t|ctx|context|this)\.skip\s*\(") with { UnlessNear = @"^\s*if\s*\(|\bprocess\.platform|skipIf|runIf" },
        Rule(FindingKind.EmptyTest, FileRole.Test, "expect|assert", @"\bexpect\s*\(\s*(true|1)\s*\)\.(toBe|toEqual|toStrictEqual)\s*\(\s*(true|1)\s*\)|\bexpect\s*\(\s*true\s*\)\.(toBeTruthy|to\.be\.true)|\bassert(\.ok)?\s*\(\s*(true|1)\s*[,)]|\bassert\.(strictEqual|equal|deepEqual)\s*\(\s*(1\s*,\s*1|true\s*,\s*true)\s*[,)]"),
        Rule(FindingKind.EmptyTest, FileRole.Test, "=>|function", @"^\s*(it|test)\s*\(\s*['""`].*,\s*(async\s*)?(\(\s*\w*\s*\)\s*=>\s*\{\s*\}|function\s*\(\s*\)\s*\{\s*\})\s*\)"),
        Rule(FindingKind.Stub, FileRole.Source, "Error(", @"\bthrow\s+(new\s+)?Error\s*\(\s*['""`]((?i)not\s+(yet\s+)?implemented|unimplemented|todo\b)"),
        Rule(FindingKind.EmptyBody, FileRole.Source, "function", @"^\s*(export\s+)?(default\s+)?(async\s+)?function\s+\w+\s*\([^)]*\)\s*(:\s*[\w<>\[\]| ]+)?\s*\{\s*\}\s*$") with { UnlessNear = @"\bno-?op\b|noop" },
    ];

    private static FindingRule Rule(FindingKind kind, FileRole roles, string hints, string pattern) => new(kind, Language.JavaScript, roles, hints, pattern);
}
