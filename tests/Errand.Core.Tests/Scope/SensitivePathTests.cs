namespace Errand.Core.Tests.Scope;

public sealed class SensitivePathTests
{
    [Theory]
    [InlineData(".env", SensitiveClass.Secrets)]
    [InlineData("a/b/.env.production", SensitiveClass.Secrets)]
    [InlineData(".npmrc", SensitiveClass.Secrets)]
    [InlineData(".pypirc", SensitiveClass.Secrets)]
    [InlineData(".netrc", SensitiveClass.Secrets)]
    [InlineData("NuGet.Config", SensitiveClass.Secrets)]
    [InlineData("deploy/server.pem", SensitiveClass.Secrets)]
    [InlineData("web/package-lock.json", SensitiveClass.LockFile)]
    [InlineData("yarn.lock", SensitiveClass.LockFile)]
    [InlineData("pnpm-lock.yaml", SensitiveClass.LockFile)]
    [InlineData("bun.lock", SensitiveClass.LockFile)]
    [InlineData("Cargo.lock", SensitiveClass.LockFile)]
    [InlineData("poetry.lock", SensitiveClass.LockFile)]
    [InlineData("uv.lock", SensitiveClass.LockFile)]
    [InlineData("Gemfile.lock", SensitiveClass.LockFile)]
    [InlineData("composer.lock", SensitiveClass.LockFile)]
    [InlineData("go.sum", SensitiveClass.LockFile)]
    [InlineData("src/A/packages.lock.json", SensitiveClass.LockFile)]
    [InlineData("flake.lock", SensitiveClass.LockFile)]
    [InlineData(".github/workflows/ci.yml", SensitiveClass.Ci)]
    [InlineData(".github/actions/build/action.yml", SensitiveClass.Ci)]
    [InlineData(".gitlab-ci.yml", SensitiveClass.Ci)]
    [InlineData("Jenkinsfile", SensitiveClass.Ci)]
    [InlineData("azure-pipelines.yml", SensitiveClass.Ci)]
    [InlineData(".circleci/config.yml", SensitiveClass.Ci)]
    [InlineData(".ci/run", SensitiveClass.Ci)]
    [InlineData("CLAUDE.md", SensitiveClass.AgentConfiguration)]
    [InlineData("src/AGENTS.md", SensitiveClass.AgentConfiguration)]
    [InlineData(".claude/settings.json", SensitiveClass.AgentConfiguration)]
    [InlineData(".codex/config.toml", SensitiveClass.AgentConfiguration)]
    [InlineData(".mcp.json", SensitiveClass.AgentConfiguration)]
    [InlineData(".cursor/rules/a.mdc", SensitiveClass.AgentConfiguration)]
    [InlineData(".errand.json", SensitiveClass.AgentConfiguration)]
    [InlineData(".husky/pre-commit", SensitiveClass.Hook)]
    [InlineData(".githooks/pre-push", SensitiveClass.Hook)]
    [InlineData(".pre-commit-config.yaml", SensitiveClass.Hook)]
    [InlineData(".vscode/tasks.json", SensitiveClass.EditorTask)]
    [InlineData("web/.vscode/settings.json", SensitiveClass.EditorTask)]
    [InlineData(".gitmodules", SensitiveClass.Git)]
    [InlineData("a/.gitattributes", SensitiveClass.Git)]
    [InlineData("a/.git/hooks/pre-commit", SensitiveClass.Git)]
    [InlineData(".GIT/config", SensitiveClass.Git)]
    [InlineData(".github/CODEOWNERS", SensitiveClass.Git)]
    public void A_sensitive_path_is_denied_unless_the_scope_names_it(string path, SensitiveClass expected)
    {
        Assert.Equal(expected, SensitivePaths.In(path.Split('/')).First().Kind.Class);

        Assert.Equal(ViolationKind.Sensitive, Assert.Single(Judge([], path)).Kind);
        Assert.Equal(ViolationKind.Sensitive, Assert.Single(Judge(["**"], path)).Kind);
        Assert.Empty(Judge([path], path));
    }

