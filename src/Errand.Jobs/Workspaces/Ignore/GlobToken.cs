namespace Errand.Jobs.Workspaces.Ignore;

/// <summary>A step of a compiled pattern.</summary>
/// <param name="Kind">What it matches.</param>
/// <param name="Byte">The byte of a <see cref="GlobTokenKind.Byte"/>.</param>
/// <param name="Set">The 256 answers of a <see cref="GlobTokenKind.Set"/>.</param>
internal readonly record struct GlobToken(GlobTokenKind Kind, byte Byte = 0, bool[]? Set = null)
{
    /// <summary>Whether the step takes this byte; a slash only where one is written or crossed by <c>**</c>.</summary>
    public bool Takes(byte value) => Kind switch
    {
        GlobTokenKind.Byte => value == Byte,
        GlobTokenKind.One or GlobTokenKind.Many => value != '/',
        GlobTokenKind.Set => value != '/' && Set![value],
        GlobTokenKind.ManyAndSlashes => true,
        _ => false,
    };

    /// <summary>Whether the step takes any number of bytes.</summary>
    public bool Repeats => Kind is GlobTokenKind.Many or GlobTokenKind.ManyAndSlashes;
}
