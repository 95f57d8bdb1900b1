namespace Errand.Jobs.Supervision;

/// <summary>Replaces known secret values, such as a model endpoint's key, wherever text of a worker is kept or shown.</summary>
internal sealed class SecretMask(IReadOnlyList<string> secrets)
{
    private const string Mark = "[masked]";

    /// <summary>Shorter values would mask ordinary words.</summary>
    private const int ShortestSecret = 6;

    private readonly string[] values = [.. secrets.Where(secret => secret.Length >= ShortestSecret).OrderByDescending(secret => secret.Length)];

    public string Apply(string text)
    {
        foreach (string value in values)
            text = text.Replace(value, Mark, StringComparison.Ordinal);
        return text;
    }
}
