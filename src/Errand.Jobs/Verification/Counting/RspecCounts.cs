namespace Errand.Jobs.Verification.Counting;

/// <summary><c>41 examples, 1 failure, 2 pending</c>.</summary>
internal sealed class RspecCounts : CountReader
{
    public override void Read(string line, int indentation)
    {
        if (!char.IsAsciiDigit(line[0])
            || (Numbers.Before(line, "examples") ?? Numbers.Before(line, "example")) is not { } run
            || (Numbers.Before(line, "failures") ?? Numbers.Before(line, "failure")) is not { } failed)
            return;

        int pending = Numbers.Before(line, "pending") ?? 0;
        int outside = Numbers.Before(line, "errors occurred") ?? Numbers.Before(line, "error occurred") ?? 0;
        Add((int)Math.Max(0, (long)run - failed - pending), (int)Math.Min(int.MaxValue, (long)failed + outside), pending);
    }
}
