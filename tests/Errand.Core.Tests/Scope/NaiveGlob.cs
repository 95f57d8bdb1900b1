namespace Errand.Core.Tests.Scope;

/// <summary>The pattern language without braces and escapes, written for reading and exponential in time.</summary>
internal static class NaiveGlob
{
    public static bool Covers(string pattern, IReadOnlyList<string> names)
    {
        List<string> parts = [.. pattern.Split('/').Where(part => part is not ("" or "."))];
        bool isDirectory = pattern.EndsWith('/') || !pattern.Contains('*', StringComparison.Ordinal) && !pattern.Contains('?', StringComparison.Ordinal);
        if (parts.Count == 0)
            return true;
        if (parts[^1].All(character => character == '*') && parts[^1].Length > 1)
            return CoversPath([.. parts, "*"], 0, names, 0);
        return CoversPath(parts, 0, names, 0) || (isDirectory && CoversPath([.. parts, "**", "*"], 0, names, 0));
    }

    private static bool CoversPath(List<string> parts, int part, IReadOnlyList<string> names, int name)
    {
        if (part == parts.Count)
            return name == names.Count;
        if (parts[part].Length > 1 && parts[part].All(character => character == '*'))
            return Enumerable.Range(name, names.Count - name + 1).Any(next => CoversPath(parts, part + 1, names, next));
        return name < names.Count && CoversName(parts[part], names[name]) && CoversPath(parts, part + 1, names, name + 1);
    }

    private static bool CoversName(string part, string name)
    {
        if (part.Length == 0)
            return name.Length == 0;
        if (part[0] == '*')
            return Enumerable.Range(0, name.Length + 1).Any(next => CoversName(part[1..], name[next..]));
        if (name.Length == 0)
            return false;
        if (part[0] == '[')
        {
            int end = part.IndexOf(']', StringComparison.Ordinal);
            bool isNegated = part[1] == '!';
            bool isIn = part[(isNegated ? 2 : 1)..end].Contains(name[0], StringComparison.Ordinal);
            return isIn != isNegated && CoversName(part[(end + 1)..], name[1..]);
        }

        return (part[0] == '?' || part[0] == name[0]) && CoversName(part[1..], name[1..]);
    }
}
