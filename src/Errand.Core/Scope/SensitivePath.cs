namespace Errand.Core;

/// <summary>A kind of path that a job may change only when its scope names it.</summary>
/// <param name="Class">Why it is sensitive.</param>
/// <param name="Pattern">Its names in lower case, at any depth and in any letter case; everything below it belongs to it.</param>
public sealed record SensitivePath(SensitiveClass Class, string Pattern)
{
    private readonly GlobSegment[] segments = [.. Pattern.Split('/').Select(name =>
        new GlobSegment(GlobParser.Parse(name, reason => throw new FormatException(reason))[0]))];

    /// <summary>The character that its first name begins with; null = any.</summary>
    internal char? FirstCharacter => segments[0].StartsLiterally ? Pattern[0] : null;

    /// <summary>Whether a path is of this kind because of the name at an index.</summary>
    internal bool IsAt(int start, ReadOnlySpan<string> lowerCaseNames)
    {
        if (start + segments.Length > lowerCaseNames.Length)
            return false;

        for (int index = 0; index < segments.Length; index++)
        {
            if (!segments[index].Matches(lowerCaseNames[start + index]))
                return false;
        }

        return true;
    }
}
