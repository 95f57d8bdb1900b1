using Errand.Core;

namespace Errand.Jobs.Workers;

/// <summary>What the receipt should mention of a worker's run: each thing once, the worker's own words in quotes, and not without end.</summary>
internal sealed class WorkerWarnings
{
    private const int MostQuoted = 20;
    private const int LongestQuote = 300;

    private readonly List<string> sentences = [];
    private int quoted;

    public IReadOnlyList<string> All => sentences;

    /// <summary>Adds a sentence of ours.</summary>
    public void Say(string sentence)
    {
        if (!sentences.Contains(sentence))
            sentences.Add(sentence);
    }

    /// <summary>Adds words of the worker's, of any length and content.</summary>
    public void Quote(string words)
    {
        string sentence = $"The worker warned: {Escaping.Quote(Escaping.Cut(words.Trim(), LongestQuote))}";
        if (quoted == MostQuoted || sentences.Contains(sentence))
            return;

        quoted++;
        sentences.Add(sentence);
    }
}
