namespace Errand.Jobs.Verification.Counting;

/// <summary>Finds the test counts of one family of runners in what it prints, line by line.</summary>
internal abstract class CountReader
{
    /// <summary>What was found so far, over all runs in the output; null = nothing.</summary>
    public TestCounts? Counts { get; private set; }

    /// <summary>Whether its form is so general that it counts only when no other reader found anything.</summary>
    public virtual bool IsFallback => false;

    /// <summary>Whether the runner that was found counts only when tests failed.</summary>
    public virtual bool IsSilentOnSuccess => false;

    /// <summary>Takes a line without escape sequences and spaces around it, at most <see cref="CountReaders.LongestLine"/> characters.</summary>
    /// <param name="line">The line.</param>
    /// <param name="indentation">How many spaces stood before it.</param>
    public abstract void Read(string line, int indentation);

    /// <summary>Called once after the last line, for readers that gather a block of lines.</summary>
    public virtual void End()
    {
    }

    protected void Add(int? passed, int? failed, int? skipped)
    {
        var found = new TestCounts(passed, failed, skipped ?? 0);
        Counts = Counts is null ? found : Counts + found;
    }

    /// <summary>For runners that print a running total: only the latest counts.</summary>
    protected void Replace(int? passed, int? failed, int? skipped) => Counts = new TestCounts(passed, failed, skipped ?? 0);
}
