namespace Errand.Core;

/// <summary>
/// Which paths a job may change: those that its scope covers (all, when it has none), less those that it denies, less sensitive paths
/// that no scope pattern names. Deny beats scope; both paths of a rename are judged.
/// </summary>
public sealed class ScopeRules
{
    /// <summary>Most patterns in a scope and most in a deny list.</summary>
    public const int MaximumPatterns = 200;

    /// <summary>Directories of every system that hardly anybody means in a repository when a slash stands before them.</summary>
    private static readonly HashSet<string> SystemDirectories = ["boot", "dev", "etc", "home", "mnt", "opt", "proc", "root", "run", "sbin", "srv", "sys", "tmp", "usr", "var"];

    private static readonly System.Buffers.SearchValues<char> WildCharacters = System.Buffers.SearchValues.Create("*?[]{}!\\");

    private readonly List<Glob> allow = [];
    private readonly List<Glob> deny = [];

    private ScopeRules()
    {
    }

    /// <summary>Reads a job's patterns.</summary>
    /// <param name="scope">Patterns for what may change; one that begins with <c>!</c> is a deny pattern.</param>
    /// <param name="deny">Patterns for what may not change.</param>
    /// <param name="repositoryRoot">
    /// The repository's root, to understand patterns that are absolute paths: those inside it are taken relative to it, those that lie
    /// beside it are refused. Without it, and for all others, a leading <c>/</c> means the root.
    /// </param>
    /// <exception cref="ErrandException">A pattern is refused, or there are too many.</exception>
    public static ScopeRules Parse(IReadOnlyList<string> scope, IReadOnlyList<string> deny, string? repositoryRoot = null)
    {
        RequireFew("scope", scope);
        RequireFew("deny", deny);
        var rules = new ScopeRules();
        foreach (string pattern in scope)
        {
            if (pattern.StartsWith('!'))
                rules.deny.Add(Read("scope", pattern[1..], repositoryRoot));
            else
                rules.allow.Add(Read("scope", pattern, repositoryRoot));
        }

        foreach (string pattern in deny)
        {
            if (pattern.StartsWith('!'))
            {
                throw Refused("deny", pattern, "deny already means no. Leave out the '!', or write '\\!' for a name that begins with it");
            }

            rules.deny.Add(Read("deny", pattern, repositoryRoot));
        }

        return rules;
    }

    /// <summary>The patterns for what may change.</summary>
    public IReadOnlyList<Glob> Allowed => allow;

    /// <summary>Judges a change set, in its order; a path of a change is named once, with the gravest rule that it breaks.</summary>
    public IReadOnlyList<Violation> Judge(IReadOnlyList<FileChange> changes, JobMode mode)
    {
        var violations = new List<Violation>();
        foreach (FileChange change in changes)
        {
            if (change.OldPath is { } oldPath)
                Judge(oldPath, "Renamed to another path", mode, violations);
            Judge(change.Path, WordFor(change.Change), mode, violations);
        }

        return violations;
    }

    private void Judge(string path, string happening, JobMode mode, List<Violation> violations)
    {
        if (mode == JobMode.Read)
        {
            violations.Add(new Violation(path, ViolationKind.ReadOnly, $"{happening}, but the job may only read."));
            return;
        }

        string[] names = path.Split('/');
        // What is denied as a directory is denied with all that is in it, as people know it from .gitignore; a scope pattern says it with a slash.
        if (deny.FirstOrDefault(glob => glob.CoversOrContains(names)) is { } denied)
        {
            violations.Add(new Violation(path, ViolationKind.Denied, $"{happening}, but {Escaping.Quote(denied.Text, 80)} is denied."));
            return;
        }

        foreach ((SensitivePath kind, string name) in SensitivePaths.In(names))
        {
            if (!allow.Exists(glob => glob.Names(names, name)))
            {
                string words = SensitivePaths.WordsFor(kind.Class);
                string detail = $"{happening}, but {words} may change only when the scope names {Escaping.Quote(name, 80)}.";
                violations.Add(new Violation(path, ViolationKind.Sensitive, detail));
                return;
            }
        }

        if (allow.Count > 0 && !allow.Exists(glob => glob.Covers(names)))
            violations.Add(new Violation(path, ViolationKind.OutsideScope, $"{happening}, but no scope pattern covers it."));
    }

