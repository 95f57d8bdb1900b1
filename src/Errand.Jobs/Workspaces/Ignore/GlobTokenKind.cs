namespace Errand.Jobs.Workspaces.Ignore;

/// <summary>What a <see cref="GlobToken"/> matches.</summary>
internal enum GlobTokenKind
{
    /// <summary>One given byte.</summary>
    Byte,

    /// <summary><c>?</c></summary>
    One,

    /// <summary><c>[a-z]</c></summary>
    Set,

    /// <summary><c>*</c></summary>
    Many,

    /// <summary><c>**</c> that fills a whole path component.</summary>
    ManyAndSlashes,

    /// <summary>The two steps after this one, which are those of <c>**/</c>, may be left out.</summary>
    MaySkipTwo,

    /// <summary>Malformed: nothing matches.</summary>
    Never,
}
