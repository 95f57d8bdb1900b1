namespace Errand.Core;

/// <summary>One element of a pattern.</summary>
/// <param name="Kind">What it stands for.</param>
/// <param name="Source">How it is written, escapes resolved.</param>
/// <param name="Character">The code point of a literal.</param>
/// <param name="Set">The characters of a class.</param>
internal sealed record GlobToken(GlobTokenKind Kind, string Source, int Character = 0, CharacterSet? Set = null);

internal enum GlobTokenKind
{
    /// <summary>Exactly this character.</summary>
    Literal,

    /// <summary><c>?</c>: one character of a name.</summary>
    AnyCharacter,

    /// <summary><c>*</c>: any run of characters of a name.</summary>
    AnyRun,

    /// <summary><c>**</c>: any number of directories when it stands alone between separators, else the same as <c>*</c>.</summary>
    AnyDepth,

    /// <summary><c>[…]</c>: one character of a set.</summary>
    Set,

    /// <summary><c>/</c>.</summary>
    Separator,
}
