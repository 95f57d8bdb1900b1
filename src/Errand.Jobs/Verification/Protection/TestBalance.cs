namespace Errand.Jobs.Verification;

/// <summary>What a change gives to tests and takes from them, over all files: a test that only moved is neither.</summary>
/// <param name="Adds">Whether it brings more tests or assertions than it takes.</param>
/// <param name="Weakening">What it takes, in a few words; null = nothing.</param>
internal sealed record TestBalance(bool Adds, string? Weakening)
{
    public static TestBalance Of(IEnumerable<PathVerdict> verdicts)
    {
        var before = new Sum();
        var after = new Sum();
        foreach (PathVerdict verdict in verdicts.Where(verdict => verdict.Tests is not null))
        {
            before.Add(verdict.Tests!.Value.Before);
            after.Add(verdict.Tests!.Value.After);
        }

        var losses = new List<string>();
        Lose(losses, before.Tests - after.Tests, "test", "removed");
        Lose(losses, before.Assertions - after.Assertions, "assertion", "removed");
        Lose(losses, after.Skips - before.Skips, "skip", "added");
        return new TestBalance(after.Tests > before.Tests || after.Assertions > before.Assertions, losses.Count == 0 ? null : string.Join(", ", losses));
    }

    private static void Lose(List<string> losses, int number, string what, string how)
    {
        if (number > 0)
            losses.Add(Counted(number, what, how));
    }

    /// <summary><c>2 assertions removed</c>.</summary>
    public static string Counted(int number, string what, string how) => $"{number} {what}{(number == 1 ? "" : "s")} {how}";

    private sealed class Sum
    {
        public int Tests { get; private set; }
        public int Assertions { get; private set; }
        public int Skips { get; private set; }

        public void Add(TestText text)
        {
            Tests += text.Tests;
            Assertions += text.Assertions;
            Skips += text.Skips;
        }
    }
}
