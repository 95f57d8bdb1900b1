namespace Errand.Core.Redaction;

/// <summary>Which part of a match is the secret, where it is not all of it.</summary>
internal struct SecretMarks()
{
    /// <summary>Where it begins; -1 = at the beginning of the match.</summary>
    public int Start { get; set; } = -1;

    /// <summary>Where it ends; -1 = at the end of the match.</summary>
    public int End { get; set; } = -1;
}
