using Errand.Jobs.Verification.Counting;
using Errand.Processes;

namespace Errand.Jobs.Verification;

/// <summary>Reads what a check prints, as it comes: keeps a bounded log, counts tests, looks for the first failure.</summary>
internal sealed class CheckOutput(CheckLog log)
{
    public CountReaders Counts { get; } = new();

    public FailureDigest Digest { get; } = new();

    public void Take(OutputLine line)
    {
        log.WriteLine(line.IsTruncated ? $"{line.Text} [errand: the rest of this line is left out]" : line.Text);
        string plain = PlainLine.Of(line.Text);
        Counts.Read(plain);
        Digest.Read(plain);
    }
}