    [Theory]
    [InlineData("src/env.cs")]
    [InlineData(".gitignore")]
    [InlineData("a/.gitkeep")]
    [InlineData(".editorconfig")]
    [InlineData(".vscode/snippets.json")]
    [InlineData("package.json")]
    [InlineData("go.mod")]
    [InlineData("src/Git/Hooks.cs")]
    [InlineData("docs/agents.markdown")]
    [InlineData("Keyboard.keys")]
    public void An_ordinary_path_is_not_sensitive(string path) => Assert.Empty(Judge([], path));

    [Theory]
    [InlineData(".github/**", ".github/workflows/ci.yml")]
    [InlineData(".github/", ".github/workflows/ci.yml")]
    [InlineData(".git*/**", ".github/workflows/ci.yml")]
    [InlineData("**/.env*", "a/.env.test")]
    [InlineData("package*.json", "package-lock.json")]
    [InlineData("{package,package-lock}.json", "package-lock.json")]
    [InlineData("{**,yarn.lock}", "yarn.lock")]
    [InlineData("CLAUDE.md", "CLAUDE.md")]
    public void A_pattern_names_a_path_when_it_spells_the_beginning_of_the_sensitive_name(string pattern, string path) =>
        Assert.Empty(Judge([pattern], path));

    [Theory]
    [InlineData("*.json", "package-lock.json")]
    [InlineData("**/*.md", "CLAUDE.md")]
    [InlineData("?env", ".env")]
    [InlineData("[.]env", ".env")]
    [InlineData("src/**", "src/.npmrc")]
    [InlineData("src", "src/.npmrc")]
    [InlineData("*/workflows/ci.yml", ".github/workflows/ci.yml")]
    [InlineData("*.lock", "yarn.lock")]
    public void A_wildcard_alone_names_nothing(string pattern, string path) =>
        Assert.Equal(ViolationKind.Sensitive, Assert.Single(Judge([pattern], path)).Kind);

    [Fact]
    public void Every_sensitive_name_of_a_path_has_to_be_named()
    {
        Assert.Equal(ViolationKind.Sensitive, Assert.Single(Judge([".claude/**"], ".claude/.env")).Kind);
        Assert.Empty(Judge([".claude/.env"], ".claude/.env"));
        Assert.Empty(Judge([".claude/**", ".claude/.env"], ".claude/.env"));
    }

    [Fact]
    public void A_directory_with_a_harmless_name_hides_nothing() =>
        Assert.Equal(ViolationKind.Sensitive, Assert.Single(Judge([], ".gitignore/hooks")).Kind);

    [Fact]
    public void Each_kind_is_listed_once_in_lower_case_and_recognizes_itself()
    {
        Assert.Equal(SensitivePaths.All.Count, SensitivePaths.All.DistinctBy(kind => kind.Pattern).Count());
        Assert.All(SensitivePaths.All, kind => Assert.Equal(kind.Pattern.ToLowerInvariant(), kind.Pattern));
        Assert.All(SensitivePaths.All, kind => Assert.NotEmpty(SensitivePaths.In(kind.Pattern.Replace("*", "x", StringComparison.Ordinal).Split('/'))));
        Assert.All(Enum.GetValues<SensitiveClass>(), kind => Assert.NotEmpty(SensitivePaths.WordsFor(kind)));
    }

    [Fact]
    public void A_hundred_thousand_ordinary_paths_are_no_violations()
    {
        string[] scope = [.. Enumerable.Range(0, 50).Select(number => $"src/module{number}/**/*.cs"), "**"];
        FileChange[] changes = [.. Enumerable.Range(0, 100_000).Select(number =>
            new FileChange($"src/module{number % 70}/Feature{number}/Deep/File{number}.cs", ChangeKind.Modified, 1, 1))];

        Assert.Empty(ScopeRules.Parse(scope, []).Judge(changes, JobMode.Write));
    }

    private static IReadOnlyList<Violation> Judge(IReadOnlyList<string> scope, string path) =>
        ScopeRules.Parse(scope, []).Judge([new FileChange(path, ChangeKind.Modified, 1, 1)], JobMode.Write);
}
