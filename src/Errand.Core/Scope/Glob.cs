namespace Errand.Core;

/// <summary>
/// A pattern for paths of a repository, relative to its root, matched character by character; letter case and leading dots are
/// nothing special. docs/scope.md describes the language; docs/decisions/0002-own-globs.md says why it is our own.
/// </summary>
/// <remarks>Matching a path takes at most the product of both lengths, whatever the pattern is.</remarks>
public sealed class Glob
{
    /// <summary>Longest pattern, in characters.</summary>
    public const int MaximumLength = 1_000;

    /// <summary>Most alternatives that the braces of one pattern may give.</summary>
    public const int MaximumAlternatives = 256;

    private readonly GlobPath[] alternatives;

    private Glob(string text, GlobPath[] alternatives)
    {
        Text = text;
        this.alternatives = alternatives;
    }

    /// <summary>The pattern as it was written.</summary>
    public string Text { get; }

    /// <summary>Reads a pattern.</summary>
    /// <param name="what">What the pattern is for, such as <c>scope</c>; for the error.</param>
    /// <param name="text">The pattern.</param>
    /// <exception cref="ErrandException">It is no pattern, or one that leaves the repository.</exception>
    public static Glob Parse(string what, string text)
    {
        ErrandException Refused(string reason) => new(
            ErrorCatalog.InvalidGlob,
            $"{what} pattern {Escaping.Quote(text, 80)} is refused: {reason}. " +
            "Write it relative to the repository's root, such as 'src/**/*.cs' or 'docs/'.");

        if (string.IsNullOrWhiteSpace(text))
            throw Refused("it is empty");
        if (text.Length > MaximumLength)
            throw Refused($"it has {text.Length:N0} characters and may have {MaximumLength:N0}");
        if (text.Any(char.IsControl))
            throw Refused("it holds a NUL, a line end or another control character");
        if (text.Length > 2 && char.IsAsciiLetter(text[0]) && text[1] == ':' && text[2] is '/' or '\\')
            throw Refused("it is a path with a drive");

        return new Glob(text, [.. GlobParser.Parse(text, Refused).Select(tokens => GlobPath.Build(tokens, Refused))]);
    }

    /// <summary>Whether the pattern covers a path with <c>/</c> between its names.</summary>
    public bool Covers(string path) => Covers(path.Split('/'));

    /// <summary>Whether the pattern covers a path, given as its names.</summary>
    public bool Covers(ReadOnlySpan<string> names)
    {
        foreach (GlobPath alternative in alternatives)
        {
            if (alternative.Covers(names))
                return true;
        }

        return false;
    }

    /// <summary>
    /// Whether the pattern covers a path or a directory that the path is in, as <c>**/secrets</c> does of <c>a/secrets/key</c>. Only a pattern whose
    /// last name is a plain one can mean a directory.
    /// </summary>
    public bool CoversOrContains(ReadOnlySpan<string> names)
    {
        foreach (GlobPath alternative in alternatives)
        {
            if (alternative.CoversOrContains(names))
                return true;
        }

        return false;
    }

    /// <summary>Whether the pattern covers a path and writes out the beginning of one of its names, as <c>.env*</c> does of <c>.env.local</c>.</summary>
    /// <param name="names">The path, as its names.</param>
    /// <param name="name">The name in question.</param>
    public bool Names(ReadOnlySpan<string> names, string name)
    {
        foreach (GlobPath alternative in alternatives)
        {
            if (alternative.Spells(name) && alternative.Covers(names))
                return true;
        }

        return false;
    }

    /// <summary>The deepest places that everything it covers is at or below, one for each alternative.</summary>
    public IReadOnlyList<ScopePlace> Places() => [.. alternatives.Select(alternative => alternative.Place()).Distinct()];

    public override string ToString() => Text;
}
