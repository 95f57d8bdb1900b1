namespace Errand.Core.Redaction;

/// <summary>How one family of secrets is recognized; a line of <c>rules.tsv</c>.</summary>
public sealed class SecretRule
{
    internal SecretRule(string id, IReadOnlyList<string> keywords, double entropy, bool isMixed, string pattern, string source)
    {
        Id = id;
        Keywords = keywords;
        Entropy = entropy;
        IsMixed = isMixed;
        Source = source;
        IsAssigned = pattern.StartsWith('=');
        Text = pattern;
    }

    /// <summary>A name in kebab case, such as <c>aws-access-key-id</c>; unique.</summary>
    public string Id { get; }

    /// <summary>Texts of at least four bytes of which one must be there, in any letter case, before the pattern is tried.</summary>
    public IReadOnlyList<string> Keywords { get; }

    /// <summary>Least entropy of the secret in bits per byte; 0 = it does not matter.</summary>
    public double Entropy { get; }

    /// <summary>Whether the secret must go to and fro between letters of both cases, digits and other characters, as words do not.</summary>
    public bool IsMixed { get; }

    /// <summary>Where the form is documented.</summary>
    public string Source { get; }

    /// <summary>The pattern as the file has it.</summary>
    public string Text { get; }

    /// <summary>Whether the secret alone has no form of its own, so that it is known by the name that it is assigned to.</summary>
    public bool IsAssigned { get; }

    /// <summary>Whether the rule knows no vendor: a random text assigned to a name such as <c>password</c>.</summary>
    public bool IsGeneric => Id.StartsWith("generic-", StringComparison.Ordinal);

    /// <summary>Read when a keyword of the rule is met: most rules never are, and several threads may do so at once.</summary>
    internal SecretPattern Pattern => field ??= new SecretPattern(IsAssigned ? Text[1..] : Text);
}
