namespace Errand.Jobs.Workspaces.Ignore;

/// <summary>
/// A pattern of an ignore file, matched byte by byte as git matches it. All ways through the pattern are followed at once, so the time is
/// bounded by pattern times text, whatever a repository writes into its ignore files.
/// </summary>
internal sealed class IgnoreGlob
{
    private readonly List<GlobToken> tokens;

    public IgnoreGlob(ReadOnlySpan<byte> pattern) => tokens = GlobCompiler.Compile(pattern);

    public bool IsMatch(ReadOnlySpan<byte> text)
    {
        bool[] active = new bool[tokens.Count + 1];
        bool[] next = new bool[tokens.Count + 1];
        Enter(active, 0);
        foreach (byte value in text)
        {
            Array.Clear(next);
            for (int i = 0; i < tokens.Count; i++)
            {
                if (active[i] && tokens[i].Takes(value))
                    Enter(next, tokens[i].Repeats ? i : i + 1);
            }

            (active, next) = (next, active);
        }

        return active[^1];
    }

    /// <summary>Marks a step and all that can be reached from it without taking a byte.</summary>
    private void Enter(bool[] steps, int step)
    {
        if (steps[step])
            return;

        steps[step] = true;
        if (step == tokens.Count)
            return;

        if (tokens[step].Repeats)
            Enter(steps, step + 1);
        if (tokens[step].Kind == GlobTokenKind.MaySkipTwo)
        {
            Enter(steps, step + 1);
            Enter(steps, step + 3);
        }
    }
}
