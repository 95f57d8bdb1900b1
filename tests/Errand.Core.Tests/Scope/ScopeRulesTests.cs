namespace Errand.Core.Tests.Scope;

public sealed class ScopeRulesTests
{
    [Theory]
    [InlineData("**/secrets", "a/secrets/key", true)]
    [InlineData("**/secrets", "secrets", true)]
    [InlineData("packages/*/dist", "packages/x/dist/lib/a.js", true)]
    [InlineData("packages/*/dist", "packages/x/src/dist/a.js", false)]
    [InlineData("src/*", "src/a/b.cs", false)]
    [InlineData("*.md", "a.md/b.txt", false)]
    public void A_denied_name_covers_what_is_below_it(string pattern, string path, bool isDenied)
    {
        ScopeRules rules = ScopeRules.Parse([], [pattern]);

        IReadOnlyList<Violation> violations = rules.Judge([new FileChange(path, ChangeKind.Modified, 1, 0)], JobMode.Write);

        Assert.Equal(isDenied, violations.Any(violation => violation.Kind == ViolationKind.Denied));
    }

    [Fact]
    public void An_empty_scope_means_everything_that_is_not_sensitive()
    {
        Assert.Empty(Judge([], [], "a.txt", "src/deep/.hidden", "tests/a b.cs"));

        Assert.Equal([new Violation("src/.env.local", ViolationKind.Sensitive, "Modified, but secrets or package sources may change only when the scope names '.env.local'.")],
            Judge([], [], "src/.env.local"));
    }

    [Fact]
    public void What_no_scope_pattern_covers_is_outside()
    {
        Assert.Equal(
            [new Violation("docs/a.md", ViolationKind.OutsideScope, "Modified, but no scope pattern covers it.")],
            Judge(["src/**", "tests"], [], "src/a.cs", "docs/a.md", "tests/b.cs"));
    }

    [Fact]
    public void Deny_beats_scope()
    {
        Assert.Equal(
            [new Violation("src/Generated/a.cs", ViolationKind.Denied, "Modified, but '**/Generated/**' is denied.")],
            Judge(["src/Generated/a.cs"], ["**/Generated/**"], "src/Generated/a.cs"));
    }

    [Fact]
    public void An_exclamation_mark_in_the_scope_denies()
    {
        Assert.Equal(ViolationKind.Denied, Assert.Single(Judge(["src/**", "!src/Generated/"], [], "src/a.cs", "src/Generated/b.cs")).Kind);
        Assert.Equal(ViolationKind.Denied, Assert.Single(Judge(["!docs"], [], "src/a.cs", "docs/b.cs")).Kind);
        Assert.Empty(Judge(["\\!a"], [], "!a"));
    }

    [Fact]
    public void A_denied_path_is_denied_even_when_it_is_sensitive_and_named()
    {
        Assert.Equal(ViolationKind.Denied, Assert.Single(Judge([".env"], [".env*"], ".env")).Kind);
    }

    [Fact]
    public void Both_paths_of_a_rename_are_judged()
    {
        ScopeRules rules = ScopeRules.Parse(["src/**"], []);

        Assert.Equal(
            [new Violation("lib/a.cs", ViolationKind.OutsideScope, "Renamed to another path, but no scope pattern covers it.")],
            rules.Judge([new FileChange("src/a.cs", ChangeKind.Renamed, 0, 0, "lib/a.cs")], JobMode.Write));
        Assert.Equal(
            [new Violation("lib/a.cs", ViolationKind.OutsideScope, "Renamed from another path, but no scope pattern covers it.")],
            rules.Judge([new FileChange("lib/a.cs", ChangeKind.Renamed, 0, 0, "src/a.cs")], JobMode.Write));
        Assert.Equal(2, rules.Judge([new FileChange("b.cs", ChangeKind.Renamed, 0, 0, "a.cs")], JobMode.Write).Count);
    }

    [Fact]
    public void Every_change_in_read_mode_is_a_violation()
    {
        ScopeRules rules = ScopeRules.Parse([], []);

        Assert.Equal(
            [
                new Violation("a", ViolationKind.ReadOnly, "Added, but the job may only read."),
                new Violation("b", ViolationKind.ReadOnly, "Deleted, but the job may only read."),
                new Violation("c", ViolationKind.ReadOnly, "Changed in mode, but the job may only read."),
                new Violation("d", ViolationKind.ReadOnly, "Changed in type, but the job may only read."),
            ],
            rules.Judge(
                [
                    new FileChange("a", ChangeKind.Added, 1, 0), new FileChange("b", ChangeKind.Deleted, 0, 1),
                    new FileChange("c", ChangeKind.Mode, 0, 0), new FileChange("d", ChangeKind.Type, null, null),
                ],
                JobMode.Read));
    }

    [Fact]
    public void A_hostile_file_name_cannot_break_out_of_its_sentence()
    {
        Violation violation = Assert.Single(Judge([], [], ".env\n\u001b[2J'\u202e"));

        Assert.Equal("Modified, but secrets or package sources may change only when the scope names '.env\\n\\x1b[2J\\'\\u202e'.", violation.Detail);
    }

    [Fact]
    public void A_list_has_at_most_200_patterns()
    {
        string[] patterns = [.. Enumerable.Range(0, 201).Select(number => $"src/{number}")];
        ScopeRules.Parse(patterns[..200], patterns[..200]);

        Assert.Same(ErrorCatalog.TooManyGlobs, Assert.Throws<ErrandException>(() => ScopeRules.Parse(patterns, [])).Error);
        Assert.Same(ErrorCatalog.TooManyGlobs, Assert.Throws<ErrandException>(() => ScopeRules.Parse([], patterns)).Error);
    }

    [Fact]
    public void A_deny_pattern_cannot_be_negated()
    {
        Assert.Contains("deny already means no", Assert.Throws<ErrandException>(() => ScopeRules.Parse([], ["!a"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_absolute_pattern_inside_the_repository_is_taken_relative_to_its_root()
    {
        ScopeRules rules = ScopeRules.Parse(["/home/me/shop/src/**", "/docs/"], [], "/home/me/shop");

        Assert.Equal("lib/a", Assert.Single(rules.Judge([Modified("src/a"), Modified("docs/a"), Modified("lib/a")], JobMode.Write)).Path);
        Assert.Empty(ScopeRules.Parse(["/home/me/shop"], [], "/home/me/shop/").Judge([Modified("x")], JobMode.Write));
    }

    [Theory]
    [InlineData("/home/me/other/src/**")]
    [InlineData("/home/me/shop2")]
    [InlineData("/etc/**")]
    [InlineData("/tmp")]
    public void An_absolute_pattern_beside_the_repository_is_refused(string pattern)
    {
        var refusal = Assert.Throws<ErrandException>(() => ScopeRules.Parse([pattern], [], "/home/me/shop"));

        Assert.Contains("it lies outside the repository '/home/me/shop'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Paths_in_a_scope_are_its_patterns_without_wildcards() => Assert.Equal(
        ["a.txt", "b/c.env", "d", "e f"],
        ScopeRules.PathsIn(["a.txt", "./b/c.env", "/d", "/home/me/shop/e f", "*.cs", "!no", "x/[id]", "src/**"], "/home/me/shop").Order());

    private static IReadOnlyList<Violation> Judge(IReadOnlyList<string> scope, IReadOnlyList<string> deny, params string[] paths) =>
        ScopeRules.Parse(scope, deny).Judge([.. paths.Select(Modified)], JobMode.Write);

    private static FileChange Modified(string path) => new(path, ChangeKind.Modified, 1, 1);
}
