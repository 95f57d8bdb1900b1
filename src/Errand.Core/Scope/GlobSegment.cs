namespace Errand.Core;

/// <summary>The part of a pattern that stands for one name of a path.</summary>
internal sealed class GlobSegment
{
    private readonly GlobToken[] tokens;
    private readonly string source;
    private readonly bool isLiteral;

    public GlobSegment(IReadOnlyList<GlobToken> tokens)
    {
        this.tokens = [.. tokens];
        source = string.Concat(tokens.Select(token => token.Source));
        isLiteral = tokens.All(token => token.Kind == GlobTokenKind.Literal);
    }

    /// <summary>Matches every name.</summary>
    public static GlobSegment AnyName { get; } = new([new GlobToken(GlobTokenKind.AnyRun, "*")]);

    public bool HasWildcard => tokens.Any(token => token.Kind is GlobTokenKind.AnyRun or GlobTokenKind.AnyDepth or GlobTokenKind.AnyCharacter);

    /// <summary>The name that it stands for, when it can stand for no other; null = it can.</summary>
    public string? OnlyName => isLiteral ? source : null;

    public bool IsAnyName => tokens is [{ Kind: GlobTokenKind.AnyRun or GlobTokenKind.AnyDepth }];

    public bool StartsLiterally => tokens[0].Kind == GlobTokenKind.Literal;

    /// <summary>Whether it is exactly this text, without anything special in it.</summary>
    public bool Is(string name) => isLiteral && source == name;

    /// <summary>
    /// Whether it stands for a name. One that is written just like the name does too, so that <c>app/[id]/page.tsx</c> covers the file
    /// of that very name.
    /// </summary>
    public bool Matches(string name) => string.Equals(source, name, StringComparison.Ordinal) || (!isLiteral && MatchesTokens(name));

    /// <summary>
    /// On a mismatch only the latest <c>*</c> takes one character more: an earlier one cannot help, as it had its shortest match. The work
    /// is therefore bounded by the product of both lengths.
    /// </summary>
    private bool MatchesTokens(string name)
    {
        int token = 0, index = 0, runToken = -1, runIndex = 0;
        while (index < name.Length)
        {
            int character = Escaping.CharacterAt(name, index, out int length);
            if (token < tokens.Length && tokens[token].Kind is GlobTokenKind.AnyRun or GlobTokenKind.AnyDepth)
            {
                runToken = ++token;
                runIndex = index;
            }
            else if (token < tokens.Length && MatchesOne(tokens[token], character))
            {
                token++;
                index += length;
            }
            else if (runToken >= 0)
            {
                Escaping.CharacterAt(name, runIndex, out int skipped);
                index = runIndex += skipped;
                token = runToken;
            }
            else
            {
                return false;
            }
        }

        while (token < tokens.Length && tokens[token].Kind is GlobTokenKind.AnyRun or GlobTokenKind.AnyDepth)
            token++;
        return token == tokens.Length;
    }

    private static bool MatchesOne(GlobToken token, int character) => token.Kind switch
    {
        GlobTokenKind.Literal => token.Character == character,
        GlobTokenKind.AnyCharacter => true,
        GlobTokenKind.Set => token.Set!.Contains(character),
        _ => false,
    };
}
