namespace Errand.Core;

/// <summary>The characters of <c>[a-z_]</c>, or with <c>[!a-z_]</c> all others.</summary>
internal sealed class CharacterSet(IReadOnlyList<(int First, int Last)> ranges, bool isNegated)
{
    public bool Contains(int character)
    {
        foreach ((int first, int last) in ranges)
        {
            if (character >= first && character <= last)
                return !isNegated;
        }

        return isNegated;
    }
}
