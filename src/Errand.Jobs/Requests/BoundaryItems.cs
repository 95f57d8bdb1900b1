using System.Text;
using Errand.Core;
using Errand.Jobs.Store;

namespace Errand.Jobs.Requests;

/// <summary>What a host may say to a change outside the scope: which patterns to add, or which files to leave out.</summary>
public static class BoundaryItems
{
    private const int MostItems = ScopeRules.MaximumPatterns;

    /// <summary>The patterns of a job's scope, with what was added by decisions.</summary>
    public static IReadOnlyList<string> ScopeOf(JobSpec spec, JobHistory history) =>
        history.Widened.Count == 0 ? spec.Scope
        // A scope without patterns is everything; with the added ones alone it would be only those.
        : spec.Scope.Count == 0 ? ["**", .. history.Widened]
        : [.. spec.Scope, .. history.Widened];

    /// <summary>The patterns that widen the scope; none given = exactly the paths outside it.</summary>
    /// <exception cref="ErrandException">A pattern is refused, or none of them makes a difference.</exception>
    public static IReadOnlyList<string> Widening(JobSpec spec, JobHistory history, IReadOnlyList<string> patterns)
    {
        string[] outside = [.. history.Violations.Where(violation => violation.Kind == ViolationKind.OutsideScope).Select(violation => violation.Path).Distinct()];
        string[] wanted = patterns.Count > 0 ? [.. patterns] : [.. outside.Select(Literal)];
        if (wanted.Length == 0)
            throw RequestValidator.Refused("items", "", "nothing was changed outside the scope", "docs/**");
        if (Array.Find(wanted, pattern => pattern.StartsWith('!')) is { } denial)
            throw RequestValidator.Refused("items", denial, "a pattern that denies widens nothing", "docs/**");

        ScopeRules rules = ScopeRules.Parse([.. spec.Scope.Count == 0 ? ["**"] : ScopeOf(spec, history), .. wanted], spec.Deny, spec.Repository.Root);
        int before = history.Violations.Count(IsOfScope);
        int after = rules.Judge(history.Captured?.Files ?? [], spec.Mode).Count(IsOfScope) + Standing(history.Captured?.Violations ?? [], rules).Count(IsOfScope);
        return after < before || NamesIgnored(spec, history, wanted)
            ? wanted
            : throw RequestValidator.Refused("items", string.Join(", ", wanted), "they allow nothing of what was changed outside the scope", outside.Length > 0 ? outside[0] : "docs/**");
    }

    /// <summary>The changed files to leave out, each with the former path of a rename; a directory stands for all in it; none given = the paths outside the scope.</summary>
    /// <exception cref="ErrandException">A path was not changed, or its name cannot be written down.</exception>
    public static IReadOnlyList<string> Dropping(JobHistory history, IReadOnlyList<string> paths)
    {
        string[] outside = [.. history.Violations.Where(violation => violation.Kind == ViolationKind.OutsideScope).Select(violation => violation.Path)];
        if (paths.Count == 0 && outside.Length == 0)
            throw RequestValidator.Refused("items", "", "nothing was changed outside the scope", "docs/import.md");

        IReadOnlyList<FileChange> files = history.Captured?.Files ?? [];
        var dropped = new SortedSet<string>(StringComparer.Ordinal);
        foreach (string path in paths.Count > 0 ? paths : outside)
        {
            string name = path.Length > 1 ? path.TrimEnd('/') : path;
            FileChange[] hit = [.. files.Where(file => IsIn(file.Path, name) || file.OldPath is { } old && IsIn(old, name))];
            if (hit.Length == 0)
                throw RequestValidator.Refused("items", path, "the job changed no such file", files.Count > 0 ? files[0].Path : "docs/import.md");
            foreach (FileChange file in hit)
                dropped.UnionWith(file.OldPath is null ? [file.Path] : [file.Path, file.OldPath]);
        }

        if (dropped.FirstOrDefault(path => !IsText(path)) is { } unwritable)
            throw RequestValidator.Refused("items", unwritable, "its name is no UTF-8 text", "a rework that takes it back");
        return dropped.Count <= MostItems ? [.. dropped] : throw RequestValidator.Refused("items", $"{dropped.Count} files", $"at most {MostItems} can be dropped at once", "name a directory with fewer files");
    }

    /// <summary>The violations of a capture that the rules, which may be wider by now, still see; they are of files that no list of changes has.</summary>
    internal static IReadOnlyList<Violation> Standing(IReadOnlyList<Violation> violations, ScopeRules rules) =>
    [
        .. violations.Where(violation => violation.Kind != ViolationKind.Sensitive
            || rules.Judge([new FileChange(violation.Path, ChangeKind.Modified, null, null)], JobMode.Write).Any(found => found.Kind == ViolationKind.Sensitive)),
    ];

    /// <summary>Ignored files of a private tree that the scope names by now and the captured work lacks; only another capture can bring them.</summary>
    internal static bool NamesIgnored(JobSpec spec, JobHistory history, IReadOnlyList<string> scope) =>
        spec.Isolation != IsolationKind.Inplace && history is { Workspace: { } workspace, Captured: { } work }
        && ScopeRules.PathsIn(scope, spec.Repository.Root).Except(work.Files.Select(file => file.Path)).Any(path => File.Exists(Path.Combine(workspace.Path, path)));

    private static bool IsOfScope(Violation violation) => violation.Kind is ViolationKind.OutsideScope or ViolationKind.Sensitive;

    private static bool IsIn(string path, string name) => path == name || path.StartsWith(name + '/', StringComparison.Ordinal);

    private static bool IsText(string path)
    {
        foreach (Rune rune in path.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar)
                return false;
        }

        return true;
    }

    /// <summary>A pattern that covers one path and no other.</summary>
    private static string Literal(string path)
    {
        var pattern = new StringBuilder("/");
        foreach (char character in path)
        {
            if (character is '*' or '?' or '[' or ']' or '{' or '}' or '\\' or ',' or '!')
                pattern.Append('\\');
            pattern.Append(character);
        }

        return pattern.ToString();
    }
}