    private static ErrandException Refused(string what, string pattern, string reason) =>
        new(ErrorCatalog.InvalidGlob, $"{what} pattern {Escaping.Quote(pattern, 80)} is refused: {reason}.");

    private static string WordFor(ChangeKind change) => change switch
    {
        ChangeKind.Added => "Added",
        ChangeKind.Deleted => "Deleted",
        ChangeKind.Renamed => "Renamed from another path",
        ChangeKind.Mode => "Changed in mode",
        ChangeKind.Type => "Changed in type",
        _ => "Modified",
    };

    /// <summary>The patterns of a scope that are one path and nothing else, relative to the repository's root.</summary>
    /// <param name="scope">The patterns; all of them are allowed ones.</param>
    /// <param name="repositoryRoot">The repository's root.</param>
    public static IReadOnlySet<string> PathsIn(IReadOnlyList<string> scope, string repositoryRoot)
    {
        var paths = new HashSet<string>();
        foreach (string pattern in scope.Where(pattern => !pattern.AsSpan().ContainsAny(WildCharacters)))
        {
            string path = Relative("scope", pattern, repositoryRoot);
            paths.Add(path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path.TrimStart('/'));
        }

        return paths;
    }

    /// <summary>The patterns as they are relative to the repository's root; those that deny keep their mark.</summary>
    /// <param name="patterns">Patterns that were accepted.</param>
    /// <param name="root">The repository's root.</param>
    /// <exception cref="ErrandException">A pattern lies outside the repository.</exception>
    public static IReadOnlyList<string> Relative(IReadOnlyList<string> patterns, string root) =>
        [.. patterns.Select(pattern => pattern.StartsWith('!') ? "!" + Relative("scope", pattern[1..], root) : Relative("scope", pattern, root))];

    private static Glob Read(string what, string pattern, string? root) => Glob.Parse(what, Relative(what, pattern, root));

    private static string Relative(string what, string pattern, string? root)
    {
        if (root is not { Length: > 1 } || !pattern.StartsWith('/'))
            return pattern;

        string prefix = root.TrimEnd('/');
        if (pattern == prefix || pattern.StartsWith(prefix + '/', StringComparison.Ordinal))
            return "." + pattern[prefix.Length..];

        // A directory of the repository can have the name of one at the system's root, but hardly that of the one the repository is in.
        string top = string.Concat(prefix.AsSpan(0, prefix.AsSpan(1).IndexOf('/') + 1), "/");
        if (top.Length > 1 && pattern.StartsWith(top, StringComparison.Ordinal))
        {
            string reason = $"it lies outside the repository {Escaping.Quote(prefix, 200)}. Write it relative to its root, such as 'src/**/*.cs'";
            throw Refused(what, pattern, reason);
        }

        int end = pattern.IndexOf('/', 1);
        string first = end < 0 ? pattern[1..] : pattern[1..end];
        if (SystemDirectories.Contains(first))
            throw Refused(what, pattern, $"it lies outside the repository {Escaping.Quote(prefix, 200)}. If a directory of the repository is meant, leave out the leading '/'");

        return pattern;
    }

    private static void RequireFew(string what, IReadOnlyList<string> patterns)
    {
        if (patterns.Count > MaximumPatterns)
        {
            throw new ErrandException(
                ErrorCatalog.TooManyGlobs,
                $"{what} has {patterns.Count:N0} patterns and may have {MaximumPatterns}. " +
                "Name directories instead of files, or join patterns with '{a,b}'.");
        }
    }
}
