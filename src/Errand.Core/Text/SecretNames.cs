namespace Errand.Core;

/// <summary>
/// Says which variables hold secrets, by their names: those may not stand in a configuration, do not reach the commands that a worker runs, and
/// have their values masked. One list for all three.
/// </summary>
public static class SecretNames
{
    /// <summary>Parts of a name between <c>_</c>.</summary>
    private static readonly HashSet<string> Parts = new(StringComparer.OrdinalIgnoreCase)
    {
        "APIKEY", "CREDENTIAL", "CREDENTIALS", "KEY", "PASS", "PASSPHRASE", "PASSWD", "PASSWORD", "PAT", "PRIVATEKEY", "SECRET", "SECRETS", "TOKEN",
    };

    /// <summary>Endings of names that are written in one word, such as <c>PGPASSWORD</c>.</summary>
    private static readonly string[] Endings = ["APIKEY", "PASSWD", "PASSWORD", "SECRET", "TOKEN"];

    /// <summary>Last parts of names that are about a secret and hold none, such as <c>KEY_FILE</c>.</summary>
    private static readonly HashSet<string> Harmless = new(StringComparer.OrdinalIgnoreCase) { "COUNT", "DIR", "FILE", "LENGTH", "LIMIT", "NAME", "PATH", "SIZE", "TYPE" };

    /// <summary>Whether a variable of this name holds a secret: <c>MY_API_KEY</c>, <c>PGPASSWORD</c>, but not <c>MAX_OUTPUT_TOKENS</c> or <c>MONKEY_DIR</c>.</summary>
    public static bool IsSecret(string name)
    {
        string[] parts = name.Split('_', StringSplitOptions.RemoveEmptyEntries);
        return parts.Length > 0 && !Harmless.Contains(parts[^1])
            && (parts.Any(Parts.Contains)
                || parts is [_, .., var last] && last.Equals("PWD", StringComparison.OrdinalIgnoreCase)
                || Endings.Any(ending => parts[^1].EndsWith(ending, StringComparison.OrdinalIgnoreCase)));
    }
}
