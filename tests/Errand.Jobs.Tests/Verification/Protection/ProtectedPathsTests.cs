using Errand.Core;
using Errand.Jobs.Verification;
using Errand.Testing;

namespace Errand.Jobs.Tests.Verification.Protection;

public sealed class ProtectedPathsTests
{
    [Theory]
    [InlineData("tests/test_a.py", ProtectedClass.Tests)]
    [InlineData("src/app/calc.test.ts", ProtectedClass.Tests)]
    [InlineData("src/__snapshots__/a.snap", ProtectedClass.Tests)]
    [InlineData("tests/Shop.Tests/ImportTests.cs", ProtectedClass.Tests)]
    [InlineData("pkg/a_test.go", ProtectedClass.Tests)]
    [InlineData("src/main/CalcTest.java", ProtectedClass.Tests)]
    [InlineData("tests/Shop.Tests/Shop.Tests.csproj", ProtectedClass.Config)]
    [InlineData("package.json", ProtectedClass.Config)]
    [InlineData("web/vitest.config.ts", ProtectedClass.Config)]
    [InlineData("scripts/test.sh", ProtectedClass.Config)]
    [InlineData("run_tests.sh", ProtectedClass.Config)]
    [InlineData("unittest.py", ProtectedClass.Config)]
    [InlineData("crates/x/.cargo/config.toml", ProtectedClass.Config)]
    [InlineData(".github/workflows/ci.yml", ProtectedClass.Ci)]
    [InlineData("package-lock.json", ProtectedClass.Lockfiles)]
    public void What_judges_work_has_a_class(string path, ProtectedClass expected) => Assert.Equal(expected, ProtectedPaths.ClassOf(path));

    [Theory]
    [InlineData("src/latest.js")]
    [InlineData("src/contest/entry.py")]
    [InlineData("src/Attest.java")]
    [InlineData("src/checkout.sh")]
    [InlineData("src/testing.ts")]
    [InlineData("docs/tests.md")]
    [InlineData("src/Inspector.cs")]
    [InlineData("openapi/spec/users.yaml")]
    public void Work_has_none(string path) => Assert.Null(ProtectedPaths.ClassOf(path));

    [Fact]
    public void The_page_lists_all_patterns()
    {
        var table = new Table("Class", "Ecosystem", "Patterns");
        foreach ((ProtectedClass protectedClass, string ecosystem, string[] patterns) in ProtectedPaths.All)
            table.Row($"`{SnakeCase.Of(protectedClass)}`", ecosystem, string.Join(' ', patterns.Select(pattern => $"`{pattern}`")));

        Approved.Section("docs/checks.md", "protected", table.ToString());
    }
}
