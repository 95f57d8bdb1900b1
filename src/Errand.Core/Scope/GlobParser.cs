namespace Errand.Core;

/// <summary>Reads a pattern into its alternatives: every choice of <c>{a,b}</c> gives one, a list of tokens without braces.</summary>
internal sealed class GlobParser
{
    private readonly string text;
    private readonly Func<string, ErrandException> refused;
    private int position;

    private GlobParser(string text, Func<string, ErrandException> refused)
    {
        this.text = text;
        this.refused = refused;
    }

    /// <param name="text">The pattern.</param>
    /// <param name="refused">Makes the error for a pattern that cannot be read, from the reason.</param>
    public static IReadOnlyList<IReadOnlyList<GlobToken>> Parse(string text, Func<string, ErrandException> refused)
    {
        var parser = new GlobParser(text, refused);
        List<Item> sequence = parser.ParseSequence(isInBraces: false);

        // Counted before it is done: twenty pairs of braces already are a million alternatives.
        if (CountAlternatives(sequence) > Glob.MaximumAlternatives)
            throw refused($"its braces give more than {Glob.MaximumAlternatives} alternatives");
        return Expand(sequence);
    }

    /// <summary>A token, or the choices of a pair of braces.</summary>
    private readonly record struct Item(GlobToken? Token, List<List<Item>>? Choices);

    private List<Item> ParseSequence(bool isInBraces)
    {
        var sequence = new List<Item>();
        while (position < text.Length)
        {
            char character = text[position];
            if (isInBraces && character is ',' or '}')
                return sequence;
            if (character == '}')
                throw refused($"'}}' at character {position + 1} has no '{{'; a literal brace is '\\}}'");
            sequence.Add(character == '{' ? ParseBraces() : new Item(ParseToken(), null));
        }

        return sequence;
    }

    /// <summary><c>{a,b}</c>; without a comma, as in <c>{id}</c>, the braces are part of the name.</summary>
    private Item ParseBraces()
    {
        int start = position++;
        var choices = new List<List<Item>>();
        while (true)
        {
            choices.Add(ParseSequence(isInBraces: true));
            if (position == text.Length)
                throw refused($"'{{' at character {start + 1} has no '}}'; a literal brace is '\\{{'");
            if (text[position++] == '}')
                return new Item(null, choices.Count > 1 ? choices : [[Literal('{'), .. choices[0], Literal('}')]]);
        }
    }

    private GlobToken ParseToken()
    {
        switch (text[position])
        {
            case '/':
                position++;
                return new GlobToken(GlobTokenKind.Separator, "/");
            case '?':
                position++;
                return new GlobToken(GlobTokenKind.AnyCharacter, "?");
            case '*':
                int start = position;
                while (position < text.Length && text[position] == '*')
                    position++;
                return position - start == 1 ? new GlobToken(GlobTokenKind.AnyRun, "*") : new GlobToken(GlobTokenKind.AnyDepth, "**");
            case '[':
                return ParseSet();
            default:
                int character = ParseCharacter();
                return new GlobToken(GlobTokenKind.Literal, TextOf(character), character);
        }
    }

    /// <summary><c>[abc]</c>, <c>[a-z]</c>, <c>[!a]</c>; a <c>]</c> or <c>-</c> in first place is itself.</summary>
    private GlobToken ParseSet()
    {
        int start = position++;
        bool isNegated = position < text.Length && text[position] is '!' or '^';
        if (isNegated)
            position++;

        var ranges = new List<(int First, int Last)>();
        while (position < text.Length && (text[position] != ']' || ranges.Count == 0))
        {
            int first = ParseSetCharacter();
            int last = first;
            if (position + 1 < text.Length && text[position] == '-' && text[position + 1] != ']')
            {
                position++;
                last = ParseSetCharacter();
                if (last < first)
                    throw refused($"the range '{TextOf(first)}-{TextOf(last)}' runs backwards");
            }

            ranges.Add((first, last));
        }

        if (position == text.Length)
            throw refused($"'[' at character {start + 1} has no ']'; a literal bracket is '\\['");
        position++;
        return new GlobToken(GlobTokenKind.Set, text[start..position], Set: new CharacterSet(ranges, isNegated));
    }

    private int ParseSetCharacter()
    {
        if (text[position] == '/')
            throw refused("brackets stand for one character of a name, which is never '/'");
        return ParseCharacter();
    }

    private int ParseCharacter()
    {
        if (text[position] == '\\')
        {
            position++;
            if (position == text.Length)
                throw refused("it ends with '\\', which makes the next character literal; directories are separated by '/'");
            if (text[position] == '/')
                throw refused("'\\/' is no name's character; directories are separated by '/'");
        }

        int character = Escaping.CharacterAt(text, position, out int length);
        position += length;
        return character;
    }

    private static Item Literal(char character) => new(new GlobToken(GlobTokenKind.Literal, character.ToString(), character), null);

    private static string TextOf(int character) =>
        character is >= 0xD800 and <= 0xDFFF ? ((char)character).ToString() : char.ConvertFromUtf32(character);

    private static int CountAlternatives(List<Item> sequence)
    {
        int product = 1;
        foreach (Item item in sequence)
        {
            if (item.Choices is null)
                continue;
            int sum = 0;
            foreach (List<Item> choice in item.Choices)
                sum = Math.Min(sum + CountAlternatives(choice), Glob.MaximumAlternatives + 1);
            product = Math.Min(product * sum, Glob.MaximumAlternatives + 1);
        }

        return product;
    }

    private static List<List<GlobToken>> Expand(List<Item> sequence)
    {
        var results = new List<List<GlobToken>> { new() };
        foreach (Item item in sequence)
        {
            if (item.Token is not null)
            {
                foreach (List<GlobToken> result in results)
                    result.Add(item.Token);
            }
            else
            {
                List<List<GlobToken>> endings = [.. item.Choices!.SelectMany(Expand)];
                results = [.. results.SelectMany(result => endings, (result, ending) => (List<GlobToken>)[.. result, .. ending])];
            }
        }

        return results;
    }
}
