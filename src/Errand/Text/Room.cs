namespace Errand.Text;

/// <summary>The parts of a receipt that can be long.</summary>
internal enum Section
{
    Reason,
    Violations,
    Protected,
    Findings,
    Secrets,
    Checks,
    Review,
    Files,
    Claim,
    Warnings,
}

/// <summary>
/// Divides the bytes of a receipt. Each section that is needed has a least share that the ones before it cannot take, and a most that keeps ordinary
/// receipts short; what one does not use, the next may.
/// </summary>
internal sealed class Room(int bytes)
{
    private readonly Dictionary<Section, (int Least, int Most)> shares = [];
    private int left = bytes;

    public void Reserve(Section section, bool needed, int least, int most)
    {
        if (needed)
            shares[section] = (least, most);
    }

    /// <summary>Renders a section into its share; null = it is not needed.</summary>
    public string? Fill(Section section, Func<int, string> render)
    {
        if (!shares.Remove(section, out (int Least, int Most) share))
            return null;

        int free = left - 1 - shares.Values.Sum(other => other.Least + 1);
        string text = render(Math.Min(share.Most, free));
        left -= ByteBudget.Of(text) + 1;
        return text;
    }
}
