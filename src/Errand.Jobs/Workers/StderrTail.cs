using Errand.Core;

namespace Errand.Jobs.Workers;

/// <summary>The last lines of a worker's standard error, bounded: it is for people, and the only word of a worker that dies early.</summary>
internal sealed class StderrTail
{
    private const int MostLines = 40;
    private const int LongestLine = 1_000;

    private readonly Queue<string> lines = new();

    public void Add(string line)
    {
        if (string.IsNullOrWhiteSpace(line))
            return;
        if (lines.Count == MostLines)
            lines.Dequeue();
        lines.Enqueue(Escaping.Cut(line.Trim(), LongestLine));
    }

    /// <summary>The last line; null = nothing was printed.</summary>
    public string? Last => lines.LastOrDefault();

    /// <summary>The last line that begins with <c>error</c>, which usage texts and stack traces follow; else the last line.</summary>
    public string? Complaint => lines.LastOrDefault(line => line.StartsWith("error", StringComparison.OrdinalIgnoreCase)) ?? Last;
}
