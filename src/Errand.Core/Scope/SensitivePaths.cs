namespace Errand.Core;

/// <summary>The paths that a job may change only when its scope names them, as data.</summary>
public static class SensitivePaths
{
    private static readonly Dictionary<SensitiveClass, string> Words = new()
    {
        [SensitiveClass.Secrets] = "secrets or package sources",
        [SensitiveClass.LockFile] = "a lock file",
        [SensitiveClass.Ci] = "CI configuration",
        [SensitiveClass.AgentConfiguration] = "agent configuration",
        [SensitiveClass.Hook] = "a hook",
        [SensitiveClass.EditorTask] = "editor configuration that runs commands",
        [SensitiveClass.Git] = "configuration of git or of the repository's host",
    };

    /// <summary>Names that begin like git's own files but only list or keep files.</summary>
    private static readonly HashSet<string> Harmless = [".gitignore", ".gitkeep"];

    /// <summary>Every kind, in the order in which they are tried.</summary>
    public static IReadOnlyList<SensitivePath> All { get; } =
    [
        .. Of(
            SensitiveClass.Secrets,
            ".env*", ".netrc", "_netrc", ".npmrc", ".pypirc", ".yarnrc", ".yarnrc.yml", ".pnpmrc", "bunfig.toml", "nuget.config", "pip.conf",
            ".cargo", ".gem", ".bundle", ".m2", ".docker", ".dockercfg", ".kube", ".aws", ".azure", ".gnupg", ".ssh", ".pgpass",
            ".git-credentials", "*.pem", "*.pfx", "*.p12", "*.key", "*.keystore", "*.jks", "id_rsa*", "id_ed25519*", "id_ecdsa*"),
        .. Of(
            SensitiveClass.LockFile,
            "package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock", "bun.lockb", "deno.lock", "cargo.lock", "poetry.lock",
            "uv.lock", "pdm.lock", "pipfile.lock", "conda-lock.yml", "gemfile.lock", "composer.lock", "go.sum", "go.work.sum", "packages.lock.json",
            "project.assets.json", "paket.lock", "flake.lock", "gradle.lockfile", "buildscript-gradle.lockfile", "verification-metadata.xml",
            "mix.lock", "rebar.lock", "pubspec.lock", "podfile.lock", "cartfile.resolved", "package.resolved", "conan.lock", "vcpkg-lock.json",
            "module.bazel.lock", "stack.yaml.lock", "cabal.project.freeze", ".terraform.lock.hcl", "chart.lock", "pixi.lock"),
        .. Of(
            SensitiveClass.Ci,
            ".github/workflows", ".github/actions", ".gitlab", ".gitlab-ci*", ".gitea", ".forgejo", ".ci", ".circleci", ".buildkite", ".azure-pipelines*", "azure-pipelines*",
            ".woodpecker*", ".drone.y*ml", ".travis.y*ml", ".cirrus.y*ml", ".appveyor.y*ml", "appveyor.y*ml", "bitbucket-pipelines.y*ml",
            "jenkinsfile*", ".teamcity", ".semaphore", ".tekton", "cloudbuild.y*ml", "buildspec.y*ml", "renovate.json*", ".renovaterc*"),
        .. Of(
            SensitiveClass.AgentConfiguration,
            ".errand.json", ".errand", "claude.md", "claude.local.md", ".claude*", "agents.md", "agents.override.md", ".agents", ".codex", ".mcp.json",
            "mcp.json", ".cursor", ".cursorrules", ".cursorignore", "gemini.md", ".gemini", ".aider*", ".continue", ".windsurf*", ".clinerules*", ".roo*",
            ".kiro", ".opencode", "opencode.json*", ".goose*", ".amp", ".junie", "copilot-instructions.md"),
        .. Of(
            SensitiveClass.Hook,
            ".husky", ".githooks", ".hooks", ".pre-commit-config.y*ml", ".pre-commit-hooks.y*ml", "lefthook*.y*ml", ".lefthook*", ".overcommit.yml",
            ".lintstagedrc*", "lint-staged.config.*", ".simple-git-hooks.*", ".envrc", ".direnv", ".mise.toml", "mise.toml"),
        .. Of(
            SensitiveClass.EditorTask,
            ".vscode/tasks.json", ".vscode/settings.json", ".vscode/launch.json", ".vscode/mcp.json", ".vscode/extensions.json", "*.code-workspace",
            ".devcontainer*", ".zed", ".idea", ".fleet", ".nvim.lua", ".nvimrc", ".exrc", ".dir-locals.el", ".vimrc"),
        .. Of(SensitiveClass.Git, ".git*"),
    ];

    // A change set may have a hundred thousand paths; nearly all of them are decided by the first characters of their names.
    private static readonly Dictionary<char, SensitivePath[]> ByFirstCharacter = All
        .Where(kind => kind.FirstCharacter is not null)
        .GroupBy(kind => kind.FirstCharacter!.Value)
        .ToDictionary(group => group.Key, group => group.ToArray());

    private static readonly SensitivePath[] WithAnyBeginning = [.. All.Where(kind => kind.FirstCharacter is null)];

    /// <summary>What people call a class, as the object of a sentence.</summary>
    public static string WordsFor(SensitiveClass sensitive) => Words[sensitive];

    /// <summary>The classes that a path belongs to, by any of its names.</summary>
    public static IEnumerable<SensitiveClass> ClassesOf(string path) => In(path.Split('/')).Select(found => found.Kind.Class);

    /// <summary>Every name in a path that makes it sensitive, and why.</summary>
    internal static IEnumerable<(SensitivePath Kind, string Name)> In(string[] names)
    {
        string[] lowerCaseNames = Array.ConvertAll(names, name => name.ToLowerInvariant());
        for (int index = 0; index < names.Length; index++)
        {
            if (lowerCaseNames[index].Length == 0 || (index == names.Length - 1 && Harmless.Contains(lowerCaseNames[index])))
                continue;

            SensitivePath[] likely = ByFirstCharacter.GetValueOrDefault(lowerCaseNames[index][0]) ?? [];
            SensitivePath? kind = likely.FirstOrDefault(kind => kind.IsAt(index, lowerCaseNames))
                ?? WithAnyBeginning.FirstOrDefault(kind => kind.IsAt(index, lowerCaseNames));
            if (kind is not null)
                yield return (kind, names[index]);
        }
    }

    private static List<SensitivePath> Of(SensitiveClass sensitive, params ReadOnlySpan<string> patterns)
    {
        var paths = new List<SensitivePath>();
        foreach (string pattern in patterns)
            paths.Add(new SensitivePath(sensitive, pattern));
        return paths;
    }
}
