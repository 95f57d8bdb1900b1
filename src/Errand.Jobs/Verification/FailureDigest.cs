using System.Text;
using Errand.Core;

namespace Errand.Jobs.Verification;

/// <summary>
/// Finds the first failure in a check's output, line by line, and keeps a few lines of it: those that say what failed and why. When
/// nothing looks like a failure, the last lines must do. Keeps little whatever the output is, and gives complete, escaped lines.
/// </summary>
public sealed class FailureDigest
{
    /// <summary>Most characters of a digest, line ends included.</summary>
    public const int Limit = 600;

    private const int LastLinesKept = 40;

    private readonly List<string> found = [];
    private readonly Queue<string> lastLines = new();
    private FailureMark? best;
    private int foundLength;

    /// <summary>The lines in which a shell or a tool would say why it could not go on: those of the first failure and the last ones.</summary>
    public IReadOnlyList<string> Evidence => [.. found, .. lastLines];

    /// <summary>Takes a line without escape sequences.</summary>
    public void Read(string line)
    {
        string text = line.Trim();
        if (text.Length == 0)
            return;

        lastLines.Enqueue(text);
        if (lastLines.Count > LastLinesKept)
            lastLines.Dequeue();

        if (FailureMarks.Find(text, best) is { } mark && (best is null || mark.Rank > best.Rank || mark.LastCounts))
        {
            best = mark;
            found.Clear();
            foundLength = 0;
        }
        else if (best is null || FailureMarks.IsNoise(line))
        {
            return;
        }

        if (foundLength < Limit)
        {
            found.Add(text);
            foundLength += text.Length + 1;
        }
    }

    /// <summary>The digest; null = there was no output and there is no sentence.</summary>
    /// <param name="sentence">What Errand itself has to say about the check; the first line of the digest. Null = nothing.</param>
    public string? Finish(string? sentence = null)
    {
        IEnumerable<string> lines = best is null ? Ending() : found;
        string text = Join(sentence is null ? lines : lines.Prepend(sentence));
        return text.Length == 0 ? null : text;
    }

    /// <summary>As many of the last lines as fit.</summary>
    private List<string> Ending()
    {
        var ending = new List<string>();
        int length = 0;
        foreach (string line in lastLines.Reverse())
        {
            length += Escaping.Escape(line).Length + 1;
            if (length > Limit && ending.Count > 0)
                break;
            ending.Insert(0, line);
        }

        return ending;
    }

    private static string Join(IEnumerable<string> lines)
    {
        var text = new StringBuilder();
        foreach (string line in lines)
        {
            string escaped = Escaping.Escape(line);
            if (text.Length == 0)
                text.Append(Escaping.Cut(escaped, Limit));
            else if (text.Length + 1 + escaped.Length <= Limit)
                text.Append('\n').Append(escaped);
            else
                break;
        }

        return text.ToString();
    }
}
