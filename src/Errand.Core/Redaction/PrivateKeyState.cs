namespace Errand.Core.Redaction;

/// <summary>Where in a private key a text ends.</summary>
internal enum PrivateKeyState
{
    /// <summary>Not in one.</summary>
    Outside,

    /// <summary>Behind its first line.</summary>
    Expected,

    /// <summary>Between the lines of its content.</summary>
    Inside,
}
