namespace Errand.Jobs.Verification.Counting;

/// <summary>The block that <c>node --test</c> ends with: <c># pass 41</c> as TAP, <c>ℹ pass 41</c> for people.</summary>
internal sealed class NodeTestCounts : CountReader
{
    private bool isInBlock;
    private int passed;
    private int failed;
    private int skipped;

    public override void Read(string line, int indentation)
    {
        if (indentation > 0 || line.Length < 3 || line[0] is not ('#' or 'ℹ') || line[1] != ' ')
            return;

        string text = line[2..];
        if (text.Begins("tests ") && Numbers.After(text, "tests") is not null)
        {
            EndBlock();
            isInBlock = true;
        }
        else if (isInBlock)
        {
            passed += Value(text, "pass ");
            failed += Value(text, "fail ") + Value(text, "cancelled ");
            skipped += Value(text, "skipped ") + Value(text, "todo ");
        }
    }

    public override void End() => EndBlock();

    private void EndBlock()
    {
        if (isInBlock)
            Add(passed, failed, skipped);
        isInBlock = false;
        (passed, failed, skipped) = (0, 0, 0);
    }

    private static int Value(string text, string word) =>
        text.Begins(word) ? Math.Min(Numbers.After(text, word) ?? 0, 1 << 24) : 0;
}
