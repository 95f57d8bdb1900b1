using Errand.Core;

namespace Errand.Jobs.Verification.Naming;

/// <summary>
/// Reads the names of tests from a runner's output, line by line. Names serve to tell which tests changed their result; they never make a check pass or fail.
/// </summary>
/// <param name="directory">The tree that the tests run on; its path in a name is left out, as it differs from tree to tree.</param>
public sealed class TestNames(string directory)
{
    private const int MostNames = 20_000;
    private const int LongestLine = 1_000;
    private const int LongestName = 200;

    private readonly HashSet<string> failing = [];
    private readonly HashSet<string> passing = [];

    /// <summary>Tests that failed, ordered.</summary>
    public IReadOnlyList<string> Failing => [.. failing.Order(StringComparer.Ordinal)];

    /// <summary>Tests that passed and did not also fail, ordered.</summary>
    public IReadOnlyList<string> Passing => [.. passing.Except(failing).Order(StringComparer.Ordinal)];

    /// <summary>Takes a line without escape sequences.</summary>
    public void Read(string line)
    {
        if (line.Length is 0 or > LongestLine)
            return;
        if (TestLine.Find(line) is not { } test)
            return;

        Add(test.Name, test.HasPassed);
    }

    /// <summary>Takes a name from elsewhere.</summary>
    public void Add(string test, bool hasPassed)
    {
        string name = Clean(test);
        HashSet<string> names = hasPassed ? passing : failing;
        if (name.Length > 0 && names.Count < MostNames)
            names.Add(name);
    }

    private string Clean(string name) =>
        Escaping.Cut(Escaping.Escape(name.Replace(directory.TrimEnd('/') + "/", "", StringComparison.Ordinal).Trim()), LongestName);
}
