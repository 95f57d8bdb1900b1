using Errand.Core;

namespace Errand.Jobs.Git;

/// <summary>
/// The environment and the settings of a git command. What a repository's configuration could make git run is switched off on the command
/// line, which beats every file: hooks, the file system monitor, automatic maintenance, fetching of missing objects.
/// </summary>
internal static class GitVariables
{
    /// <summary>What the journal calls safe is on the disk before it says so; git by itself waits neither for refs nor for loose objects.</summary>
    public const string Durable = "core.fsync=committed,loose-object,reference";

    /// <summary>Off for the user's own commands too: an answer of Errand's must not run a hook or start a daemon.</summary>
    private static readonly string[] AlwaysOff =
    [
        "core.hooksPath=/dev/null",
        "core.fsmonitor=false",
        "gc.auto=0",
        "maintenance.auto=false",
        "submodule.recurse=false",
    ];

    private static readonly string[] Hardened =
    [
        .. AlwaysOff,
        "core.attributesFile=/dev/null",
        "core.excludesFile=/dev/null",
        "core.protectNTFS=true",
        "core.protectHFS=true",
        "core.splitIndex=false",
        "core.untrackedCache=false",
        "index.sparse=false",
        "index.version=2",
        "protocol.allow=never",
        "safe.bareRepository=explicit",
    ];

    private static readonly string[] User = [.. AlwaysOff, "core.safecrlf=false"];

    public static IReadOnlyList<string> Settings(GitCommand command) => [.. command.AsUser ? User : Hardened, .. command.Settings];

    public static Dictionary<string, string> Build(GitCommand command, ErrandEnvironment environment, string program)
    {
        Dictionary<string, string> variables = command.AsUser ? OfUser(environment) : OfNobody(program);
        variables["GIT_TERMINAL_PROMPT"] = "0";
        variables["GIT_OPTIONAL_LOCKS"] = "0";
        variables["GIT_NO_LAZY_FETCH"] = command.AsUser ? "0" : "1";
        Set(variables, "GIT_DIR", command.GitDirectory);
        Set(variables, "GIT_WORK_TREE", command.WorkTree);
        Set(variables, "GIT_INDEX_FILE", command.IndexFile);
        Set(variables, "GIT_OBJECT_DIRECTORY", command.ObjectDirectory);
        Set(variables, "GIT_ALTERNATE_OBJECT_DIRECTORIES", command.AlternateObjects is { } path ? Alternates.Quote(path, ':') : null);
        foreach ((string name, string value) in command.Variables)
            variables[name] = value;

        return variables;
    }

    /// <summary>The author and committer of everything that Errand writes itself.</summary>
    public static Dictionary<string, string> Identity(DateTimeOffset at) => new()
    {
        ["GIT_AUTHOR_NAME"] = GitIdentity.Name,
        ["GIT_AUTHOR_EMAIL"] = GitIdentity.Email,
        ["GIT_AUTHOR_DATE"] = GitIdentity.Date(at),
        ["GIT_COMMITTER_NAME"] = GitIdentity.Name,
        ["GIT_COMMITTER_EMAIL"] = GitIdentity.Email,
        ["GIT_COMMITTER_DATE"] = GitIdentity.Date(at),
    };

    private static Dictionary<string, string> OfNobody(string program) => new()
    {
        ["PATH"] = $"{Path.GetDirectoryName(program)}:/usr/bin:/bin",
        ["HOME"] = "/nonexistent",
        ["LC_ALL"] = "C",
        ["GIT_CONFIG_NOSYSTEM"] = "1",
        ["GIT_CONFIG_GLOBAL"] = "/dev/null",
        ["GIT_ATTR_NOSYSTEM"] = "1",
        ["GIT_NO_REPLACE_OBJECTS"] = "1",
    };

    private static Dictionary<string, string> OfUser(ErrandEnvironment environment)
    {
        // GIT_DIR and its like would lead git to another repository than the one that was asked for.
        Dictionary<string, string> variables = environment.Variables
            .Where(variable => !variable.Key.StartsWith("GIT_", StringComparison.Ordinal))
            .ToDictionary(StringComparer.Ordinal);

        // We read git's messages; the user's filters keep the user's character set.
        if (variables.Remove("LC_ALL", out string? locale))
            variables["LANG"] = variables["LC_CTYPE"] = locale;
        variables.Remove("LANGUAGE");
        variables["LC_MESSAGES"] = "C";
        return variables;
    }

    private static void Set(Dictionary<string, string> variables, string name, string? value)
    {
        if (value is not null)
            variables[name] = value;
    }
}
