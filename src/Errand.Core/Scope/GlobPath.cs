namespace Errand.Core;

/// <summary>One alternative of a pattern, name by name.</summary>
internal sealed class GlobPath
{
    /// <summary>Null stands for any number of names, none included.</summary>
    private readonly GlobSegment?[] segments;

    private GlobPath(GlobSegment?[] segments) => this.segments = segments;

    /// <param name="tokens">The alternative.</param>
    /// <param name="refused">Makes the error for a pattern that cannot be used, from the reason.</param>
    public static GlobPath Build(IReadOnlyList<GlobToken> tokens, Func<string, ErrandException> refused)
    {
        if (tokens.Count == 0)
            throw refused("one of its alternatives is empty");

        var segments = new List<GlobSegment?>();
        bool endsWithSeparator = tokens[^1].Kind == GlobTokenKind.Separator;
        foreach (List<GlobToken> part in Split(tokens))
        {
            if (part is [{ Kind: GlobTokenKind.AnyDepth }])
            {
                if (segments is not [.., null])
                    segments.Add(null);
                continue;
            }

            var segment = new GlobSegment(part);
            if (segment.Is(".."))
                throw refused("'..' leaves the repository");
            if (segment.Is("~") && segments.Count == 0)
                throw refused("'~' is no directory of the repository");
            if (!segment.Is("."))
                segments.Add(segment);
        }

        Complete(segments, endsWithSeparator);
        return new GlobPath([.. segments]);
    }

    /// <summary>Whether the alternative covers a path, given as its names.</summary>
    /// <remarks>As in <see cref="GlobSegment.Matches"/>, going back to the latest <c>**</c> is enough.</remarks>
    public bool Covers(ReadOnlySpan<string> names)
    {
        int segment = 0, index = 0, depthSegment = -1, depthIndex = 0;
        while (index < names.Length)
        {
            if (segment < segments.Length && segments[segment] is null)
            {
                depthSegment = ++segment;
                depthIndex = index;
            }
            else if (segment < segments.Length && segments[segment]!.Matches(names[index]))
            {
                segment++;
                index++;
            }
            else if (depthSegment >= 0)
            {
                segment = depthSegment;
                index = ++depthIndex;
            }
            else
            {
                return false;
            }
        }

        while (segment < segments.Length && segments[segment] is null)
            segment++;
        return segment == segments.Length;
    }

    /// <summary>Whether the alternative covers a path or, where it ends in a plain name, a directory that the path is in.</summary>
    public bool CoversOrContains(ReadOnlySpan<string> names)
    {
        if (Covers(names))
            return true;
        if (segments[^1] is not { HasWildcard: false })
            return false;

        for (int length = 1; length < names.Length; length++)
        {
            if (Covers(names[..length]))
                return true;
        }

        return false;
    }

    /// <summary>The deepest place that everything it covers is at or below.</summary>
    public ScopePlace Place()
    {
        int length = 0;
        while (length < segments.Length && segments[length]?.OnlyName is not null)
            length++;

        // What follows the plain names: nothing more than "and everything below".
        bool isWhole = segments.AsSpan(length) is [] or [null] or [null, { IsAnyName: true }];
        bool canBeFile = segments.AsSpan(length) is [] or [null];
        return new ScopePlace(string.Join('/', segments.Take(length).Select(segment => segment!.OnlyName)), isWhole, canBeFile);
    }

    /// <summary>Whether it writes out the beginning of a name, so that it can mean that name and not just anything.</summary>
    public bool Spells(string name)
    {
        foreach (GlobSegment? segment in segments)
        {
            if (segment is not null && segment.StartsLiterally && segment.Matches(name))
                return true;
        }

        return false;
    }

    private static void Complete(List<GlobSegment?> segments, bool endsWithSeparator)
    {
        // '.', './' and '/' are the repository; 'a/**' is what is below a, not a itself.
        if (segments is [] or [.., null])
        {
            if (segments.Count == 0)
                segments.Add(null);
            segments.Add(GlobSegment.AnyName);
        }
        else if (endsWithSeparator || !segments.Any(segment => segment is null || segment.HasWildcard))
        {
            segments.Add(null);
        }
    }

    private static IEnumerable<List<GlobToken>> Split(IReadOnlyList<GlobToken> tokens)
    {
        var part = new List<GlobToken>();
        foreach (GlobToken token in tokens)
        {
            if (token.Kind != GlobTokenKind.Separator)
            {
                part.Add(token);
            }
            else if (part.Count > 0)
            {
                yield return part;
                part = [];
            }
        }

        if (part.Count > 0)
            yield return part;
    }
}
