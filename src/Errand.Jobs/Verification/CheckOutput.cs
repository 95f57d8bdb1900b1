using Errand.Jobs.Verification.Counting;
using Errand.Jobs.Verification.Naming;
using Errand.Processes;

namespace Errand.Jobs.Verification;

/// <summary>Reads what a check prints, as it comes: keeps a bounded log, counts tests, looks for the first failure and for names.</summary>
internal sealed class CheckOutput(CheckLog log, string directory)
{
    public CountReaders Counts { get; } = new();

    public FailureDigest Digest { get; } = new();

    public TestNames Names { get; } = new(directory);

    public void Take(OutputLine line)
    {
        log.WriteLine(line.IsTruncated ? $"{line.Text} [errand: the rest of this line is left out]" : line.Text);
        string plain = PlainLine.Of(line.Text);
        Counts.Read(plain);
        Digest.Read(plain);
        Names.Read(plain);
    }
}
