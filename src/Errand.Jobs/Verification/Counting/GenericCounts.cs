namespace Errand.Jobs.Verification.Counting;

/// <summary><c>41 passed, 1 failed</c> somewhere in a line, for runners that no other reader knows. The last such line counts.</summary>
internal sealed class GenericCounts : CountReader
{
    public override bool IsFallback => true;

    public override void Read(string line, int indentation)
    {
        int? passed = Numbers.Before(line, "passed") ?? Numbers.Before(line, "tests passed");
        int? failed = Numbers.Before(line, "failed") ?? Numbers.Before(line, "tests failed");
        if (passed is not null && failed is not null)
            Replace(passed, failed, Numbers.Before(line, "skipped"));
    }
}
