namespace Errand.Jobs.Verification.Counting;

/// <summary>Counts tests in the output of whatever runner a check uses. Linear in the output; keeps nothing of it.</summary>
public sealed class CountReaders
{
    /// <summary>A longer line is no summary.</summary>
    public const int LongestLine = 400;

    private readonly CountReader[] readers =
    [
        new CargoCounts(),
        new CtestCounts(),
        new DotnetCounts(),
        new GenericCounts(),
        new GoCounts(),
        new JestCounts(),
        new MavenCounts(),
        new MinitestCounts(),
        new MochaCounts(),
        new NodeTestCounts(),
        new PhpUnitCounts(),
        new PytestCounts(),
        new RspecCounts(),
        new TapCounts(),
        new UnittestCounts(),
        new VitestCounts(),
        new XmlReportCounts(),
    ];

    /// <summary>Whether one of the runners that were found counts only when tests failed.</summary>
    public bool IsSilentOnSuccess => Array.Exists(readers, reader => reader is { Counts: not null, IsSilentOnSuccess: true });

    /// <summary>Takes a line without escape sequences.</summary>
    public void Read(string line)
    {
        if (line.Length > LongestLine)
            return;

        string text = line.Trim();
        if (text.Length == 0)
            return;

        int indentation = line.Length - line.AsSpan().TrimStart().Length;
        foreach (CountReader reader in readers)
            reader.Read(text, indentation);
    }

    /// <summary>What the output says once it has ended; null = nothing about tests. A script that runs several runners has the sum.</summary>
    public TestCounts? Finish()
    {
        TestCounts? sum = null;
        TestCounts? fallback = null;
        foreach (CountReader reader in readers)
        {
            reader.End();
            if (reader.Counts is null)
                continue;
            if (reader.IsFallback)
                fallback ??= reader.Counts;
            else
                sum = sum is null ? reader.Counts : sum + reader.Counts;
        }

        return sum ?? fallback;
    }
}
